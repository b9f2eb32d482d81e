"""One request, from arrival to delivery: all of it, top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TypeAlias

from mock_server.decode.bodies import BodyReader
from mock_server.decode.parameters import ParameterReader, Parameters
from mock_server.exchange import Preference, Refusal, Rejection, Request, Response
from mock_server.faults.latency import Latency
from mock_server.faults.matching import Facts
from mock_server.faults.rules import CALM, Settled
from mock_server.response.breaking import noted
from mock_server.response.preference import from_header, from_query
from mock_server.response.spoil import spoiled
from mock_server.session import Session
from mock_server.spec.operation import Json, Operation
from mock_server.spec.violation import Violation
from mock_server.vendor import Context, Doom, ErrorShape, Handler

UNKNOWN_SIZE = 1 << 62
"""Bytes, of an answer that is made while it is sent: those are the large ones."""

LONG_BODY = 1_024
"""Bytes; a longer body takes part in the seed by its digest, which costs less to draw from."""


@dataclass(slots=True)
class Arrival:
    """A request that found its operation, not yet read.

    Args:
        path: the path parameters as they stand in the path, still encoded.
        query: the query string as it came.
        headers: all headers, names in lower case.
        named: those headers that answering asks for, by name; the last one wins.
        body: the whole body.
        origin: where this API was reached: scheme, host with port, and the path before its own.
    """

    path: Mapping[str, str]
    query: bytes
    headers: Sequence[tuple[bytes, bytes]]
    named: Mapping[bytes, bytes]
    body: bytes
    origin: tuple[str, bytes, str]
    target: str = ""
    """The path below the prefix, as it came."""


Authenticate: TypeAlias = Callable[[Arrival], str | Refusal]
"""The account that the credentials name, or why they do not do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An operation, ready to be answered. Compiled when it is first asked for."""

    vendor: str
    operation: Operation
    authenticate: Authenticate
    parameters: ParameterReader
    body: BodyReader | None
    handler: Handler
    context: Context
    latency: Latency | None
    long: bool
    seed: bytes
    key: bytes
    """The operation's own, so that no two operations draw the same."""

    @property
    def errors(self) -> ErrorShape:
        return self.context.errors


@dataclass(slots=True)
class Delivery:
    """An answer, and how long after the request's arrival it is due.

    Args:
        settled: what befell the request; a fault of the connection is still to be performed.
    """

    response: Response
    latency_s: float = 0.0
    settled: Settled = CALM


def answer(arrival: Arrival, plan: Plan, session: Session) -> Delivery:
    """What the caller gets: the API's answer, unless it was set that something befalls it."""
    if not session.rules:
        return answered(arrival, plan, session)
    drawn = seed(arrival, plan, arrival.named.get(b"authorization", b"").decode("latin-1"))
    settled = session.settle(facts(arrival, plan), drawn)
    fault = settled.fault
    if fault is not None and fault.lost == "request":
        delivery = Delivery(Response(204, media_type=""))
    else:
        doom = Doom() if fault is not None and fault.kind == "failed_job" else None
        delivery = answered(arrival, plan, session, doom)
        if doom is not None and not doom.is_met:
            delivery.response = noted(delivery.response, "nothing was ordered that could fail")
    if fault is not None:
        delivery.response = spoiled(fault, delivery.response, plan.operation, plan.errors)
    if settled.latency_s is not None:
        delivery.latency_s = settled.latency_s
    delivery.settled = settled
    return delivery


def facts(arrival: Arrival, plan: Plan) -> Facts:
    """What rules may ask of a request."""
    operation = plan.operation
    return Facts(
        vendor=plan.vendor,
        operation=operation.id,
        method=operation.method,
        template=operation.path,
        path=arrival.target,
        query=arrival.query,
        headers=arrival.named,
        body=arrival.body,
    )


