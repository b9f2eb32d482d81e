"""The one way out for generated requests: counted, bounded, judged."""

from __future__ import annotations

from collections import Counter
from time import monotonic

import httpx

from contracts.api import Api
from contracts.cases.generation import Enough
from contracts.cases.reading import expected
from contracts.cases.sent import Sent
from contracts.evidence import cleaned
from contracts.judge import judged
from contracts.observed import Observed
from contracts.running.tally import Sighting
from contracts.running.witness import Witness

PATIENCE = 3
"""Requests in a row without an answer, after which an operation, or a host, is left alone."""


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

    def __init__(self, api: Api, witness: Witness) -> None:
        self._api, self._witness = api, witness
        self._silent: Counter[str] = Counter()

    def send(self, sent: Sent) -> Observed | None:
        """What was seen; None where there was no answer, or where the request is for nobody.

        Raises:
            Enough: nothing more may be sent, or nobody is there.
        """
        observed = self._observed(sent)
        if observed is not None:
            self._witness.see(observed, sent)
        return observed

    def shown(self, sent: Sent, known_as: str) -> Sighting | None:
        """The finding of that fingerprint, if a request shows it; nothing else is taken down."""
        observed = self._observed(sent)
        for finding in judged(observed) if observed else ():
            if finding.fingerprint == known_as:
                told = cleaned(finding, self._witness.veil, observed)
                return Sighting(told, known_as, sent, times=0)
        return None

    def _observed(self, sent: Sent) -> Observed | None:
        promise = self._api.contract.promise(sent.method, sent.path)
        if promise is None or promise.key != sent.key:
            return None
        expectation, why = expected(promise, sent)
        request = sent.request(self._api, promise)
        try:
            observed = self._api.exchange(
                promise, request, expectation=expectation, why=why or sent.why, source=sent.phase
            )
        except httpx.TransportError as error:
            self._miss(sent.key, error)
            return None
        self._silent.clear()
        return observed

    def _miss(self, key: str, error: httpx.TransportError) -> None:
        """Give up on what does not answer, and on the target when it is gone."""
        self._witness.tally.silent[key, reason(error)] += 1
        self._silent[key] += 1
        if self._silent[key] < PATIENCE:
            return
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            self._witness.tally.dead = reason(error)
        raise Enough


def reason(error: httpx.TransportError) -> str:
    """Why there was no answer, in words; nothing of the request."""
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    said = str(error).strip() or type(error).__name__
    return f"{said[:1].lower()}{said[1:]}"
