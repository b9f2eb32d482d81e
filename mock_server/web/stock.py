"""`--engine stock`: Connexion's own routing, security and validation, for comparison.

Ours takes over once Connexion has let a request pass, so that both engines give the same answers
and differ in their verdicts alone. What Connexion cannot do is not made up for here.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from copy import deepcopy
from os import sep
from typing import Any

from connexion.exceptions import ProblemException
from connexion.middleware.abstract import ROUTING_CONTEXT
from connexion.middleware.exceptions import ExceptionMiddleware
from connexion.middleware.main import API, ConnexionMiddleware
from connexion.middleware.request_validation import RequestValidationMiddleware
from connexion.middleware.routing import RoutingMiddleware
from connexion.middleware.security import SecurityMiddleware
from connexion.resolver import Resolver
from connexion.spec import OpenAPISpecification
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.answer import Arrival, Delivery, Plan, acted
from mock_server.answer import read_body as decoded_body
from mock_server.catalogue import Served
from mock_server.conventions.problem import problem
from mock_server.errors import SpecError
from mock_server.exchange import Refusal
from mock_server.response.preference import from_header
from mock_server.session import Session
from mock_server.spec.document import Document
from mock_server.web import wire
from mock_server.web.app import Below
from mock_server.web.asked import asked_by
from mock_server.web.bodies import Disconnected, read_body
from mock_server.web.credentials import accepting, security_map
from mock_server.web.engine import Limits
from mock_server.web.plans import Behaviour, HandlerResolver, ServedSpecification, compile_plan
from mock_server.web.scope import ARRIVED_S
from mock_server.web.site import Route
from mock_server.web.sleep import sleep_until

MIDDLEWARES = [
    ExceptionMiddleware,
    RoutingMiddleware,
    SecurityMiddleware,
    RequestValidationMiddleware,
]


class StockSpecification(OpenAPISpecification):  # type: ignore[misc]
    """Connexion's specification with its own reference resolution; 3.1 is let through."""

    @classmethod
    def _validate_spec(cls, spec: Mapping[str, Any]) -> None:
        """Connexion's check knows 3.0 alone; the document was checked when it was loaded."""


class Stock:
    """The application below Connexion's stack: answers what it let pass."""

    def __init__(self, behaviour: Behaviour, limits: Limits, tells: bool) -> None:
        self.behaviour = behaviour
        self.limits = limits
        self.manner = wire.Manner(b"%d" % behaviour.seed, tells, behaviour.backings.fingerprint)
        self.below = Below(behaviour.sender)
        self.routes: dict[tuple[str, str], Route] = {}

    def add(self, base_path: str, specification: ServedSpecification) -> None:
        for entry in specification.document.entries:
            route = Route(specification, entry, self.plan)
            self.routes[base_path, entry.id] = route

    def plan(self, specification: ServedSpecification, entry: Any) -> Plan:
        return compile_plan(self.behaviour, specification, entry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.below(scope, receive, send)
            return
        began_s = scope.get(ARRIVED_S) or time.monotonic()
        routing = scope["extensions"][ROUTING_CONTEXT]
        route = self.routes.get((routing["api_base_path"], routing["operation_id"]))
        asked = asked_by(scope)
        named, query, headers = asked.named, asked.query, asked.headers
        if route is None:
            refusal = Refusal("not_found", 404, "No operation has this path.")
            await wire.deliver(problem(refusal), None, self.manner, asked, send)
            return
        try:
            body = await read_body(receive, named, self.limits.body_bytes)
        except Disconnected:
            return
        path = {name: str(value) for name, value in scope["path_params"].items()}
        origin = (scope["scheme"], named.get(b"host", b"127.0.0.1"), scope.get("root_path", ""))
        arrival = Arrival(path, query, headers, named, body or b"", origin)
        if body is None:
            refusal = self.limits.too_large()
            delivery = Delivery(route.plan.errors(refusal, route.plan.operation))
        else:
            delivery = unjudged(arrival, route.plan, self.behaviour.sessions.default)
        await sleep_until(began_s + delivery.latency_s)
        await wire.deliver(delivery.response, route, self.manner, asked, send)


def unjudged(arrival: Arrival, plan: Plan, session: Session) -> Delivery:
    """The answer to a request that somebody else has judged."""
    parameters = plan.parameters.read(arrival.path, arrival.query, arrival.headers)
    body = decoded_body(arrival, plan.body, parameters)[0] if plan.body else None
    prefer = arrival.named.get(b"prefer", b"").decode("latin-1")
    return acted(arrival, plan, parameters, body, (session, "", from_header(prefer), None))


def build_stock_app(
    served: Sequence[Served], behaviour: Behaviour, limits: Limits | None = None, tells: bool = True
) -> ASGIApp:
    """Like `app.build_app`, on Connexion's own stack.

    Raises:
        SpecError: Connexion cannot unroll the references of a document.
    """
    below = Stock(behaviour, limits or Limits(), tells)
    app = ConnexionMiddleware(below, middlewares=list(MIDDLEWARES))
    for one in served:
        accepts = accepting(behaviour.credentials.get(one.vendor.name, ()))
        handlers = security_map(accepts, lenient=behaviour.lenient)
        prefix = "" if len(served) == 1 else f"/{one.vendor.name}"
        for document in one.documents:
            base_path = prefix + document.base_paths[0]
            below.add(base_path, ServedSpecification(one.vendor, document, handlers))
            app.apis.append(stock_api(document, base_path, HandlerResolver(one.vendor), handlers))
    built: ASGIApp = app
    return built


def stock_api(
    document: Document, base_path: str, resolver: Resolver, handlers: Mapping[str, Any]
) -> API:
    try:
        specification = StockSpecification(
            deepcopy(document.root.node), base_uri=f"{document.path.parent}{sep}"
        )
    except (RecursionError, ProblemException, ValueError) as error:
        raise SpecError(
            "Connexion's own engine cannot load this document",
            where=str(document.path),
            why=f"{type(error).__name__} while unrolling its references",
            fix="serve it with --engine compiled, which is the default",
        ) from None
    return API(specification, base_path=base_path, resolver=resolver, security_map=dict(handlers))
