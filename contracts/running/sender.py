"""The one way out for generated requests: counted, bounded, judged."""

from __future__ import annotations

from collections import Counter
from functools import partial
from random import Random
from time import monotonic, sleep

import httpx

from contracts.api import Api
from contracts.cases.basis import leaner, upon
from contracts.cases.generation import Enough
from contracts.cases.grounding import Ground
from contracts.cases.learned import Learned
from contracts.cases.reading import expected
from contracts.cases.sent import Sent
from contracts.evidence import cleaned
from contracts.finding import Finding
from contracts.judge import judged
from contracts.laws.asking import pause_s
from contracts.observed import Observed
from contracts.running.hanging_up import HANGING_UP, NOTHING, hung_up, insisted
from contracts.running.tally import Sighting
from contracts.running.witness import Witness

PATIENCE = 3
"""Requests in a row without an answer, after which an operation, or a host, is left alone."""


RETRIES = 2
"""With less, of a right request that is refused."""

REFUSED = (400, 422)
TOO_MANY = 429

PAUSE_S = 60.0
"""What a limit wants; only where time can be let go by. Most limits are by the minute: ASSUMED."""

LONGEST_PAUSE_S = 5.0
"""Waited at an address for one request. Longer limits are not waited for: our own bound."""

BASED = 0.8
"""Of the cases about one parameter, built upon a request that was answered."""


class GivenUp(Enough):
    """Whoever is asked does not answer."""


class Meter:
    """Counts requests where they leave, and lets none leave that were not allowed."""

    def __init__(self, quota: int, deadline: float) -> None:
        self._quota, self._deadline = quota, deadline
        self.count = 0

    def __call__(self, request: httpx.Request) -> None:
        """Called by the client before it sends.

        Raises:
            Enough: this one would be too many, or too late.
        """
        if self.count >= self._quota or monotonic() > self._deadline:
            raise Enough
        self.count += 1


