"""Findings: one for each thing that differs, with all operations that it concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from contracts.drift.change import Direction
from contracts.drift.rules import NONE, RULE, SAFE, Severity
from contracts.drift.walk import Found

Json = Any

PATH_NAME = re.compile(r"(?<=^the path parameter \d) \([^)]*\)")
"""Paths have fewer than ten parameters; if not, their names are part of fingerprints."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. Its JSON form is documented in docs/drift.md and stays as it is."""

    kind: str
    direction: Direction
    severity: Severity
    operations: tuple[str, ...]
    """Names such as `GET /usage/{id}`; the first one is where `where` leads from."""
    where: str
    old_pointer: str
    new_pointer: str
    message: str
    fingerprint: str
    verdict: str = ""
    """Who is right, where more than two documents were at hand."""
    place: str = ""
    """Of what an API does: where our document speaks of it, "file#/json/pointer"."""

    def to_json(self) -> dict[str, Json]:
        return {
            "kind": self.kind,
            "direction": self.direction,
            "severity": self.severity.word,
            "operation": self.operations[0],
            "operations": list(self.operations),
            "where": self.where,
            "old_pointer": self.old_pointer,
            "new_pointer": self.new_pointer,
            "message": self.message,
            "fingerprint": self.fingerprint,
            **({"verdict": self.verdict} if self.verdict else {}),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, the worst first."""

    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        return max((finding.severity for finding in self.findings), default=NONE)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of an operation: as it is read, and as it stays when its parameters are renamed."""

    shown: str
    lasting: str


def findings(found: Iterable[Found], names: list[Names]) -> tuple[Finding, ...]:
    """Those changes, told once for each place of the documents however many operations use it.

    Args:
        names: of the operations, in the order of their bits.
    """
    grouped: dict[tuple[object, ...], Found] = {}
    for one in found:
        key = _key(one)
        known = grouped.get(key)
        grouped[key] = one if known is None else _together(known, one)
    made = (_finding(one, names) for one in grouped.values())
    return tuple(sorted(made, key=lambda f: (-f.severity, f.operations[0], f.where, f.kind)))


def _key(one: Found) -> tuple[object, ...]:
    change = one.change
    old = "" if change.absent == "old" else change.old.pointer
    new = "" if change.absent == "new" else change.new.pointer
    told = (change.kind, one.direction, change.subject, change.before, change.after)
    return (*told, old, new)


def _together(one: Found, other: Found) -> Found:
    """The place of the first operation; sent as soon as one of them sends it."""
    first = min(one, other, key=lambda found: (found.is_unsent, _lowest(found.operations)))
    return first._replace(operations=one.operations | other.operations)


def _finding(one: Found, names: list[Names]) -> Finding:
    change, rule = one.change, RULE[one.change.kind, one.direction]
    words = {name: _shown(getattr(change, name)) for name in ("subject", "before", "after")}
    first = names[_lowest(one.operations)]
    identity = (change.identity or change.subject, change.before, change.after)
    return Finding(
        kind=change.kind,
        direction=one.direction,
        severity=min(rule.severity, SAFE) if one.is_unsent else rule.severity,
        operations=tuple(names[i].shown for i in _bits(one.operations)),
        where=one.where or "operation",
        old_pointer=change.old.pointer,
        new_pointer=change.new.pointer,
        message=rule.sentence.format(**words),
        fingerprint=_fingerprint(
            change.kind, one.direction, first.lasting, PATH_NAME.sub("", one.where), *identity
        ),
    )


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield _lowest(mask)
        mask &= mask - 1


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _shown(text: str) -> str:
    return (text if len(text) <= 200 else text[:200] + "...") or "nothing"


def _fingerprint(*parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=8).hexdigest()
