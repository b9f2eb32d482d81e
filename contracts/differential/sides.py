"""The two APIs, asked one question after the other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from contracts.api import Api
from contracts.cases.generation import Enough
from contracts.cases.sent import Sent
from contracts.coverage import Gauge
from contracts.differential.comparison import differences
from contracts.evidence import Veil, cleaned
from contracts.finding import Finding
from contracts.laws import outcome
from contracts.laws.law import Law
from contracts.observed import Observed
from contracts.running.sender import TOO_MANY, Sender
from contracts.running.shrinking import smaller
from contracts.running.tally import Sighting, Tally

MOST_SHRINKING = 30
"""Requests to each side for one finding."""

CONFLICT = 409


@dataclass(frozen=True)
class Sides:
    """Both, with what is told of them."""

    one: Sender
    other: Sender
    veil: Veil
    tally: Tally
    gauge: Gauge = field(default_factory=lambda: Gauge("url"))

    def ask(self, sent: Sent) -> None:
        """Ask both, and note what differs.

        Each side knows ids of its own: what is asked of both is the same but for these.
        """
        for finding, observed in self._differences(sent, counted=True):
            known = self.tally.sightings.get(finding.fingerprint)
            told = known.finding if known else cleaned(finding, self.veil, observed)
            self.tally.note(Sighting(told, finding.fingerprint, sent))

    def _differences(self, sent: Sent, *, counted: bool = False) -> list[tuple[Finding, Observed]]:
        one, other = self.one.once(sent), self.other.once(sent)
        if one is None or other is None:
            return []
        if why := apart(one, other):
            self.tally.doubts[f"{sent.key}: not compared where {why}."] = None
            return []
        if counted:
            self.tally.count(other)
            self.gauge.see(other, self.tally.coverage)
        return [(finding, other) for finding in differences(one, other)]

    def shrink(self, key: str) -> None:
        """Find the smallest request for an operation's differences, as long as it may last."""
        for known_as, sighting in list(self.tally.sightings.items()):
            if sighting.sent is None or sighting.sent.key != key:
                continue
            try:
                self.tally.sightings[known_as] = self._shrunk(sighting)
            except Enough:
                return

    def _shrunk(self, sighting: Sighting) -> Sighting:
        best, left, tried = sighting, MOST_SHRINKING, set[Sent]()
        while best.sent is not None and left:
            for sent in smaller(best.sent):
                if left == 0 or sent in tried or sent.size >= best.size:
                    continue
                tried.add(sent)
                left -= 1
                if (shown := self._shown(sent, best)) is not None:
                    best = shown
                    break
            else:
                break
        return best

    def _shown(self, sent: Sent, sighting: Sighting) -> Sighting | None:
        for finding, observed in self._differences(sent):
            if finding.fingerprint == sighting.known_as:
                told = cleaned(finding, self.veil, observed)
                return replace(sighting, finding=told, sent=sent)
        return None


def apart(one: Observed, other: Observed) -> str:
    """Why two answers say nothing of each other; "" where they do.

    A limit counts requests, and a conflict is with the state of a thing (RFC 9110, 15.5.10): a
    report that one side has made by now may still be under way on the other.
    """
    statuses = {one.status, other.status}
    if TOO_MANY in statuses:
        return "one side had had too many requests (429)"
    if CONFLICT in statuses and any(status < 300 for status in statuses):
        return "the state of a thing did not allow it on one side (409)"
    return ""


def law_differs(law: Law, one: Api, other: Api, seed: int) -> Finding | None:
    """What is found where one side holds to a law and the other does not."""
    came = [outcome(law, api, seed) for api in (one, other)]
    verdicts = [each.verdict for each in came]
    if set(verdicts) != {"conformant", "violation"}:
        return None
    broken = next(each.findings[0] for each in came if each.findings)
    return replace(
        broken, check="differential", keyword=law.name, expected=verdicts[0], actual=verdicts[1]
    )
