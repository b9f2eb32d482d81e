"""The ASGI application: Connexion's, with our middleware in its stack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from connexion.middleware.main import API, ConnexionMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.catalogue import Served
from mock_server.web.asked import AtOnce
from mock_server.web.callbacks import Sender
from mock_server.web.control import control
from mock_server.web.control.room import room_of
from mock_server.web.credentials import accepting, security_map
from mock_server.web.engine import Engine, Limits
from mock_server.web.exceptions import Exceptions
from mock_server.web.plans import Behaviour, ServedSpecification
from mock_server.web.redaction import secrets_of
from mock_server.web.seen import OwnWitness
from mock_server.web.sharing import SharedWitness


class Application(ConnexionMiddleware):  # type: ignore[misc]
    """Connexion's application, which also tells a server what needs no waiting."""

    @property
    def at_once(self) -> AtOnce:
        """The way through the same layers without ASGI, once they stand: after the start."""
        at_once: AtOnce = self.app.at_once
        return at_once


def build_app(
    served: Sequence[Served], behaviour: Behaviour, limits: Limits | None = None, tells: bool = True
) -> ASGIApp:
    """An ASGI application that plays every vendor in `served`.

    Args:
        tells: whether answers say in `Mock-...` headers how they came to be.
    """
    engine = partial(Engine, behaviour=behaviour, limits=limits or Limits(), tells=tells)
    secrets = secrets_of(served, behaviour.redact)
    own, store = OwnWitness(behaviour.journals, secrets), behaviour.backings.store
    shared = SharedWitness(store, behaviour.journals, secrets) if is_shared(behaviour) else None
    below = Below(behaviour.sender, shared.writing if shared else nullcontext)
    app = Application(below, middlewares=[Exceptions, engine])
    room = room_of(behaviour, tuple(served), secrets, shared or own)
    has_control = behaviour.gate.probes or not behaviour.gate.closed
    for one in (*served, *((control(room),) if has_control else ())):
        accepts = accepting(behaviour.credentials.get(one.vendor.name, ()))
        handlers = security_map(accepts, lenient=behaviour.lenient)
        for document in one.documents:
            specification = ServedSpecification(one.vendor, document, handlers)
            app.apis.append(API(specification, base_path=None))
    built: ASGIApp = app
    return built


def is_shared(behaviour: Behaviour) -> bool:
    """Whether there may be other processes whose journals are to be told with our own."""
    is_told = not behaviour.gate.closed and behaviour.journal > 0
    return is_told and behaviour.backings.store.is_shared


class Below:
    """What lies below the engine, which answers all requests: only the server's signals come.

    Args:
        sender: runs from the server's start to its end.
        writing: what else goes on meanwhile.
    """

    def __init__(
        self, sender: Sender, writing: Callable[[], AbstractContextManager[None]] = nullcontext
    ) -> None:
        self._sender, self._writing = sender, writing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            return
        await receive()
        with self._writing():
            async with self._sender.sending():
                await send({"type": "lifespan.startup.complete"})
                await receive()
        await send({"type": "lifespan.shutdown.complete"})
