"""What the control API's handlers act on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from mock_server.catalogue import Served
from mock_server.conventions.error_table import to_json
from mock_server.errors import MockServerError
from mock_server.exchange import Rejection, Request, Response
from mock_server.session import Session, Sessions
from mock_server.state.store import Store
from mock_server.vendor import Clock, Context
from mock_server.web.lifespan import Ending
from mock_server.web.plans import Behaviour
from mock_server.web.redaction import Secrets
from mock_server.web.seen import Witness


@dataclass(frozen=True, slots=True)
class Room:
    """A server, as the control API sees it.

    Args:
        clock: the server's own.
        seed: the server's own.
        kept: how many exchanges of each session are, at most.
        ending: has begun as soon as the server is told to stop.
    """

    sessions: Sessions
    store: Store
    served: tuple[Served, ...]
    witness: Witness
    secrets: Secrets
    clock: Clock
    seed: str
    kept: int
    ending: Ending

    @property
    def now(self) -> datetime:
        return self.clock()


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for the control API, and the session that it acts on."""

    room: Room
    session: Session
    request: Request


Act: TypeAlias = Callable[[Visit], Response]


def room_of(
    behaviour: Behaviour, served: tuple[Served, ...], secrets: Secrets, witness: Witness
) -> Room:
    return Room(
        sessions=behaviour.sessions,
        store=behaviour.backings.store,
        served=served,
        witness=witness,
        secrets=secrets,
        clock=behaviour.clock,
        seed=str(behaviour.seed),
        kept=behaviour.journals.most,
        ending=behaviour.ending,
    )


def acting(room: Room, act: Act) -> Callable[[Request, Context], Response]:
    """An act as the handler of an operation; what makes no sense is refused as a problem."""

    def handler(request: Request, context: Context) -> Response:
        session = room.sessions.named(context.backing.session)
        try:
            return act(Visit(room, session, request))
        except MockServerError as error:
            told = {"where": error.where, "why": error.why, "fix": error.fix}
            raise Rejection("invalid", 422, error.what, (), **told) from None

    return handler


def told(body: Any, status: int = 200) -> Response:
    return Response(status, to_json(body))


def done() -> Response:
    return Response(204, media_type="")


def missing(what: str, fix: str) -> Rejection:
    return Rejection("not_found", 404, f"There is no {what}.", fix=fix)
