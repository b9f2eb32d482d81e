"""A live check: fixed requests first, then generated ones, then laws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic

import httpx

from contracts.accepted import sort_out
from contracts.api import Api
from contracts.coverage import Coverage, Gauge
from contracts.errors import BudgetSpent, Denied, RunEnded
from contracts.evidence import Veil, cleaned, fresh_key
from contracts.evidence.variables import variables_of
from contracts.finding import Finding, Verdict
from contracts.laws import LAWS
from contracts.laws.law import Inconclusive, Law
from contracts.laws.trial import outcome as law_outcome
from contracts.live.cases import LiveCases
from contracts.live.client import unproxied
from contracts.live.cost import amounts
from contracts.live.golden import golden, golden_request
from contracts.live.guard import Guard
from contracts.live.identity import check_identity, ended
from contracts.live.live import Amounts, Golden
from contracts.live.outcome import outcome
from contracts.live.wish import Wish
from contracts.live.words import NothingLearned
from contracts.observed import Json, Observed
from contracts.report.places import narrowed
from contracts.report.report import Report, Tried
from contracts.running import scope
from contracts.running.scope import Kept
from contracts.targets.live import Agreed, Edge, LiveApi, agreed, lacking, opened_live

SILENCES = 3
"""Requests in a row without an answer, after which a run is over."""


def run_live(
    name: str, wish: Wish, seed: int, edge: Edge | None = None, kept: Kept | None = None
) -> Report:
    """Judge a vendor's own API.

    Args:
        edge: the world, where it is not the real one.
        kept: files of coverage.

    Raises:
        MockServerError: what is wanted makes no sense, or nothing may be sent at all.
    """
    edge = edge or Edge()
    about = agreed(name, wish, edge)
    if without := lacking(about, edge):
        return skipped(name, without)
    with opened_live(about, edge, seed) as target:
        course = Course(target, seed)
        course.run()
        return course.report(kept or Kept())


def skipped(name: str, without: tuple[str, ...]) -> Report:
    """That nothing was tried for want of credentials."""
    variables = ", ".join(f"${one}" for one in without)
    reason = f"Skipped: there are no credentials, nothing is in {variables}."
    return Report(f"live:{name}", "inconclusive", 0, (), notes=(reason,), skipped=reason)


@dataclass
class Seen:
    """What was seen so far.

    Args:
        findings: by fingerprint.
        unclear: what told nothing, and why; whole sentences.
        learned: the JSON of answers by the names of their requests.
        told: answers with something in them (2xx) that could be judged. Where there are none,
            it was only found that the vendor says no, which is no conformance.
        kept: operations with an answer as it was to be, to somebody with credentials.
        vague: what told nothing, by operation.
    """

    findings: dict[str, Finding] = field(default_factory=dict)
    unclear: list[str] = field(default_factory=list)
    laws: list[Tried] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    learned: dict[str, Json] = field(default_factory=dict)
    told: int = 0
    kept: set[str] = field(default_factory=set)
    vague: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    coverage: Coverage = field(default_factory=Coverage)

    def verdict(self, findings: tuple[Finding, ...]) -> Verdict:
        """What it comes to, with those findings that nobody accepted."""
        if findings:
            return "violation"
        return "conformant" if self.told else "inconclusive"

    @property
    def why_not(self) -> dict[str, str]:
        """Why nothing can be said of operations that were to be asked."""
        return {key: " ".join(said) for key, said in self.vague.items() if key not in self.kept}


class Course:
    """One run on its way."""

    def __init__(self, target: LiveApi, seed: int) -> None:
        self._about, self._guard, self._seed = target.agreed, target.guard, seed
        self._veil = veil(self._about)
        self._seen = Seen()
        self._gauge = Gauge("live")
        self._begun = monotonic()
        self._silence = 0
        self._ended = ""
        self._api = replace(target.api, watch=self._watch)

    def run(self) -> None:
        """As far as budget, patience and the vendor allow."""
        try:
            for one in chosen(self._about):
                self._golden(one)
            for one, request in generated(self._about, self._seed):
                self._asked(one, request)
            for law in LAWS:
                self._law(law)
        except RunEnded as end:
            self._end(f"The run ended early. {end.what}: {end.why}.")
        except KeyboardInterrupt:
            self._seen.told = 0
            self._end("The run ended early: it was interrupted.")

    def _end(self, why: str) -> None:
        self._ended = why
        self._seen.unclear.append(why)

    def _watch(self, observed: Observed) -> None:
        self._seen.seconds[observed.operation].append(observed.seconds)
        self._gauge.see(observed, self._seen.coverage)

    def _golden(self, one: Golden) -> None:
        words = replace(self._about.words, learned=self._seen.learned)
        promise = self._about.contract.promises[one.operation]
        try:
            request = golden_request(self._about.live.host, promise, one, words)
        except NothingLearned as nothing:
            self._unsaid(one, str(nothing))
            return
        observed = self._asked(one, request)
        if observed is not None:
            self._seen.learned[one.name] = observed.json
        check_identity(self._about.live, self._about.wish.account, one, observed)

    def _asked(self, one: Golden, request: httpx.Request) -> Observed | None:
        """Send and judge; None where nothing was sent, or nothing came back."""
        promise = self._about.contract.promises[one.operation]
        try:
            observed = self._api.exchange(promise, request, source=one.source)
        except httpx.TransportError as error:
            self._unsaid(one, f"no answer: {error}")
            self._silence += 1
            if self._silence == SILENCES:
                raise ended(self._about.live, "nobody answers") from None
            return None
        except Denied as error:
            self._unsaid(one, f"not sent: {error.why}")
            return None
        self._silence = 0
        came = outcome(one, observed)
        self._find((finding, observed) for finding in came.findings)
        self._seen.told += came.verdict != "inconclusive" and 200 <= observed.status < 300
        if came.verdict == "inconclusive":
            self._unsaid(one, came.reason)
        elif one.anonymous:
            self._seen.vague[one.operation].append("It was only asked without credentials.")
        else:
            self._seen.kept.add(one.operation)
        return observed

    def _unsaid(self, one: Golden, reason: str) -> None:
        """A request told nothing of its operation."""
        self._seen.vague[one.operation].append(f"{one.name}: {reason}.")
        self._unclear(one.name, reason)

    def _unclear(self, name: str, reason: str) -> None:
        self._seen.unclear.append(f"{name}: {reason}.")

    def _find(self, found: Iterable[tuple[Finding, Observed | None]]) -> None:
        for finding, observed in found:
            self._seen.findings[finding.fingerprint] = cleaned(finding, self._veil, observed)

    def _law(self, law: Law) -> None:
        """Try it, if it is wanted, only reads, and the day's budget suffices."""
        if self._about.wish.only and law.name not in self._about.wish.only:
            return
        tried = self._tried(law)
        self._seen.laws.append(tried)
        if tried.outcome == "inconclusive":
            self._unclear(law.name, tried.reason)

    def _tried(self, law: Law) -> Tried:
        """What came of a law; where it asks for what it may not, nothing."""
        if law.writes or not law.applies(self._api):
            return Tried(law.name, law.says, "inapplicable")
        if not affordable(self._about, law):
            return Tried(law.name, law.says, "inconclusive", "what is left of the day may not do")
        with doubting(self._api, self._guard) as api:
            came = law_outcome(law, api, self._seed)
        self._find(zip(came.findings, came.blamed, strict=True))
        return Tried(law.name, law.says, came.verdict, doubts(law, came.doubts))

    def report(self, kept: Kept) -> Report:
        """What came of it, with all that tells nothing named."""
        about, today = self._about, self._about.words.now.date()
        parted = sort_out(self._seen.findings.values(), about.wish.accepted, today)
        return Report(
            target=f"live:{about.live.name}",
            verdict=self._seen.verdict(parted.findings),
            requests=self._guard.spent.requests,
            findings=tuple(narrowed(parted.findings)),
            accepted=parted.accepted,
            seconds=dict(self._seen.seconds),
            notes=(*self._seen.unclear, *parted.notes, spending(about, self._guard.spent)),
            elapsed_s=monotonic() - self._begun,
            laws=tuple(self._seen.laws),
            seed=self._seed,
            ended=self._ended,
            coverage=scope.coverage(about.contract, self._seen.coverage, kept),
            operations=scope.asked(about.contract, self._seen.seconds, self._seen.why_not),
            checks=scope.checks(),
        )


