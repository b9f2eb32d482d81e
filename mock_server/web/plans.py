"""Compiles an operation into a plan, with Connexion's view of it for handler and security."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from connexion.operations import OpenAPIOperation
from connexion.resolver import Resolution, Resolver
from connexion.spec import OpenAPISpecification

from mock_server.answer import Plan
from mock_server.backing import Backings
from mock_server.data.options import GeneratorOptions
from mock_server.decode.bodies import compile_body
from mock_server.decode.options import DecodeOptions
from mock_server.decode.parameters import compile_parameters
from mock_server.faults.fault import Fault
from mock_server.faults.latency import Fixed, Latency
from mock_server.faults.profile import Profile
from mock_server.faults.rules import Rules
from mock_server.response.echo import echo_names
from mock_server.response.writer import ResponseWriter
from mock_server.session import Sessions
from mock_server.spec.document import Document, Entry
from mock_server.spec.operation import Operation
from mock_server.state.outbox import Claim
from mock_server.vendor import Clock, Context, Vendor, generated, lenient
from mock_server.web.callbacks import Sender, facts_of
from mock_server.web.gate import Gate
from mock_server.web.journal import MOST_EXCHANGES, Journals
from mock_server.web.lifespan import Ending
from mock_server.web.security import authenticator


@dataclass(frozen=True)
class Behaviour:
    """How this server plays: what is the same for all its operations.

    Args:
        seed: equal seeds give equal answers.
        lenient: the profile "permissive".
        latency: for every operation; None leaves it to the profile, or to the vendor's own if
            `vendor_latency`.
        profile: how long operations take, of the API or APIs that it is about.
        credentials: by the name of an API those that are accepted; without any, all are.
        backings: what is behind the APIs.
        callbacks: hosts beside this machine that callbacks may go to.
        rules: what befalls requests in every session that was not told otherwise.
        gate: who may use the control API.
        journal: how many exchanges of each session are kept; 0 for none.
        ending: has begun as soon as the server is told to stop.
        redact: names of headers, parameters and fields that hold secrets, beside those that are
            known to.
    """

    seed: int
    clock: Clock
    credentials: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lenient: bool = False
    latency: Latency | None = None
    vendor_latency: bool = False
    profile: Profile | None = None
    backings: Backings = field(default_factory=Backings)
    callbacks: Sequence[str] = ()
    rules: Rules = field(default_factory=Rules)
    gate: Gate = field(default_factory=Gate)
    journal: int = MOST_EXCHANGES
    redact: Sequence[str] = ()
    ending: Ending = field(default_factory=Ending)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.backings.store, self.clock, self.rules)

    @cached_property
    def journals(self) -> Journals:
        return Journals(self.journal)

    @property
    def sender(self) -> Sender:
        """What sends the callbacks of this server's APIs."""

        def now(space: str) -> datetime:
            session = self.sessions.named(space)
            session.refresh()
            return session.clock()

        def fate(taken: Claim) -> Fault | None:
            callback = taken.callback
            session = self.sessions.named(taken.space)
            return session.settle_callback(facts_of(callback), callback.id.encode()).fault

        return Sender(self.backings.store, now, self.callbacks, fate)


class ServedSpecification(OpenAPISpecification):  # type: ignore[misc]
    """Connexion's view of a document that we have read and checked, in 3.1 as in 3.0.

    Connexion's own loader refuses 3.1, sends the text through a template engine, and unrolls
    every reference, which ends for no circular one; ours does not, so its result is taken over.
    """

    def __init__(self, vendor: Vendor, document: Document, handlers: Mapping[str, Any]) -> None:
        self.vendor = vendor
        self.document = document
        self.security_handlers = handlers
        self._raw_spec = self._spec = {"components": {}, **document.root.node}
        self._base_uri = ""
        self._base_path = document.base_paths[0]

    @property
    def base_path(self) -> str:
        return self._base_path

    @base_path.setter
    def base_path(self, base_path: str) -> None:
        self._base_path = base_path.rstrip("/")


class HandlerResolver(Resolver):  # type: ignore[misc]
    """Connexion's resolver over a vendor's handlers: operationId, else what generates."""

    def __init__(self, vendor: Vendor) -> None:
        super().__init__()
        self.vendor = vendor

    def resolve(self, operation: OpenAPIOperation) -> Resolution:
        identity = operation.operation_id or f"{operation.method.upper()} {operation.path}"
        return Resolution(self.vendor.handlers.get(identity, generated), identity)


def compile_plan(behaviour: Behaviour, specification: ServedSpecification, entry: Entry) -> Plan:
    """Everything that answering one operation needs, prepared once."""
    vendor = specification.vendor
    operation = specification.document.operation(entry)
    resolver = HandlerResolver(vendor)
    known = OpenAPIOperation(
        entry.method,
        entry.path,
        entry.item.node[entry.method],
        resolver,
        app_security=specification.security,
        security_schemes=specification.security_schemes,
    )
    handler = resolver.resolve(known).function
    options = DecodeOptions(
        vendor.comma_arrays, behaviour.lenient, vendor.json_always, vendor.strict_query
    )
    writer = ResponseWriter(
        operation, GeneratorOptions(echo=echo_names(operation), rules=vendor.rules)
    )
    return Plan(
        vendor=vendor.name,
        operation=operation,
        authenticate=authenticator(operation.security, specification.security_handlers),
        parameters=compile_parameters(operation.parameters, options),
        body=compile_body(operation.body, options) if operation.body else None,
        handler=handler if not behaviour.lenient else lenient(handler),
        context=Context(behaviour.clock, writer, vendor.errors, behaviour.backings.of(vendor)),
        latency=latency_of(vendor, operation, behaviour),
        long=operation.id in vendor.long,
        seed=b"%d" % behaviour.seed,
        key=operation.key.encode(),
    )


def latency_of(vendor: Vendor, operation: Operation, behaviour: Behaviour) -> Latency | None:
    """The server's one latency, or that of a profile for this operation; None for no delay."""
    if behaviour.latency is not None:
        return None if behaviour.latency == Fixed(0.0) else behaviour.latency
    profile = vendor.profile if behaviour.vendor_latency else behaviour.profile
    if profile is None or not profile.is_for(vendor.name):
        return None
    return profile.latency_for(operation)
