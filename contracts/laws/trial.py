"""One law tried on one API, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

import httpx

from contracts.api import Api
from contracts.finding import Finding, Verdict
from contracts.laws.law import UNREADABLE, Breach, Inconclusive, Law, NoData, Refused, Shown, Told
from contracts.observed import Observed

Question = TypeVar("Question")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a law.

    Args:
        doubts: why it, or a part of it, could not be tried; whole sentences.
        blamed: the exchange that shows each finding, else the last with its operation.
    """

    law: Law
    findings: tuple[Finding, ...]
    doubts: tuple[str, ...]
    blamed: tuple[Observed | None, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """A doubt never reads as a pass."""
        if self.findings:
            return "violation"
        return "inconclusive" if self.doubts else "conformant"


Ends = tuple[type[Exception], ...]


def outcome(law: Law, api: Api, seed: int, ends: Ends = ()) -> Outcome:
    """Try a law; each has a source of chance of its own, so that laws do not move one another.

    Args:
        ends: what is raised where no more requests may leave; what was found until then is kept.
    """
    last: dict[str, Observed] = {}

    def watch(observed: Observed) -> None:
        last[observed.operation] = observed
        api.watch(observed)

    findings: list[Finding] = []
    doubts: list[str] = []
    blamed: list[Observed | None] = []
    for one in _tried(law, replace(api, watch=watch), Random(f"{seed}:{law.name}"), ends):
        told = refusal(law, one) if isinstance(one, Refused) else one
        if isinstance(told, Shown):
            findings.append(told.finding)
            blamed.append(told.observed)
        elif isinstance(told, Finding):
            findings.append(told)
            blamed.append(last.get(told.operation))
        else:
            doubts.append(f"{law.name}: {told}")
    return Outcome(law, tuple(findings), tuple(dict.fromkeys(doubts)), tuple(blamed))


def refusal(law: Law, told: Refused) -> Finding:
    said = "an answer to what another answer leads to"
    breach = Breach(law.name)
    return breach(told.operation, said, str(told.status), pointer="/link", status=told.status)


def _tried(law: Law, api: Api, chance: Random, ends: Ends) -> Iterator[Told]:
    try:
        yield from law.tried(api, chance)
    except Inconclusive as doubt:
        yield doubt
    except httpx.TransportError as error:
        yield Inconclusive(f"there was no answer: {type(error).__name__}")
    except ends as error:
        yield Inconclusive(f"it ended early: {error}")
    except UNREADABLE as error:
        yield unreadable(error)


def unreadable(error: Exception) -> Inconclusive:
    """An answer has not the shape that the law reads. The shape itself is judged by the checks."""
    return Inconclusive(f"an answer cannot be read as the document has it: {type(error).__name__}")


def each(
    questions: Iterable[Question], tried: Callable[[Question], Iterator[Told]]
) -> Iterator[Told]:
    """Try several questions; one that finds nothing to compare is passed over.

    Raises:
        NoData: none of them found anything.
    """
    missing: list[NoData] = []
    compared = False
    for question in questions:
        try:
            yield from tried(question)
            compared = True
        except NoData as doubt:
            missing.append(doubt)
        except Inconclusive as doubt:
            yield doubt
            compared = True
        except UNREADABLE as error:
            yield unreadable(error)
            compared = True
    if not compared:
        raise missing[0] if missing else NoData("there is nothing here to compare")
