"""The compiled middleware: what stands in Connexion's stack for routing, validating, answering."""

from __future__ import annotations

import logging
import time
from asyncio import to_thread
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from connexion.middleware.abstract import SpecMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.answer import Arrival, Delivery, Plan, answer, answered
from mock_server.conventions.problem import problem
from mock_server.exchange import Refusal, Response
from mock_server.faults.fault import OF_CONNECTIONS
from mock_server.faults.rules import CALM
from mock_server.session import Session
from mock_server.web import wire
from mock_server.web.asked import Asked, Parts, Whole, asked_by
from mock_server.web.bodies import Disconnected, read_body
from mock_server.web.breakage import Line, perform
from mock_server.web.control import CONTROL, PREFIX
from mock_server.web.entering import session_of
from mock_server.web.exchanges import Streamed
from mock_server.web.gate import PROBES
from mock_server.web.journal import Ended, Left
from mock_server.web.plans import Behaviour, ServedSpecification, compile_plan
from mock_server.web.repeats import Key, Repeats, Sent, parts_of
from mock_server.web.scope import ARRIVED_S
from mock_server.web.site import Route, Site
from mock_server.web.sleep import sleep_until
from mock_server.web.strays import refused, unreached

logger = logging.getLogger("understudy")

FAULT = b"mock-fault"
"""The header that names the rules and scenarios that befell an answer."""

UNADORNED = wire.Manner(b"", tells=False)
"""How the control API answers."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may at most be; our own bounds, on the safe side of what clients send."""

    body_bytes: int = 10 * 1024 * 1024
    query_bytes: int = 64 * 1024
    headers: int = 100

    def too_large(self) -> Refusal:
        detail = f"The body is longer than {self.body_bytes} bytes, the most that is read here."
        return Refusal("too_large", 413, detail)


Reached: TypeAlias = tuple[Route, Arrival, Session]
"""A request that found its operation, and the session that it is in. Plain, as one is made for
every request."""


Passed: TypeAlias = tuple[Route | None, float]
"""The operation that a request reached, if any, and when the request began."""

Settled: TypeAlias = tuple[Response, Route | None]
"""An answer, and the operation that gives it, if any does."""

Ask: TypeAlias = Callable[[Arrival, Plan, Session], Delivery]