def doubts(law: Law, told: tuple[str, ...]) -> str:
    """They begin with the law's name, which stands beside them here."""
    return "; ".join(one.removeprefix(f"{law.name}: ").removesuffix(".") for one in told)


class Doubting(httpx.BaseTransport):
    """Makes doubts of a law of what the guard does not let through, so that its rest is tried."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._guard.handle_request(request)
        except (BudgetSpent, Denied) as error:
            raise Inconclusive(f"not all was sent: {error.why}") from None


@contextmanager
def doubting(api: Api, guard: Guard) -> Iterator[Api]:
    """The API for a law."""
    with unproxied(api.client.base_url, Doubting(guard)) as client:
        yield replace(api, client=client)


def generated(about: Agreed, seed: int) -> Iterator[tuple[Golden, httpx.Request]]:
    """As many generated requests as were wanted."""
    cases = LiveCases(about.live, about.contract, about.permissions, about.words)
    for number, (key, request) in enumerate(cases.made(about.wish.cases, seed), start=1):
        yield Golden.generated(f"case {number}, {key}", key), request


def chosen(about: Agreed) -> Iterator[Golden]:
    """The fixed requests for what is wanted; whose the credentials are is always asked."""
    only = about.wish.only
    first = about.live.identity.golden if about.live.identity else ""
    for one in golden(about.live, about.orders):
        if not only or one.operation in only or one.name == first:
            yield one


def affordable(about: Agreed, law: Law) -> bool:
    """Whether a law's worst case fits into what is left of the day."""
    worst = replace(amounts(about.live, law.cost), requests=law.requests)
    return (about.budget.spent() + worst).within(about.budget.most)


def veil(about: Agreed) -> Veil:
    """Whose account it is stands nowhere; in commands it is a variable of the shell."""
    return Veil(fresh_key(), {about.wish.account: "ACCOUNT"}, variables_of(about.live.name))


def spending(about: Agreed, spent: Amounts) -> str:
    """What this run cost, and what the day has cost so far."""
    told = about.budget.told
    return (
        f"{about.live.host} was asked for {told(spent)} at most; "
        f"today {told(about.budget.spent())} of {told(about.budget.most)}."
    )
