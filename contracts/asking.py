"""What tests of an API ask: what came of an operation, or of a law."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Protocol

from contracts.contract import Contract, Promise
from contracts.finding import Finding
from contracts.laws.law import Law
from contracts.live.reading import live_of
from contracts.live.wish import Wish
from contracts.report.report import Report, Tried
from contracts.running.live_run import run_live
from contracts.running.pool import Do, doing
from contracts.running.tally import Tally
from contracts.running.task import Task
from contracts.targets.live import Edge
from contracts.targets.played import played_contract
from contracts.targets.target import Wanted, opened, wanted_contract
from mock_server.errors import MockServerError

LISTED_PART = 0.5
"""Of an operation's requests: for examples and limits, which come first; chance gets the rest."""

INAPPLICABLE = "this API has not what the law speaks of"

UNLISTED = "the live file asks nothing of this operation"


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one test.

    Args:
        unsaid: why it says nothing, where nothing was found; "" for what passes.
    """

    findings: tuple[Finding, ...] = ()
    unsaid: str = ""


class Judge(Protocol):
    """Whoever knows the target."""

    @property
    def shown(self) -> str:
        """The target as it may be told."""

    def contract(self) -> Contract: ...

    def operation(self, promise: Promise, siblings: int) -> Came:
        """Of an operation, which is one of so many."""

    def law(self, law: Law) -> Came: ...

    def close(self) -> None: ...


@dataclass
class Asking:
    """Opens a mock or an address when the first test asks for it; one for each process of pytest.

    Args:
        total: requests for all operations.
    """

    wanted: Wanted
    total: int
    stack: ExitStack = field(default_factory=ExitStack)
    do: Do | None = None

    @property
    def shown(self) -> str:
        return self.wanted.shown

    def contract(self) -> Contract:
        return wanted_contract(self.wanted)

    def close(self) -> None:
        self.stack.close()

    def operation(self, promise: Promise, siblings: int) -> Came:
        key, file = promise.key, promise.file
        quota = max(1, self.total // siblings)
        tally = self._seen(Task("listed", key, file, quota=max(1, int(quota * LISTED_PART))))
        if not tally.dead and tally.sent < quota:
            tally.add(self._seen(Task("fuzz", key, file, quota=quota - tally.sent)))
        return Came(tuple(one.finding for one in tally.sightings.values()), unanswered(tally))

    def law(self, law: Law) -> Came:
        """What breaks other rules on the way is told by the operations' own tests."""
        with opened(self.wanted) as api:
            if not law.applies(api):
                return Came(unsaid=INAPPLICABLE)
        tally = self._seen(Task("law", law.name, quota=law.requests))
        found = tuple(one.finding for one in tally.sightings.values())
        tried = tally.laws.get(law.name)
        doubts = "" if tried and tried.outcome == "conformant" else untold(tried)
        return Came(
            tuple(one for one in found if one.check == law.name), unanswered(tally) or doubts
        )

    def _seen(self, task: Task) -> Tally:
        if self.do is None:
            self.do = self.stack.enter_context(doing(self.wanted, 1))
        tally = Tally()
        for part in self.do([task], lambda: False):
            tally.add(part)
        return tally


def unanswered(tally: Tally) -> str:
    """Why what was seen says nothing; "" where it does."""
    if tally.dead:
        return f"nobody answers: {tally.dead}"
    if tally.barred():
        return "every right request was answered with 401 or 403"
    if tally.answered:
        return ""
    reasons = ", ".join(dict.fromkeys(reason for _, reason in tally.silent))
    return f"nothing was answered{': ' if reasons else ''}{reasons}"


def untold(tried: Tried | None) -> str:
    """Why a law says nothing."""
    if tried is not None and tried.outcome == "inapplicable":
        return tried.reason or INAPPLICABLE
    return (tried and tried.reason) or "the law could not be tried"


@dataclass
class AskingLive:
    """Asks a vendor's own API: once for all tests, when the first of them is run.

    Args:
        selected: names of the operations and laws that tests are about; nothing else is asked.
        why_not: why nothing is sent; "" where it is.
        edge: the world, where it is not the real one.
        came: of the run; what was wrong with what was wanted, where it was.
    """

    name: str
    wish: Wish
    seed: int
    selected: Callable[[], frozenset[str]]
    why_not: str = ""
    edge: Edge | None = None
    came: Report | MockServerError | None = None

    @property
    def shown(self) -> str:
        return f"live:{self.name}"

    def contract(self) -> Contract:
        live_of(self.name)
        return played_contract(self.name)

    def close(self) -> None:
        """Nothing stays open."""

    def operation(self, promise: Promise, siblings: int) -> Came:
        if self.why_not:
            return Came(unsaid=self.why_not)
        report = self._report()
        found = tuple(one for one in report.findings if one.operation == promise.key)
        asked = next((one for one in report.operations if one.key == promise.key), None)
        if asked is not None and (asked.exchanges or asked.why_not):
            return Came(found, asked.why_not)
        return Came(found, report.skipped or report.ended or UNLISTED)

    def law(self, law: Law) -> Came:
        if self.why_not:
            return Came(unsaid=self.why_not)
        report = self._report()
        tried = next((one for one in report.laws if one.name == law.name), None)
        if tried is None:
            return Came(unsaid=report.skipped or report.ended or untold(None))
        found = tuple(one for one in report.findings if one.check == law.name)
        return Came(found, "" if tried.outcome == "conformant" else untold(tried))

    def _report(self) -> Report:
        """Of the one run.

        Raises:
            MockServerError: what was asked for makes no sense.
        """
        if self.came is None:
            wish = replace(self.wish, only=self.selected())
            try:
                self.came = run_live(self.name, wish, self.seed, self.edge)
            except MockServerError as error:
                self.came = error
        if isinstance(self.came, MockServerError):
            raise self.came
        return self.came