class Engine(SpecMiddleware):  # type: ignore[misc]
    """Answers every request for the APIs of a site; passes everything else on."""

    def __init__(self, app: ASGIApp, behaviour: Behaviour, limits: Limits, tells: bool) -> None:
        self.app = app
        self.site = Site(partial(compile_plan, behaviour))
        self.control = Site(partial(compile_plan, behaviour))
        self.gate = behaviour.gate
        self.sessions = behaviour.sessions
        self.journals = behaviour.journals
        self.limits = limits
        self.manner = wire.Manner(b"%d" % behaviour.seed, tells, behaviour.backings.fingerprint)
        self.wholes: Repeats[Whole] = Repeats(wire.whole)
        self.parts: Repeats[Parts] = Repeats(wire.parts)
        self._told: set[bytes] = set()

    def add_api(self, specification: ServedSpecification, **kwargs: Any) -> None:
        """Route the operations of a document; Connexion calls this for each of its APIs."""
        is_control = specification.vendor.name == CONTROL
        (self.control if is_control else self.site).add(specification)

    def at_once(self, asked: Asked) -> Whole | None:
        """See `asked.AtOnce`: only what is to come late, or is not read yet, takes time."""
        began_s = time.monotonic()
        if (repeat := self.repeat(self.wholes, asked.raw, began_s)) is not None:
            return repeat
        if asked.path.startswith(PREFIX):
            return None
        session = session_of(asked, self.sessions)
        if isinstance(session, Response):
            return wire.whole(session, None, self.manner, asked)
        if asked.path.startswith(PREFIX):  # in a session that the path names
            return None
        return self.given(asked, session, (self.wholes, asked.raw), began_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began_s, key = scope.get(ARRIVED_S) or time.monotonic(), parts_of(scope)
        if (given := self.repeat(self.parts, key, began_s)) is not None:
            await wire.send_parts(given, send)
            return
        asked = asked_by(scope)
        # A probe learns of a store that does not answer; nobody asks the store for it.
        is_probe = asked.path in PROBES
        session = self.sessions.default if is_probe else session_of(asked, self.sessions)
        if isinstance(session, Response):
            await wire.deliver(session, None, self.manner, asked, send)
            return
        with suppress(Disconnected):
            if asked.path.startswith(PREFIX):
                told = await self.controlled(asked, session, receive)
                await wire.deliver(told, None, UNADORNED, asked, send)
            elif given := self.given(asked, session, (self.parts, key), began_s):
                await wire.send_parts(given, send)
            else:
                await self.play(asked, session, Line(scope, receive, send), began_s)

    def repeat(self, repeats: Repeats[Sent], key: Key, began_s: float) -> Sent | None:
        """What was answered to the same request, while nothing is set; the journal has it then."""
        session = self.sessions.default
        if not session.is_calm or (repeat := repeats.find(key)) is None:
            return None
        left, route, heard, weight = repeat
        ended = ended_at(session, route.api_name, route, left, began_s)
        self.journals.add_again(session.name, heard, weight, ended)
        return left

    def given(
        self, asked: Asked, session: Session, by: tuple[Repeats[Sent], Key], began_s: float
    ) -> Sent | None:
        """The answer to a request that takes no time; the journal has it then.

        Where there is more to it: None, and nothing is done.
        """
        repeats, key = by
        settled = self.settled(asked, session)
        if settled is None:
            return None
        response, found = settled
        left = repeats.dress(response, found, self.manner, asked)
        if found is not None and session.is_calm and session is self.sessions.default:
            repeats.keep(key, left, found, asked)
        if self.journals.most:
            vendor = found.api_name if found else self.meant(asked)
            ended = ended_at(session, vendor, found, left, began_s)
            self.journals.add(session.name, asked, ended)
        return left

    def settled(self, asked: Asked, session: Session) -> Settled | None:
        """The answer to a request that takes no time and that nothing befalls."""
        reached = self.reach(asked, session, self.site)
        if isinstance(reached, Response):
            return reached, None
        route, arrival, _ = reached
        plan = route.plan
        if plan.latency is not None or plan.long or (not session.is_calm and session.rules):
            return None
        if plan.body is not None:
            if not asked.is_whole or len(asked.body) > self.limits.body_bytes:
                return None
            arrival.body = asked.body
        response = answered(arrival, plan, session).response
        if response.note:
            self.tell_once(route, response.note)
        return response, route

    async def play(self, asked: Asked, session: Session, line: Line, began_s: float) -> None:
        """Answer for an API, when the answer is due and as far as it is to arrive."""
        reached = self.reach(asked, session, self.site)
        if isinstance(reached, Response):
            delivery, route = Delivery(reached), None
        else:
            route, arrival, _ = reached
            delivery = await self.answered(reached, line.receive, answer)
            asked.body = arrival.body
            if delivery.response.note and not delivery.settled.by:
                self.tell_once(route, delivery.response.note)
        delivery.response = told(delivery, self.manner)
        whole = self.kept(asked, session, delivery, (route, began_s))
        if delivery.latency_s:
            await sleep_until(began_s + delivery.latency_s)
        response, fault = delivery.response, delivery.settled.fault
        if fault is not None and fault.kind in OF_CONNECTIONS:
            head = partial(wire.start, response, route, self.manner, asked)
            await perform(fault, response, head, line)
        elif response.stream is not None:
            await wire.deliver_stream(response, whole[0], asked, line.send)
        else:
            await wire.send_parts(whole, line.send)

    def kept(self, asked: Asked, session: Session, delivery: Delivery, passed: Passed) -> Parts:
        """How an answer begins, and its body; the journal has it before it arrives or fails to."""
        response, (route, began_s), streamed = delivery.response, passed, None
        if self.journals.most and response.stream is not None:
            streamed = Streamed()
            response.stream = streamed.counting(response.stream)
        whole = wire.parts(response, route, self.manner, asked)
        if self.journals.most:
            lasted_s = max(delivery.latency_s, time.monotonic() - began_s)
            vendor = route.api_name if route else self.meant(asked)
            at, settled = session.clock(), delivery.settled
            ended = (at, lasted_s, vendor, route, settled, whole, streamed, began_s)
            self.journals.add(session.name, asked, ended)
        return whole

    async def controlled(self, asked: Asked, session: Session, receive: Receive) -> Response:
        """What the control API answers; nothing befalls that, and no page may read it."""
        refusal = self.gate.refusal(asked)
        asked.named.pop(b"origin", None)
        if refusal is not None:
            return problem(refusal)
        reached = self.reach(asked, session, self.control)
        if isinstance(reached, Response):
            return reached
        return (await self.answered(reached, receive, answered)).response

    def reach(self, asked: Asked, session: Session, site: Site) -> Reached | Response:
        """The operation that a request is for, or what it is told when there is none."""
        query, headers, named = asked.query, asked.headers, asked.named
        host = named.get(b"host", b"127.0.0.1")
        if len(query) > self.limits.query_bytes or len(headers) > self.limits.headers:
            return refused(site.find(asked.path, host), self.excess(query))
        reached = site.reach(asked.method, asked.path, host)
        if reached is None:
            return unreached(asked, site)
        route, values, prefix = reached
        origin = (asked.scheme, host, asked.root + prefix)
        target = asked.path[len(prefix) :]
        arrival = Arrival(values, query, headers, named, b"", origin, target)
        return route, arrival, session

    def meant(self, asked: Asked) -> str:
        """The API that a request for no operation was for, if for any."""
        found = self.site.find(asked.path, asked.named.get(b"host", b""))
        return "" if found is None else found.api.vendor.name

    async def answered(self, reached: Reached, receive: Receive, ask: Ask) -> Delivery:
        """The answer of an operation; a body, if it takes one, is read first."""
        route, arrival, session = reached
        plan = route.plan
        if plan.body is not None:
            body = await read_body(receive, arrival.named, self.limits.body_bytes)
            if body is None:
                return Delivery(plan.errors(self.limits.too_large(), plan.operation))
            arrival.body = body
        if plan.long:
            return await to_thread(ask, arrival, plan, session)
        return ask(arrival, plan, session)

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


def ended_at(
    session: Session, vendor: str, route: Route | None, left: Left, began_s: float
) -> Ended:
    """What a request came to that nothing befell."""
    at, lasted_s = session.clock(), time.monotonic() - began_s
    return at, lasted_s, vendor, route, CALM, left, None, began_s


def told(delivery: Delivery, manner: wire.Manner) -> Response:
    """The answer, saying which rules befell it, where answers say how they came to be."""
    by, response = delivery.settled.by, delivery.response
    if not by or not manner.tells:
        return response
    return replace(response, headers=(*response.headers, (FAULT, wire.line(", ".join(by)))))
