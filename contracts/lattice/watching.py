"""One look at an API: golden requests, what differs from the baseline, and what is learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from contracts.checks.documented import response_spec
from contracts.contract import Contract
from contracts.lattice.baseline import Baseline
from contracts.lattice.capture import Seen, seen
from contracts.lattice.compare import Difference, compare
from contracts.lattice.document import keying, naming
from contracts.lattice.settling import Observation, settled, suspicious
from contracts.observed import Observed

RECAPTURES = 2
"""How often a golden request is asked again when an answer looks different."""


REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Silence:
    """There was no answer, or the request could not be made."""

    reason: str


@dataclass(frozen=True, slots=True)
class Golden:
    """A request that is always the same, under a name.

    Args:
        ask: sends it once.
        expected: the statuses that it is made for; one of them is never trouble.
        operation: what it asks, as the document names it.
    """

    name: str
    ask: Callable[[], Observed | Silence]
    expected: frozenset[int] = frozenset()
    operation: str = ""


@dataclass
class Look:
    """What one look at an API showed.

    Args:
        observations: what differs, confirmed.
        unconfirmed: what looked different once and then did not.
        inconclusive: the golden requests that could not be judged, and why.
        unarmed: those whose baseline has too few captures to judge by.
        trouble: how often each status of an outage, a key or a limit was seen.
        answers: what was seen, for the baseline.
        requests: how many were sent.
    """

    observations: list[Observation] = field(default_factory=list)
    unconfirmed: list[Difference] = field(default_factory=list)
    inconclusive: dict[str, str] = field(default_factory=dict)
    unarmed: list[str] = field(default_factory=list)
    trouble: Counter[str] = field(default_factory=Counter)
    answers: dict[str, Seen] = field(default_factory=dict)
    requests: int = 0

    @property
    def judged(self) -> int:
        """How many golden requests have a verdict."""
        return len(self.answers) - len(self.unarmed)


def look(golden: Sequence[Golden], baseline: Baseline, contract: Contract) -> Look:
    """Ask every golden request, again where an answer is suspicious, and compare.

    The baseline is not touched: `learn` does that, with what is safe to learn.
    """
    seen_now = Look()
    for one in golden:
        answers = _asked(one, baseline, seen_now)
        if answers is None:
            continue
        seen_now.answers[one.name] = answers
        if baseline.is_armed(one.name):
            _judge(one, baseline, contract, seen_now)
        else:
            seen_now.unarmed.append(one.name)
    return seen_now


def learn(baseline: Baseline, shown: Look, accepted: frozenset[str] = frozenset()) -> None:
    """Add what was seen to the baseline.

    What differs is learned only when it is accepted (by its fingerprint): otherwise a change would
    be forgotten by being looked at. Answers that say nothing of the contract are never learned.
    """
    changed = {one.difference.case for one in shown.observations if one.fingerprint not in accepted}
    for name, answers in shown.answers.items():
        if name not in changed:
            baseline.add(name, answers)


def _judge(one: Golden, baseline: Baseline, contract: Contract, shown: Look) -> None:
    known, answers = baseline.cases[one.name], shown.answers[one.name]
    first = tuple(compare(one.name, known, answers))
    if not suspicious(first):
        return
    for _ in range(RECAPTURES):
        again = _asked(one, baseline, shown)
        if again is None:
            del shown.answers[one.name]
            return
        answers.add(again)
    confirmed = list(settled(compare(one.name, known, answers), contract))
    shown.observations += confirmed
    keys = {observation.difference.key for observation in confirmed}
    shown.unconfirmed += [difference for difference in first if difference.key not in keys]


def _asked(one: Golden, baseline: Baseline, shown: Look) -> Seen | None:
    """One more answer; None where it says nothing of the contract."""
    shown.requests += 1
    observed = one.ask()
    if isinstance(observed, Silence):
        shown.inconclusive[one.name] = observed.reason
        shown.trouble["no answer"] += 1
        return None
    if is_portal(observed):
        shown.inconclusive[one.name] = "a web page answered: a portal, a login or an error"
        shown.trouble["web page"] += 1
        return None
    if observed.status not in one.expected and leads_elsewhere(observed):
        shown.inconclusive[one.name] = "it was sent on to another host: a portal, a login or a move"
        shown.trouble["another host"] += 1
        return None
    name = naming(observed.promise, baseline.salt)
    key = keying(observed.promise, observed.status)
    answers = seen(observed, name, one.expected, key)
    if answers.trouble:
        shown.trouble += answers.trouble
        shown.inconclusive[one.name] = f"the answer was {observed.status}"
        return None
    return answers


def is_portal(observed: Observed) -> bool:
    """Whether a web page answered for an API that does not send any."""
    documented = {
        media.range.partition(";")[0].strip().lower()
        for response in observed.promise.operation.responses
        for media in response.content
    }
    return observed.media_type == "text/html" and not documented & {"text/html", "*/*", "text/*"}


def leads_elsewhere(observed: Observed) -> bool:
    """Whether a redirect that nobody documented goes to another host."""
    if observed.status not in REDIRECTS or response_spec(
        observed.promise.operation, observed.status
    ):
        return False
    target = observed.response.headers.get("location", "")
    return (urlsplit(target).hostname or observed.request.url.host) != observed.request.url.host


def both_ways(
    one: Mapping[str, Seen], other: Mapping[str, Seen], contract: Contract
) -> tuple[list[Observation], list[Observation]]:
    """What the second sends that the first never does, and the reverse.

    Both have to be known well: what a few answers did not show is no difference.
    """
    forth: list[Observation] = []
    back: list[Observation] = []
    for name in one.keys() & other.keys():
        forth += settled(compare(name, one[name], other[name]), contract)
        back += settled(compare(name, other[name], one[name]), contract)
    # That numbers are larger on one side says all of it.
    back = [one for one in back if one.difference.kind != "magnitude"]
    return _additions(forth), _additions(back)


ADDITIONS = frozenset(
    {"status", "media-type", "header-added", "property-added", "type-added", "text-changed",
     "word-added", "magnitude"}
)  # fmt: skip
"""Kinds that say that something is sent; their absence elsewhere is told by the other direction."""


def _additions(observations: list[Observation]) -> list[Observation]:
    return [one for one in observations if one.difference.kind in ADDITIONS]
