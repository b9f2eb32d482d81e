"""The compiled middleware: what stands in Connexion's stack for routing, validating, answering."""

from __future__ import annotations

import logging
import time
from asyncio import to_thread
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import unquote

from connexion.middleware.abstract import SpecMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.answer import Arrival, Delivery, answer
from mock_server.conventions.problem import problem
from mock_server.exchange import Refusal, Response
from mock_server.faults.fault import OF_CONNECTIONS
from mock_server.session import Session
from mock_server.web import wire
from mock_server.web.asked import Asked, Whole, asked_by
from mock_server.web.bodies import Disconnected, read_body
from mock_server.web.breakage import Line, perform
from mock_server.web.entering import session_of
from mock_server.web.plans import Behaviour, ServedSpecification, compile_plan
from mock_server.web.protocol import ARRIVED_S
from mock_server.web.site import Found, Route, Site
from mock_server.web.sleep import sleep_until

logger = logging.getLogger("understudy")

FAULT = b"mock-fault"
"""The header that names the rules and scenarios that befell an answer."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may at most be; our own bounds, on the safe side of what clients send."""

    body_bytes: int = 10 * 1024 * 1024
    query_bytes: int = 64 * 1024
    headers: int = 100

    def too_large(self) -> Refusal:
        detail = f"The body is longer than {self.body_bytes} bytes, the most that is read here."
        return Refusal("too_large", 413, detail)


class Reached(NamedTuple):
    """A request that found its operation, and the session that it is in."""

    route: Route
    arrival: Arrival
    session: Session


class Engine(SpecMiddleware):  # type: ignore[misc]
    """Answers every request for the APIs of a site; passes everything else on."""

    def __init__(self, app: ASGIApp, behaviour: Behaviour, limits: Limits, tells: bool) -> None:
        self.app = app
        self.site = Site(partial(compile_plan, behaviour))
        self.sessions = behaviour.sessions
        self.limits = limits
        self.manner = wire.Manner(b"%d" % behaviour.seed, tells, behaviour.backings.fingerprint)
        self._told: set[bytes] = set()

    def add_api(self, specification: ServedSpecification, **kwargs: Any) -> None:
        """Route the operations of a document; Connexion calls this for each of its APIs."""
        self.site.add(specification)

    def at_once(self, asked: Asked) -> Whole | None:
        """See `asked.AtOnce`: only what is to come late, or is not read yet, takes time."""
        reached = self.reach(asked)
        if isinstance(reached, Response):
            return wire.whole(reached, None, self.manner, asked)
        route, arrival, session = reached
        plan = route.plan
        if plan.latency is not None or plan.long or session.rules:
            return None
        if len(asked.body) > self.limits.body_bytes:
            return None
        if plan.body is not None:
            arrival.body = asked.body
        response = answer(arrival, plan, session).response
        if response.note:
            self.tell_once(route, response.note)
        return wire.whole(response, route, self.manner, asked)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began_s = scope.get(ARRIVED_S) or time.monotonic()
        asked = asked_by(scope)
        reached = self.reach(asked)
        if isinstance(reached, Response):
            delivery, route = Delivery(reached), None
        else:
            route = reached.route
            try:
                delivery = await self.answered(reached, receive)
            except Disconnected:
                return
            if delivery.response.note and not delivery.settled.by:
                self.tell_once(route, delivery.response.note)
        if delivery.latency_s:
            await sleep_until(began_s + delivery.latency_s)
        response, fault = told(delivery, self.manner), delivery.settled.fault
        if fault is not None and fault.kind in OF_CONNECTIONS:
            head = partial(wire.start, response, route, self.manner, asked)
            await perform(fault, response, head, Line(scope, receive, send))
        else:
            await wire.deliver(response, route, self.manner, asked, send)

    def reach(self, asked: Asked) -> Reached | Response:
        """The operation that a request is for, or what it is told when there is none."""
        session = session_of(asked, self.sessions)
        if isinstance(session, Response):
            return session
        query, headers = asked.query, asked.headers
        if len(query) > self.limits.query_bytes or len(headers) > self.limits.headers:
            return refused(self.found(asked), self.excess(query))
        host = asked.named.get(b"host", b"127.0.0.1")
        reached = self.site.reach(asked.method, asked.path, host)
        if reached is None:
            return self.unreached(asked)
        route, values, prefix = reached
        origin = (asked.scheme, host, asked.root + prefix)
        target = asked.path[len(prefix) :]
        arrival = Arrival(values, query, headers, asked.named, b"", origin, target)
        return Reached(route, arrival, session)

    def found(self, asked: Asked) -> Found | None:
        return self.site.find(asked.path, asked.named.get(b"host", b""))

    def unreached(self, asked: Asked) -> Response:
        """What is told where no operation is."""
        found = self.found(asked)
        if found is None or found.match is None:
            return refused(found, self.not_found(found, asked))
        return wire.without_operation(found, asked)

    async def answered(self, reached: Reached, receive: Receive) -> Delivery:
        """The answer of an operation; a body, if it takes one, is read first."""
        plan, arrival = reached.route.plan, reached.arrival
        if plan.body is not None:
            body = await read_body(receive, arrival.named, self.limits.body_bytes)
            if body is None:
                return Delivery(plan.errors(self.limits.too_large(), plan.operation))
            arrival.body = body
        if plan.long:
            return await to_thread(answer, arrival, plan, reached.session)
        return answer(arrival, plan, reached.session)

    def tell_once(self, route: Route, note: str) -> None:
        """Log what an operation's answers cannot keep to, the first time that it shows."""
        if route.label not in self._told:
            self._told.add(route.label)
            logger.warning("%s: %s", route.entry, note)

    def excess(self, query: bytes) -> Refusal:
        """What is larger than anybody needs; servers differ in what they let through."""
        if len(query) > self.limits.query_bytes:
            detail = f"The query string is longer than {self.limits.query_bytes} bytes."
            return Refusal("uri_too_long", 414, detail)
        return Refusal(
            "too_many_headers", 431, f"There are more than {self.limits.headers} headers."
        )

    def not_found(self, found: Found | None, asked: Asked) -> Refusal:
        """Nothing answers at this path; says what there is instead."""
        path = unquote(asked.path)[:200]
        if found is None:
            known = ", ".join(f"/{name}" for name in sorted(self.site.names))
            detail = f"No API is served at {path!r}; there are {known}."
        else:
            detail = f"{found.api.vendor.title} has no operation at {path!r}."
        return Refusal("not_found", 404, detail)


def told(delivery: Delivery, manner: wire.Manner) -> Response:
    """The answer, saying which rules befell it, where answers say how they came to be."""
    by, response = delivery.settled.by, delivery.response
    if not by or not manner.tells:
        return response
    return replace(response, headers=(*response.headers, (FAULT, wire.line(", ".join(by)))))


def refused(found: Found | None, refusal: Refusal) -> Response:
    """A refusal before any operation was reached, in the shape of the API that was meant."""
    return problem(refusal) if found is None else found.api.vendor.errors(refusal, None)
