"""The one way out: an httpx transport that lets through what was allowed, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from threading import Lock

import h11
import httpx

from contracts.live.budget import Budget
from contracts.live.clock import Clock
from contracts.live.cost import true_cost, worst_cost
from contracts.live.credentials import Credentials
from contracts.live.live import Amounts, Live
from contracts.live.pace import Paces
from contracts.live.patience import UNTOLD_S, Patience, asked_wait_s
from contracts.live.permission import Permissions, Permit
from contracts.live.wire import Answer, Wire
from contracts.observed import ANONYMOUS
from mock_server import __version__

CREDENTIALS = "credentials"
"""A request's extension, set here: the credentials' header in words of a shell."""

ECHOED = "echoed"
"""A response's extension: whether credentials stood in it; they are stars by then."""

USER_AGENT = f"understudy/{__version__}"

TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Allowance:
    """Who asks, and what may be spent on it.

    Args:
        orders: what each thing that is created by name may cost.
    """

    permissions: Permissions
    credentials: Credentials
    budget: Budget
    orders: Mapping[str, Decimal] = field(default_factory=dict)


class Guard(httpx.BaseTransport):
    """Permission, pace, budget, wire, true count; one request at a time.

    Only a 429 is sent again, after all of the time that the vendor asks for.
    """

    def __init__(
        self,
        live: Live,
        allowance: Allowance,
        *,
        wire: Wire,
        clock: Clock,
        chance: Random,
    ) -> None:
        self._live, self._allowance, self._wire, self._clock = live, allowance, wire, clock
        self._paces = Paces(live, chance)
        self._patience = Patience(live.bounds.patience_s, live.host)
        self._not_before = 0.0
        self._turn = Lock()
        self.spent = Amounts()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request that is allowed, when its time has come.

        Raises:
            Denied: it is not allowed; no socket was opened.
            RunEnded: this and all further ones would exceed budget or patience.
            httpx.TransportError: no whole answer came.
        """
        with self._turn:
            permit = self._allowance.permissions.permit(request)
            for attempt in range(self._live.bounds.retries + 1):
                answer = self._sent(request, permit)
                self._heed(answer, attempt)
                if answer.status != TOO_MANY:
                    return self._told(request, answer)
            raise self._patience.ended(
                f"{self._live.bounds.retries + 1} times in a row it said: too many requests"
            )

    def _sent(self, request: httpx.Request, permit: Permit) -> Answer:
        """One attempt, at its time, counted before and after."""
        self._wait(permit.key)
        worst = worst_cost(self._live, permit, self._allowance.orders)
        reserved = self._allowance.budget.reserve(worst)
        self.spent += worst
        answer = self._wire.exchange(self._live.host, self._events(request), self._live.bounds)
        true = true_cost(self._live, permit, worst, answer)
        self._allowance.budget.settle(reserved, worst, true)
        self.spent += true - worst
        return answer

    def _wait(self, key: str) -> None:
        """Until paces and the vendor's own wishes allow the next request."""
        now = self._clock.seconds()
        asked_s = max(self._not_before - now, 0.0)
        self._patience.spend(asked_s)
        wait_s = max(asked_s, self._paces.wait_s(key, now))
        if wait_s > 0:
            self._clock.sleep(wait_s)
        self._paces.take(key, self._clock.seconds())

    def _heed(self, answer: Answer, attempt: int) -> None:
        """Remember until when the vendor wants to be left alone, whatever it answered."""
        too_many = answer.status == TOO_MANY
        # The vendor's own header tells something in every answer, but asks only in a refusal.
        reset_header = self._live.reset_header if too_many else ""
        wait_s = asked_wait_s(httpx.Headers(answer.headers), self._clock.now(), reset_header)
        if wait_s is None:
            wait_s = UNTOLD_S * 2**attempt if too_many else 0.0
        self._not_before = max(self._not_before, self._clock.seconds() + wait_s)

    def _events(self, request: httpx.Request) -> tuple[h11.Event, ...]:
        """What goes over the wire: the request's line and body, and headers that are ours."""
        body = request.read()
        headers = [
            ("Host", self._live.host),
            ("User-Agent", USER_AGENT),
            ("Accept", request.headers.get("accept", "*/*")),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
        ]
        if body:
            headers += [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        if not request.extensions.get(ANONYMOUS):
            headers.append(("Authorization", self._allowance.credentials.header))
        head = h11.Request(method=request.method, target=request.url.raw_path, headers=headers)
        return (head, *([h11.Data(data=body)] if body else []), h11.EndOfMessage())

    def _told(self, request: httpx.Request, answer: Answer) -> httpx.Response:
        """The answer without what was ours in it.

        Raises:
            httpx.TransportError: it is compressed, which nobody asked for: it could be any size.
        """
        if not request.extensions.get(ANONYMOUS):
            words = {CREDENTIALS: self._allowance.credentials.words}
            request.extensions = {**request.extensions, **words}
        hidden = self._allowance.credentials.hidden
        body, echoed = hidden(answer.body)
        headers = []
        for name, value in answer.headers:
            shown, found = hidden(value)
            headers.append((name, shown))
            echoed = echoed or found
        if httpx.Headers(headers).get("content-encoding", "identity") != "identity":
            raise httpx.RemoteProtocolError("the answer is compressed, which was not asked for")
        return httpx.Response(
            answer.status, headers=headers, content=body, extensions={ECHOED: echoed}
        )
