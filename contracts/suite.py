"""Tests of pytest: one for each operation of an API, and one for each law."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.asking import Asking, AskingLive, Came, Judge
from contracts.contract import Promise
from contracts.finding import Finding
from contracts.laws import LAWS
from contracts.laws.law import Law
from contracts.live.wish import Wish
from contracts.report.places import narrowed
from contracts.running.budget import read_budget
from contracts.running.credentials import all_headers
from contracts.targets.target import Wanted
from mock_server.errors import MockServerError


class Broken(Exception):
    """The API does not keep its contract; the text says where, and how to see it."""


class Api(pytest.Collector):
    """What all tests of one target are in."""

    judge: Judge

    def collect(self) -> Iterator[pytest.Item]:
        promises = self.judge.contract().promises
        for promise in promises.values():
            yield OperationTest.from_parent(
                self, name=promise.key, promise=promise, siblings=len(promises)
            )
        for law in LAWS:
            yield LawTest.from_parent(self, name=f"law {law.name}", law=law)


class JudgedTest(pytest.Item):
    """What both kinds of tests share: how they fail."""

    @property
    def judge(self) -> Judge:
        assert isinstance(self.parent, Api)  # noqa: S101 - for mypy: `Api.collect` makes them
        return self.parent.judge

    def settle(self, came: Came) -> None:
        """Fail with all findings, or skip what says nothing."""
        if came.findings:
            raise Broken("\n\n".join(map(said, narrowed(came.findings))))
        if came.unsaid:
            pytest.skip(came.unsaid)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """A finding is told in words; what is our own fault says how to mend it."""
        if isinstance(excinfo.value, Broken | MockServerError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


class OperationTest(JudgedTest):
    """Cases for one operation, right and wrong, and all checks on their answers."""

    def __init__(self, *, promise: Promise, siblings: int, **said: object) -> None:
        super().__init__(**said)  # type: ignore[arg-type]
        self.promise, self.siblings = promise, siblings

    @property
    def about(self) -> str:
        return self.promise.key

    def runtest(self) -> None:
        self.settle(self.judge.operation(self.promise, self.siblings))


class LawTest(JudgedTest):
    """One law."""

    def __init__(self, *, law: Law, **said: object) -> None:
        super().__init__(**said)  # type: ignore[arg-type]
        self.law = law

    @property
    def about(self) -> str:
        return self.law.name

    def runtest(self) -> None:
        self.settle(self.judge.law(self.law))


def live_judge(name: str, session: pytest.Session) -> AskingLive:
    """As it was asked for; whoever did not say that a vendor is to be asked asks nobody."""
    config = session.config
    account = config.getoption("--understudy-account")
    wish = Wish(live=True, account=account, daily=config.getoption("--understudy-daily"))
    why_not = ""
    if not config.getoption("--understudy-live"):
        why_not = "a vendor's own API is asked only when that is said: add --understudy-live"
    elif not account:
        why_not = "whose account is asked about is not said: add --understudy-account"
    elif hasattr(config, "workerinput"):
        why_not = "every process of pytest-xdist would ask the vendor anew: leave out -n"

    def selected() -> frozenset[str]:
        mine = (one for one in session.items if isinstance(one, OperationTest | LawTest))
        return frozenset(one.about for one in mine)

    return AskingLive(name, wish, config.getoption("--understudy-seed"), selected, why_not)


def judge(target: str, session: pytest.Session) -> Judge:
    """Who judges the target."""
    if target.startswith("live:"):
        return live_judge(target.removeprefix("live:"), session)
    config = session.config
    headers = all_headers(config.getoption("--understudy-header"), None, None, os.environ)
    specs = tuple(Path(file) for file in config.getoption("--understudy-spec"))
    wanted = Wanted(target, specs, config.getoption("--understudy-seed"), headers)
    budget = read_budget(str(config.getoption("--understudy-budget")))
    return Asking(wanted, budget.requests)


def judging(session: pytest.Session, target: str) -> list[pytest.Item]:
    """The tests for a target.

    Raises:
        pytest.UsageError: there is no such target, or its documents cannot be read.
    """
    config = session.config
    try:
        asking = judge(target, session)
        api: Api = Api.from_parent(session, name=f"understudy {asking.shown}")
        api.judge = asking
        items = [item for item in api.collect() if isinstance(item, pytest.Item)]
    except MockServerError as error:
        raise pytest.UsageError(str(error)) from None
    config.add_cleanup(asking.close)
    # What counts collected tests counts those that a collector reports.
    session.ihook.pytest_collectreport(
        report=pytest.CollectReport(api.nodeid, "passed", None, [*items])
    )
    return items


def said(finding: Finding) -> str:
    """A finding for whoever reads a test's failure."""
    where = f"{finding.status or ''} {finding.pointer}".strip()
    lines = [
        f"{finding.check}: {finding.operation} {where}".rstrip(),
        f"  expected:    {finding.expected}",
        f"  actual:      {finding.actual}",
        f"  document:    {finding.place}" if finding.place else "",
        f"  show it:     {finding.curl}" if finding.curl else "",
        f"  fingerprint: {finding.fingerprint}",
    ]
    return "\n".join(line for line in lines if line)
