"""One run from the target to the report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from random import Random

from contracts.api import Api
from contracts.cases.generation import PHASES, Case, operations, play
from contracts.contract import Promise
from contracts.finding import Finding, Verdict
from contracts.judge import judged
from contracts.laws import LAWS
from contracts.observed import Observed
from contracts.report.report import Report
from contracts.targets.target import Wanted, opened


class Tally:
    """What was seen so far."""

    def __init__(self) -> None:
        self.findings: dict[str, Finding] = {}
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def see(self, observed: Observed) -> None:
        self.seconds[observed.operation].append(observed.seconds)
        for finding in judged(observed):
            self.find(finding)

    def find(self, finding: Finding) -> None:
        self.findings.setdefault(finding.fingerprint, finding)

    @property
    def requests(self) -> int:
        return sum(len(taken) for taken in self.seconds.values())


def run(wanted: Wanted, most: int) -> Report:
    """Judge a target.

    Args:
        most: cases made by chance for each operation.
    """
    tally = Tally()
    with opened(wanted) as bare:
        api = replace(bare, watch=tally.see)
        for document in api.contract.documents:
            made = operations(document.path, wanted.seed)
            for key in made.keys() & api.contract.promises.keys():
                try_cases(api, api.contract.promises[key], made[key], most)
        try_laws(api, tally, wanted.seed)
    return report_of(wanted, tally)


def try_cases(api: Api, promise: Promise, operation: object, most: int) -> None:
    base = str(api.client.base_url).rstrip("/") + api.url(promise, "")

    def see(case: Case) -> None:
        request = case.request(base, api.client.headers)
        api.exchange(promise, request, expectation=case.expectation, source=case.phase)

    for phase in PHASES:
        play(operation, phase, most, see)


def try_laws(api: Api, tally: Tally, seed: int) -> None:
    for law in LAWS:
        if law.applies(api):
            for finding in law.tried(api, Random(seed)):
                tally.find(finding)


def report_of(wanted: Wanted, tally: Tally) -> Report:
    """An empty run never passes."""
    verdict: Verdict = "conformant" if tally.requests else "inconclusive"
    if tally.findings:
        verdict = "violation"
    findings = tuple(tally.findings.values())
    return Report(wanted.target, verdict, tally.requests, findings, seconds=tally.seconds)
