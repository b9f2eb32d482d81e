"""A vendor is one value: what it publishes, how it answers, how it says no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from mock_server.conventions.problem import problem
from mock_server.data.field import Rule
from mock_server.exchange import Refusal, Request, Response
from mock_server.faults.profile import Profile
from mock_server.ledger.settings import Books
from mock_server.response.writer import ResponseWriter
from mock_server.spec.operation import Operation

Clock: TypeAlias = Callable[[], datetime]
"""Tells the moment in UTC. There is one, at the edge; it can be frozen and moved there."""

ErrorShape: TypeAlias = Callable[[Refusal, Operation | None], Response]


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler may use beside the request.

    Args:
        clock: the server's moment, in UTC.
        writer: the answers that the document gives this operation.
        errors: the vendor's way to say no.
    """

    clock: Clock
    writer: ResponseWriter
    errors: ErrorShape


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
        client: how to point the official client here, with `{url}` for the base URL.
        books: how its accounts are kept in the ledger; None when it has no records there.
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
    client: str = ""
    books: Books | None = None


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
