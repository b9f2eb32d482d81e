"""Disagreements that somebody knows of and accepts, for a reason and for a time.

They stand in a TOML file:

    [[accepted]]
    fingerprint = "5f2b9c0e1d3a4b6c"
    reason = "The vendor answers 202 since March; its document follows in the next release."
    expires = 2027-03-31
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from contracts.errors import CheckError
from contracts.finding import Finding

FIELDS = ("fingerprint", "reason", "expires")
FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One disagreement; `expires` is the last day on which it is accepted."""

    fingerprint: str
    reason: str
    expires: date


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings parted into those to be reported and those that are accepted, with the reason.

    Args:
        notes: what of the file no longer holds, in whole sentences.
    """

    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, str], ...]
    notes: tuple[str, ...]


def read_accepted(file: Path) -> tuple[Accepted, ...]:
    """What a file accepts.

    Raises:
        CheckError: it cannot be read, or an entry lacks a field or says something else twice.
    """
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _error(file, "the file cannot be read", str(error)) from error
    entries = told.get("accepted", [])
    if set(told) - {"accepted"} or not isinstance(entries, list):
        raise _error(file, "the file is of another kind", "it may hold nothing but [[accepted]]")
    found = tuple(_entry(file, number, entry) for number, entry in enumerate(entries, start=1))
    if twice := _twice(found):
        raise _error(file, f"{twice} is accepted twice", "one reason is enough")
    return found


def sort_out(findings: Iterable[Finding], known: Iterable[Accepted], today: date) -> Sorted:
    """Part findings by what is accepted today; what expired is a finding again."""
    valid = {one.fingerprint: one for one in known if one.expires >= today}
    expired = {one.fingerprint: one for one in known if one.expires < today}
    kept: list[Finding] = []
    accepted: list[tuple[Finding, str]] = []
    for finding in findings:
        if one := valid.get(finding.fingerprint):
            accepted.append((finding, one.reason))
        else:
            kept.append(finding)
    met = {finding.fingerprint for finding, _ in accepted}
    again = {finding.fingerprint for finding in kept}
    notes = (*_expired(expired, again), *_stale(valid, met))
    return Sorted(tuple(kept), tuple(accepted), notes)


def _expired(expired: Mapping[str, Accepted], again: set[str]) -> Iterator[str]:
    for one in expired.values():
        outcome = "it is reported again" if one.fingerprint in again else "it was not met"
        yield f"The acceptance of {one.fingerprint} ended on {one.expires}: {outcome}."


def _stale(valid: Mapping[str, Accepted], met: set[str]) -> Iterator[str]:
    for one in valid.values():
        if one.fingerprint not in met:
            yield f"{one.fingerprint} is accepted but was not met: it may be gone ({one.reason})"


def _entry(file: Path, number: int, entry: Any) -> Accepted:
    """One entry, all of whose fields are there and say something."""
    what = f"entry {number}"
    if not isinstance(entry, dict) or set(entry) - set(FIELDS):
        raise _error(file, f"{what} has other fields", f"its fields are {', '.join(FIELDS)}")
    for name in FIELDS:
        if not entry.get(name):
            raise _error(file, f"{what} has no {name}", "nothing is accepted without it")
    fingerprint, reason, expires = (entry[name] for name in FIELDS)
    if not isinstance(fingerprint, str) or not FINGERPRINT.fullmatch(fingerprint):
        raise _error(file, f"{what} has no fingerprint", "one is 16 digits, 0 to 9 and a to f")
    if not isinstance(reason, str) or not reason.strip():
        raise _error(file, f"{what} has no reason", "nothing is accepted without a sentence")
    if not isinstance(expires, date) or isinstance(expires, datetime):
        raise _error(file, f"{what} has no date", "`expires` is one such as 2027-03-31, unquoted")
    return Accepted(fingerprint, reason.strip(), expires)


def _twice(found: Iterable[Accepted]) -> str:
    seen: set[str] = set()
    for one in found:
        if one.fingerprint in seen:
            return one.fingerprint
        seen.add(one.fingerprint)
    return ""


def _error(file: Path, what: str, why: str) -> CheckError:
    return CheckError(
        f"Accepted disagreements: {what}",
        where=str(file),
        why=why,
        fix='write [[accepted]] with fingerprint = "...", reason = "..." and expires = 2027-03-31',
    )
