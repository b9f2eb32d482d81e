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
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
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


def valid_on(known: Iterable[Accepted], today: date) -> dict[str, str]:
    """The reasons of what is accepted on a day, by fingerprint."""
    return {one.fingerprint: one.reason for one in known if one.expires >= today}


def sort_out(findings: Iterable[Finding], known: Iterable[Accepted], today: date) -> Sorted:
    """Part findings by what is accepted today; what expired is a finding again."""
    told, listed = tuple(findings), tuple(known)
    reasons = valid_on(listed, today)
    kept = tuple(one for one in told if one.fingerprint not in reasons)
    accepted = tuple((one, reasons[one.fingerprint]) for one in told if one.fingerprint in reasons)
    met = {one.fingerprint for one in told}
    return Sorted(kept, accepted, tuple(expired_and_stale(listed, met, today)))


def expired_and_stale(
    known: Iterable[Accepted], met: AbstractSet[str], today: date
) -> Iterator[str]:
    """What of the file no longer holds, in whole sentences: first what has expired.

    Args:
        met: the fingerprints of everything that was found.
    """
    for one in sorted(known, key=lambda one: one.expires >= today):
        is_met = one.fingerprint in met
        if one.expires < today:
            outcome = "it is reported again" if is_met else "it was not met"
            yield f"The acceptance of {one.fingerprint} ended on {one.expires}: {outcome}."
        elif not is_met:
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
