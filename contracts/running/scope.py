"""What a run was about, for its report: operations, checks, laws, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.checks import CHECKS
from contracts.contract import Contract
from contracts.coverage import Coverage, Gauge, archived, journalled, read_coverage, write_coverage
from contracts.laws.law import Law
from contracts.report.report import Asked, Tried

Json = Any


@dataclass(frozen=True, slots=True)
class Kept:
    """Where coverage comes from and goes to, beside the run itself.

    Args:
        journals: archives of what your own tests asked.
        file: in which coverage adds up over runs; None to begin anew.
    """

    journals: Sequence[Path] = ()
    file: Path | None = None


def readable(kept: Kept) -> Kept:
    """The same, if all its files can be read: better known before a run than after it.

    Raises:
        CheckError: a file is not what it was said to be.
    """
    if kept.file:
        read_coverage(kept.file)
    for file in kept.journals:
        archived(file)
    return kept


def coverage(contract: Contract, seen: Coverage, kept: Kept) -> Json:
    """All that was exercised, by this run, by earlier ones and by your own tests.

    Raises:
        CheckError: a file is not what it was said to be.
    """
    whole = read_coverage(kept.file) if kept.file else Coverage()
    whole.add(seen)
    gauge = Gauge("tests")
    for file in kept.journals:
        for observed in journalled(file, contract):
            gauge.see(observed, whole)
    if kept.file:
        write_coverage(kept.file, whole)
    return whole.told(contract)


def asked(
    contract: Contract, seconds: Mapping[str, Sequence[float]], why_not: Mapping[str, str]
) -> tuple[Asked, ...]:
    """All operations of the contract, and how often each was judged.

    Args:
        seconds: one for each answer, by operation.
        why_not: why nothing can be said of an operation; whole sentences.
    """
    return tuple(
        Asked(
            key,
            f"{promise.file}#{promise.operation.pointer}",
            len(seconds.get(key, ())),
            why_not.get(key, ""),
        )
        for key, promise in contract.promises.items()
    )


def checks() -> Mapping[str, str]:
    """What each check holds answers to, in its own first sentence."""
    return {one.__name__: (one.__doc__ or "").strip().partition("\n")[0] for one in CHECKS}


def waiting(applying: Iterable[Law]) -> dict[str, Tried]:
    """Laws that are to be tried, as they stand when nobody comes to it."""
    reason = "The budget did not suffice for this law."
    return {law.name: Tried(law.name, law.says, "inconclusive", reason) for law in applying}


def laws(tried: Mapping[str, Tried], all_laws: Iterable[Law]) -> tuple[Tried, ...]:
    """All laws, those that do not apply or were not tried too."""
    reason = "This API has not what the law speaks of, or laws were not asked for."
    return tuple(
        tried.get(law.name) or Tried(law.name, law.says, "inapplicable", reason) for law in all_laws
    )
