"""A vendor is one value: what it publishes, how it answers, how it says no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mock_server.conventions.problem import problem
from mock_server.conventions.rates import Rates
from mock_server.exchange import Refusal, Rejection, Request, Response
from mock_server.faults.profile import Profile
from mock_server.ledger.settings import Books
from mock_server.response.writer import ResponseWriter
from mock_server.spec.operation import Operation
from mock_server.state.rates import SharedRates
from mock_server.state.store import State, Store

if TYPE_CHECKING:  # NumPy takes a tenth of a start, and most requests need no record
    from mock_server.data.field import Rule
    from mock_server.ledger.dataset import Dataset

Clock: TypeAlias = Callable[[], datetime]
"""Tells the moment in UTC. There is one, at the edge; it can be frozen and moved there."""

DEFAULT_SESSION = "default"
"""The session of requests that name none."""

ErrorShape: TypeAlias = Callable[[Refusal, Operation | None], Response]


@dataclass(frozen=True, slots=True)
class Backing:
    """What an API's handlers lean on: records, memory, limits and settings.

    Args:
        dataset: the accounts and their records, by the seed in force (`Request.start`).
        store: what is remembered, by all sessions.
        rates: how often whom was answered lately, in this session.
        settings: the API's own, all of `Vendor.settings` with their values.
        session: whose part of the store this is.
    """

    dataset: Callable[[bytes], Dataset]
    store: Store
    rates: Rates | SharedRates
    settings: Mapping[str, str | int]
    session: str = DEFAULT_SESSION

    def state(self) -> AbstractContextManager[State]:
        """A transaction on what this session remembers; see `Store.transaction`."""
        return self.store.transaction(self.session)


@dataclass(slots=True)
class Doom:
    """What is ordered shall fail.

    Args:
        is_met: whether anything was ordered.
    """

    is_met: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler may use beside the request.

    Args:
        clock: the server's moment, in UTC.
        writer: the answers that the document gives this operation.
        errors: the vendor's way to say no.
        backing: what all of the API's handlers share.
        doom: that what is ordered now shall fail when it would be finished; None if not so.
    """

    clock: Clock
    writer: ResponseWriter
    errors: ErrorShape
    backing: Backing
    doom: Doom | None = None

    def order_fails(self) -> bool:
        """Whether what is ordered shall fail. To be asked only by who takes an order."""
        if self.doom is None:
            return False
        self.doom.is_met = True
        return True


Handler: TypeAlias = Callable[[Request, Context], Response]


@dataclass(frozen=True, slots=True)
class Vendor:
    """Everything the server knows of one API.

    Args:
        name: the word for it on the command line, and the first segment of its URLs.
        documents: its OpenAPI documents, in the order in which they are asked.
        hosts: the real host names, which reach this vendor whatever the path.
        handlers: what answers, by operationId; the rest is answered from the document.
        errors: the shape of its refusals.
        rules: what its fields look like, asked before the general rules.
        profile: its numbers, such as latencies, with their sources.
        aliases: path prefixes that it serves too, each with the prefix that it stands for.
        comma_arrays: whether its clients join arrays with commas whatever the document says.
        json_always: whether it reads bodies as JSON whatever their Content-Type says.
        strict_query: whether it refuses names in a query that its documents do not know.
        client: how to point the official client here, with `{url}` for the base URL.
        books: how its accounts are kept in the ledger; None when it has no records there.
        settings: its own in `[vendors.NAME]` of the configuration, with their defaults; of a text
            that names choices, `choices` has all of them.
        choices: the values that a setting may have.
        long: operations that take longer than a moment, answered beside the others.
    """

    name: str
    title: str
    documents: tuple[Path, ...]
    hosts: tuple[str, ...] = ()
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    errors: ErrorShape = problem
    rules: tuple[Rule, ...] = ()
    profile: Profile | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    comma_arrays: bool = False
    json_always: bool = False
    strict_query: bool = False
    client: str = ""
    books: Books | None = None
    settings: Mapping[str, str | int] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    long: frozenset[str] = frozenset()


def generated(request: Request, context: Context) -> Response:
    """The handler of every operation without one of its own: the document answers.

    An error that the caller prefers comes in the vendor's own shape wherever that shape is what
    the document describes, and from the document itself otherwise.
    """
    wish = request.preference
    if wish and wish.code and wish.code >= 400 and not (wish.dynamic or wish.example):
        said = context.errors(Refusal("preferred", wish.code), request.operation)
        if context.writer.conforms(said):
            return said
    return context.writer.write(request)


def lenient(handler: Handler) -> Handler:
    """The handler under the profile "permissive": where it would say no, the document answers.

    The test suites that come with generated clients ask for ids that nobody made and dates that
    are none, and expect a full answer to all of it.
    """

    def answered(request: Request, context: Context) -> Response:
        try:
            return handler(request, context)
        except Rejection:
            return generated(request, context)

    return answered
