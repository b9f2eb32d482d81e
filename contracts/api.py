"""An API to be asked: what laws and runs send their requests through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from urllib.parse import quote

import httpx

from contracts.contract import Contract, Promise
from contracts.observed import Expectation, Observed

Kind = str
"""Of a target: "mock", "url" or "live"."""


@dataclass(frozen=True)
class Api:
    """A contract and a client that reaches who is to keep it.

    Args:
        client: carries base URL, credentials and whatever guards what is sent.
        base: of every path: "" where the client's base URL has the server's path already.
        watch: is shown every exchange.
        account: whose records are asked for, where requests have to name one.
        now: a moment about which there may be data: the clock's of a mock, else this day's start.
        later: lets seconds go by where that can be done without waiting; elsewhere does nothing.
        anew: makes a client for the API as it was before anybody asked it anything; None where
            that cannot be had.
    """

    contract: Contract
    client: httpx.Client
    kind: Kind = "mock"
    based: bool = True
    watch: Callable[[Observed], None] = field(default=lambda observed: None)
    account: str = ""
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    later: Callable[[float], None] = field(default=lambda seconds: None)
    anew: Callable[[str], Api] | None = None

    def apart(self, name: str) -> Api:
        """The API with nothing remembered, if that can be had; memories are told by name."""
        return self if self.anew is None else replace(self.anew(name), watch=self.watch)

    def has(self, *keys: str) -> bool:
        """Whether the contract has all these operations ("GET /balance")."""
        return all(key in self.contract.promises for key in keys)

    def url(self, promise: Promise, path: str) -> str:
        return (promise.base if self.based else "") + path

    def ask(self, key: str, path: Mapping[str, str] | None = None, **sent: Any) -> Observed:
        """Ask an operation by its key, its path's parameters filled in.

        Args:
            path: values by name.
            sent: what `httpx.Client.build_request` takes: params, json, headers.

        Raises:
            httpx.TransportError: there was no answer.
            GuardError: the request must not be sent, or may cost more than is allowed.
        """
        promise = self.contract.promises[key]
        place = promise.operation.path
        for name, value in (path or {}).items():
            place = place.replace("{" + name + "}", quote(value, safe=""))
        request = self.client.build_request(
            promise.operation.method, self.url(promise, place), **sent
        )
        return self.exchange(promise, request, source="law")

    def exchange(
        self,
        promise: Promise,
        request: httpx.Request,
        *,
        expectation: Expectation = "either",
        why: str = "",
        source: str = "",
    ) -> Observed:
        """Send a request that was built elsewhere, and say what was seen."""
        begun = perf_counter()
        response = self.client.send(request)
        seconds = perf_counter() - begun
        observed = Observed(promise, request, response, seconds, expectation, why, source)
        self.watch(observed)
        return observed
