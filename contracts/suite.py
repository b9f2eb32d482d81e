"""Tests of pytest: one for each operation of an API, and one for each law."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from contracts.contract import Promise
from contracts.finding import Finding
from contracts.laws import LAWS
from contracts.laws.law import Law
from contracts.running.credentials import all_headers
from contracts.running.pool import Do, doing
from contracts.running.tally import Tally
from contracts.running.task import Task
from contracts.targets.target import Wanted, opened, wanted_contract
from mock_server.errors import MockServerError

LISTED_PART = 0.5
"""Of an operation's requests: for examples and limits, which come first; chance gets the rest."""


class Broken(Exception):
    """The API does not keep its contract; the text says where, and how to see it."""


@dataclass
class Judge:
    """Opens the target when the first test asks for it; one for each process of pytest.

    Args:
        quota: requests for each operation.
    """

    wanted: Wanted
    quota: int
    stack: ExitStack = field(default_factory=ExitStack)
    do: Do | None = None

    def seen(self, *tasks: Task) -> Tally:
        """What was seen while tasks were done."""
        if self.do is None:
            self.do = self.stack.enter_context(doing(self.wanted, 1))
        tally = Tally()
        for _, part in self.do(iter(tasks)):
            tally.add(part)
        return tally

    def applies(self, law: Law) -> bool:
        with opened(self.wanted) as api:
            return law.applies(api)


class Api(pytest.Collector):
    """What all tests of one target are in."""

    judge: Judge

    def collect(self) -> Iterator[pytest.Item]:
        for promise in wanted_contract(self.judge.wanted).promises.values():
            yield OperationTest.from_parent(self, name=promise.key, promise=promise)
        for law in LAWS:
            yield LawTest.from_parent(self, name=f"law {law.name}", law=law)


class JudgedTest(pytest.Item):
    """What both kinds of tests share: how they fail."""

    @property
    def judge(self) -> Judge:
        assert isinstance(self.parent, Api)  # noqa: S101 - for mypy: `Api.collect` makes them
        return self.parent.judge

    def settle(self, tally: Tally, findings: list[Finding]) -> None:
        """Fail with all findings, or skip what says nothing."""
        if findings:
            raise Broken("\n\n".join(map(said, findings)))
        if tally.dead:
            pytest.skip(f"nobody answers: {tally.dead}")
        if not tally.answered:
            reasons = ", ".join(dict.fromkeys(reason for _, reason in tally.silent))
            pytest.skip(f"nothing was answered{': ' if reasons else ''}{reasons}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """A finding is told in words; what is our own fault says how to mend it."""
        if isinstance(excinfo.value, Broken | MockServerError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


class OperationTest(JudgedTest):
    """Cases for one operation, right and wrong, and all checks on their answers."""

    def __init__(self, *, promise: Promise, **said: object) -> None:
        super().__init__(**said)  # type: ignore[arg-type]
        self.promise = promise

    def runtest(self) -> None:
        key, file, quota = self.promise.key, self.promise.file, self.judge.quota
        listed = max(1, int(quota * LISTED_PART))
        tally = self.judge.seen(Task("listed", key, file, quota=listed))
        if not tally.dead and tally.sent < quota:
            tally.add(self.judge.seen(Task("fuzz", key, file, quota=quota - tally.sent)))
        self.settle(tally, [one.finding for one in tally.sightings.values()])


class LawTest(JudgedTest):
    """One law; what breaks other rules on the way is told by the operations' own tests."""

    def __init__(self, *, law: Law, **said: object) -> None:
        super().__init__(**said)  # type: ignore[arg-type]
        self.law = law

    def runtest(self) -> None:
        if not self.judge.applies(self.law):
            pytest.skip("this API has not what the law speaks of")
        tally = self.judge.seen(Task("law", self.law.name, quota=self.law.requests))
        found = [one.finding for one in tally.sightings.values()]
        self.settle(tally, [one for one in found if one.check == self.law.name])
        tried = tally.laws.get(self.law.name)
        if tried is None or tried.outcome != "conformant":
            pytest.skip((tried and tried.reason) or "the law could not be tried")


def judging(session: pytest.Session, target: str) -> list[pytest.Item]:
    """The tests for a target.

    Raises:
        pytest.UsageError: there is no such target, or its documents cannot be read.
    """
    config = session.config
    headers = all_headers(config.getoption("--understudy-header"), None, None, os.environ)
    specs = tuple(Path(file) for file in config.getoption("--understudy-spec"))
    wanted = Wanted(target, specs, config.getoption("--understudy-seed"), headers)
    api: Api = Api.from_parent(session, name=f"understudy {wanted.shown}")
    try:
        count = len(wanted_contract(wanted).promises)
        quota = max(1, config.getoption("--understudy-budget") // max(1, count))
        api.judge = Judge(wanted, quota)
        items = [item for item in api.collect() if isinstance(item, pytest.Item)]
    except MockServerError as error:
        raise pytest.UsageError(str(error)) from None
    config.add_cleanup(api.judge.stack.close)
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
