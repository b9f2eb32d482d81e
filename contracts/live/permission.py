"""Whether a request may leave: default deny, decided before any socket is opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

import httpx

from contracts.contract import Contract, Promise
from contracts.errors import Denied
from contracts.live.live import Allowed, Live, Window
from contracts.observed import ANONYMOUS

PLAIN = re.compile(r"[A-Za-z0-9_.~-]{1,200}")
"""A value in a path: nothing that anybody could read as a separator, a dot segment apart."""


@dataclass(frozen=True, slots=True)
class Order:
    """Something to be created, allowed by name.

    Args:
        key: method and path as the document has them.
        body: the only one that may be sent.
    """

    name: str
    key: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Permit:
    """A request that may be sent.

    Args:
        allowed: the limits that it keeps; None for an order.
        query: its parameters.
        order: the name of what it creates; "" for what only reads.
    """

    key: str
    allowed: Allowed | None
    query: tuple[tuple[str, str], ...]
    order: str = ""


class Permissions:
    """What may be asked of one vendor for one account."""

    def __init__(
        self, live: Live, contract: Contract, account: str, orders: tuple[Order, ...] = ()
    ) -> None:
        self._live, self._contract, self._account = live, contract, account
        self._orders = {one.key: one for one in orders}

    def permit(self, request: httpx.Request) -> Permit:
        """What the request was found to be.

        Raises:
            Denied: nobody allowed it.
        """
        self._right_host(request)
        promise = self._promised(request)
        if promise.operation.method != "GET":
            return self._ordered(promise, request)
        allowed = self._live.allowance(promise.key)
        if allowed is None:
            raise denied(request, f"{promise.key} is not among the operations that may be asked")
        if request.read():
            raise denied(request, "what only reads has no body")
        query = self._query(promise, request)
        given = path_values(promise, request) | once(request, query)
        # Who does not say who they are is charged nothing, and told nothing about anybody.
        if not request.extensions.get(ANONYMOUS):
            self._within(allowed, given, request)
        return Permit(promise.key, allowed, query)

    def _right_host(self, request: httpx.Request) -> None:
        url = request.url
        if url.scheme != "https":
            raise denied(request, "only https is spoken")
        if url.host != self._live.host or url.port is not None:
            raise denied(request, f"the only host is {self._live.host}")
        if url.userinfo or url.fragment:
            raise denied(request, "an address carries neither credentials nor a fragment")
        for header in ("authorization", "proxy-authorization"):
            if header in request.headers:
                raise denied(request, f"it brings a header of its own: {header}")

    def _promised(self, request: httpx.Request) -> Promise:
        path = raw_path(request)
        for base in {one.base for one in self._contract.promises.values()}:
            promise = self._contract.promise(request.method, path.removeprefix(base))
            if promise and promise.base == base and path.startswith(base):
                return promise
        raise denied(request, "the document has no such method and path")

    def _ordered(self, promise: Promise, request: httpx.Request) -> Permit:
        order = self._orders.get(promise.key)
        if order is None:
            raise denied(request, "what creates or deletes is sent only by name: --allow-cost")
        if request.read() != order.body or request.url.query:
            raise denied(request, f"{order.name} is sent as the live file has it, or not at all")
        return Permit(promise.key, None, (), order.name)

    def _query(self, promise: Promise, request: httpx.Request) -> tuple[tuple[str, str], ...]:
        declared = [one for one in promise.operation.parameters if one.location == "query"]
        known = {one.name for one in declared}
        objects = {one.name for one in declared if one.style == "deepObject"}
        query = parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True)
        for name, _ in query:
            if name not in known and name.partition("[")[0] not in objects:
                raise denied(request, "the document has no such parameter")
        return tuple(query)

    def _within(self, allowed: Allowed, given: Mapping[str, str], request: httpx.Request) -> None:
        for name, value in allowed.must.items():
            if given.get(name) != value.replace("{account}", self._account):
                raise denied(request, f"{name} is not the one that was allowed")
        for name, most in allowed.most.items():
            if not (given.get(name, "").isdecimal() and int(given[name]) <= most):
                raise denied(request, f"{name} is not given, or more than {most}")
        for name in sorted(allowed.never & given.keys()):
            raise denied(request, f"{name} is never asked for")
        if allowed.window and not small(allowed.window, given):
            raise denied(
                request,
                f"{allowed.window.since} and {allowed.window.until} are not given, or more than "
                f"{allowed.window.minutes} minutes apart",
            )


def raw_path(request: httpx.Request) -> str:
    """As it goes over the wire: nothing decoded, nothing normalised after this."""
    return request.url.raw_path.partition(b"?")[0].decode("ascii")


def path_values(promise: Promise, request: httpx.Request) -> dict[str, str]:
    """The values of the path's parameters.

    Raises:
        Denied: one is not plain letters, digits and dashes.
    """
    template = (promise.base + promise.operation.path).split("/")
    found = {
        part[1:-1]: value
        for part, value in zip(template, raw_path(request).split("/"), strict=True)
        if part.startswith("{")
    }
    for name, value in found.items():
        if not PLAIN.fullmatch(value) or value in (".", ".."):
            raise denied(request, f"{name} is not plain")
    return found


def once(request: httpx.Request, query: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The query's parameters by name.

    Raises:
        Denied: one is there twice, so that nobody knows which of them counts.
    """
    found = dict(query)
    if len(found) < len(query):
        raise denied(request, "a parameter is there twice")
    return found


def small(window: Window, given: Mapping[str, str]) -> bool:
    """Whether a question is about few minutes, or about records that it names."""
    if given.get(window.unless):
        return True
    try:
        since = datetime.fromisoformat(given[window.since])
        until = datetime.fromisoformat(given[window.until])
        return timedelta(0) <= until - since <= timedelta(minutes=window.minutes)
    except (KeyError, ValueError, TypeError):
        return False


def denied(request: httpx.Request, why: str) -> Denied:
    """That a request was not sent; its query is not told."""
    url = request.url
    return Denied(
        "A request to a vendor's own API was stopped",
        where=f"{request.method} {url.scheme}://{url.host}{url.path}",
        why=why,
        fix="judge the mock with it (mock:NAME), which nobody pays for",
    )