class Sender:
    """Sends cases to an API, and says in a tally what came of them."""

    def __init__(self, api: Api, witness: Witness, seed: int) -> None:
        self._api, self._witness, self._seed = api, witness, seed
        self._learned = Learned(api.contract)
        self._ground = Ground(self._learned, api.now, api.account)
        self._bases: dict[str, Sent] = {}
        self._number = 0
        self._silent: Counter[str] = Counter()
        self._patience = PATIENCE
        self._lost: list[tuple[Finding, Observed, Sent]] = []  # hung up, and no answer since

    def send(self, sent: Sent) -> Observed | None:
        """What was seen; None where there was no answer, or where the request is for nobody.

        A right request that is refused is asked again with less.

        Raises:
            Enough: nothing more may be sent, or nobody is there.
        """
        sent = self._grounded(sent)
        observed = self._seen(sent)
        for _ in range(RETRIES if sent.expectation == "accepted" else 0):
            if observed is None or observed.status not in REFUSED:
                break
            less = leaner(observed.promise, sent, observed)
            if less is None:
                break
            sent, observed = less, self._seen(less)
        return observed

    def once(self, sent: Sent) -> Observed | None:
        """Ask with ids that are known here, and nothing else of the case changed or judged.

        Raises:
            Enough: nothing more may be sent, or nobody is there.
        """
        chance = Random(f"{self._seed}:{sent.key}:{sent.url}:{sent.content!r}")
        promise = self._api.contract.promises.get(sent.key)
        if promise is None:
            return None
        grounded = self._ground.grounded(promise, sent, chance)
        observed = self._observed(grounded)
        if observed is not None and observed.status == TOO_MANY:
            self.later(pause_s(observed))
            self._waits(observed)
            observed = self._observed(grounded)
        if observed is not None:
            self._learned.learn(observed)
        return observed

    def _seen(self, sent: Sent) -> Observed | None:
        observed = self._noted(sent)
        if observed is None or observed.status != TOO_MANY:
            return observed
        self.later(PAUSE_S)
        if not self._waits(observed):
            return observed
        again = self._noted(sent)
        self._patience -= again is None or again.status == TOO_MANY
        return again

    def _waits(self, observed: Observed) -> bool:
        """Wait for a limit to open again; whether there is a point in asking once more."""
        seconds = pause_s(observed)
        if self._api.kind != "url" or seconds > LONGEST_PAUSE_S or not self._patience:
            return False
        sleep(seconds)
        return True

    def _noted(self, sent: Sent) -> Observed | None:
        observed = self._observed(sent)
        if observed is None:
            return None
        self._witness.see(observed, sent)
        self._learned.learn(observed)
        if 200 <= observed.status < 300 and sent.expectation == "accepted":
            known = self._bases.setdefault(sent.key, sent)
            self._bases[sent.key] = min(known, sent, key=lambda one: one.size)
        return observed

    def later(self, seconds: float) -> None:
        """Let time go by, where that costs none."""
        self._api.later(seconds)

    def _grounded(self, sent: Sent) -> Sent:
        """The case where there is something; the same one for the same seed."""
        self._number += 1
        chance = Random(f"{self._seed}:{sent.key}:{sent.phase}:{self._number}")
        promise = self._api.contract.promises.get(sent.key)
        base = self._bases.get(sent.key)
        if base is not None and chance.random() < BASED:
            sent = upon(base, sent)
        return self._ground.grounded(promise, sent, chance) if promise else sent

    def shown(self, sent: Sent, known_as: str) -> Sighting | None:
        """The finding of that fingerprint, if a request shows it; nothing else is taken down."""
        self._lost.clear()
        observed = self._observed(sent)
        found = [(one, observed) for one in judged(observed)] if observed else []
        for finding, seen in [*found, *(lost[:2] for lost in self._lost)]:
            if finding.fingerprint == known_as:
                self._silent.clear()  # it is what was looked for
                return Sighting(cleaned(finding, self._witness.veil, seen), known_as, sent, times=0)
        return None

    def _observed(self, sent: Sent) -> Observed | None:
        promise = self._api.contract.promise(sent.method, sent.path)
        if promise is None or promise.key != sent.key:
            return None
        expectation, why = expected(promise, sent)
        try:
            request = sent.request(self._api, promise)
        except (httpx.InvalidURL, ValueError):
            return None  # no client could send this
        source = "learned" if sent.learned else sent.phase
        ask = partial(
            self._api.exchange,
            *(promise, request),
            expectation=expectation,
            why=why or sent.why,
            source=source,
        )
        try:
            observed = insisted(ask)
        except httpx.TransportError as error:
            if isinstance(error, HANGING_UP):
                nothing = Observed(promise, request, NOTHING, 0.0, source=source)
                self._lost.append((hung_up(nothing, reason(error)), nothing, sent))
            self._miss(sent.key, error)
            return None
        self._lives()
        return observed

    def _lives(self) -> None:
        """It answers: where it hung up before, that was for the request's sake."""
        self._silent.clear()
        for lost in self._lost:
            self._witness.find(*lost)
        self._lost.clear()

    def _miss(self, key: str, error: httpx.TransportError) -> None:
        """Give up on what does not answer, and on the target when it is gone."""
        self._witness.tally.silent[key, reason(error)] += 1
        self._silent[key] += 1
        if self._silent[key] < PATIENCE:
            return
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            self._witness.tally.dead = reason(error)
        elif self._silent[key] == PATIENCE and self._answers(key):
            return
        raise GivenUp

    def _answers(self, key: str) -> bool:
        """Whether an operation still answers what it answered before."""
        base = self._bases.get(key)
        return base is not None and self._observed(base) is not None


def reason(error: httpx.TransportError) -> str:
    """Why there was no answer, in words; nothing of the request."""
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    said = str(error).strip() or type(error).__name__
    return f"{said[:1].lower()}{said[1:]}"