def answered(arrival: Arrival, plan: Plan, session: Session, doom: Doom | None = None) -> Delivery:
    """What the API answers: the handler's word, or a refusal in the vendor's shape.

    Args:
        doom: that what is ordered shall fail later.
    """
    account = plan.authenticate(arrival)
    if isinstance(account, Refusal):
        return Delivery(plan.errors(account, plan.operation))

    named, query, preference = arrival.named, arrival.query, None
    # A search, because `in` first tries whether the piece is a number: ten times as slow.
    if b"prefer" in named or query.find(b"__") >= 0:
        preference, query = preferred(arrival)
    parameters = plan.parameters.read(arrival.path, query, arrival.headers)
    body, problem = None, None
    if plan.body is not None:
        body, problem = read_body(arrival, plan.body, parameters)
    elif parameters.violations:
        problem = invalid(parameters.violations)
    if problem is not None:
        return Delivery(plan.errors(problem, plan.operation))

    return acted(arrival, plan, parameters, body, (session, account, preference, doom))


Caller: TypeAlias = tuple[Session, str, Preference | None, Doom | None]
"""Who asks: in which session, for which account, and what it asked to be answered; and that what
is ordered shall fail later. Plain, as one is made for every request."""


def acted(
    arrival: Arrival, plan: Plan, parameters: Parameters, body: Json, caller: Caller
) -> Delivery:
    """The handler's word on a request that was found good, and how long it takes to say it."""
    session, account, preference, doom = caller
    context = session.context(plan.context)
    request = Request(
        plan.operation,
        parameters.path,
        parameters.query,
        parameters.headers,
        parameters.cookies,
        body,
        account,
        seed(arrival, plan, account),
        arrival.named.get(b"accept", b"*/*").decode("latin-1"),
        preference,
        arrival.origin,
        arrival.named.get(b"mock-seed") or plan.seed,
    )
    try:
        response = plan.handler(request, replace(context, doom=doom) if doom else context)
    except Rejection as rejection:
        response = plan.errors(rejection.refusal, plan.operation)
    if plan.latency is None:
        return Delivery(response)
    count = session.count(plan.key)
    size = len(response.body) if response.stream is None else UNKNOWN_SIZE
    return Delivery(response, plan.latency.draw(b"%b\0%d" % (request.seed, count), size))


def preferred(arrival: Arrival) -> tuple[Preference | None, bytes]:
    """What the caller asked to be answered, and the query without those words."""
    preference = None
    query = arrival.query
    if b"__" in query:
        preference, query = from_query(query)
    if preference is None and b"prefer" in arrival.named:
        preference = from_header(arrival.named[b"prefer"].decode("latin-1"))
    return preference, query


def read_body(
    arrival: Arrival, reader: BodyReader, parameters: Parameters
) -> tuple[Json, Refusal | None]:
    """The decoded body, or the one refusal that names all that is wrong with the request."""
    if arrival.named.get(b"content-encoding", b"identity").lower() != b"identity":
        detail = "The body is compressed; only bodies as they are can be read here."
        return None, Refusal("unsupported_media_type", 415, detail)
    content_type = arrival.named.get(b"content-type")
    read = reader.read(content_type.decode("latin-1") if content_type else None, arrival.body)
    if read.problem == "unsupported_media_type":
        return None, Refusal("unsupported_media_type", 415, read.detail)
    if read.problem == "malformed_body":
        return None, Refusal("malformed_body", 400, read.detail, read.violations)
    violations = (*parameters.violations, *read.violations)
    return read.value, invalid(violations) if violations else None


def invalid(violations: tuple[Violation, ...]) -> Refusal:
    others = f" ({len(violations) - 1} more below)" if len(violations) > 1 else ""
    return Refusal("invalid", 400, violations[0].message + others, violations)


def seed(arrival: Arrival, plan: Plan, account: str) -> bytes:
    """Equal for equal requests: parameters in any order, under any prefix or host."""
    pieces = arrival.query.split(b"&")
    pieces.sort()
    query = b"&".join(pieces)
    body = arrival.body
    if len(body) > LONG_BODY:
        body = blake2b(body).digest()
    start = arrival.named.get(b"mock-seed") or plan.seed
    if arrival.path:
        account = "/".join((account, *arrival.path.values()))
    identity = account.encode("utf-8", "surrogateescape")
    return b"\0".join((start, plan.key, identity, query, body))
