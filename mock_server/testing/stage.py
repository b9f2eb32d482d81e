"""An application that plays in this process: built once, asked by any thread, live if need be."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from functools import cached_property
from typing import TYPE_CHECKING

import httpx

from mock_server.backing import Backings
from mock_server.catalogue import Served, serve_named
from mock_server.config import Settings
from mock_server.session import Session
from mock_server.testing.loop import Loop
from mock_server.web.application import behaviour_of, built
from mock_server.web.exchanges import Exchange
from mock_server.web.lifespan import Running

if TYPE_CHECKING:  # for most tests there is no port, and uvicorn takes long to load
    from mock_server.web.servers import Listening


class Stage:
    """The application of some settings.

    Raises:
        ConfigError: settings or names of APIs make no sense.
        SpecError: a document cannot be served truthfully.
    """

    def __init__(self, settings: Settings, loop: Loop) -> None:
        self.served = serve_named(settings.apis, settings.lenient)
        behaviour = behaviour_of(self.served, settings, Backings(settings))
        self._sessions = behaviour.sessions
        self._journals = behaviour.journals
        self._app = Running(built(self.served, settings, behaviour))
        self._loop = loop
        self._transport = httpx.ASGITransport(self._app)
        self._serving: Future[None] | None = None
        loop.run(self._app.start())

    def session(self, name: str) -> Session:
        return self._sessions.named(name)

    def exchanges(self, session: str) -> Sequence[Exchange]:
        """The last ones of a session, the oldest first."""
        return self._journals.of(session).exchanges

    def forget_exchanges(self, session: str) -> None:
        self._journals.clear(session)

    def played(self, name: str) -> Served | None:
        """The API of a vendor or of a document; the only one when there is no name."""
        if not name:
            return self.served[0] if len(self.served) == 1 else None
        for one in self.served:
            if one.vendor.name == name or any(file.match(name) for file in one.files):
                return one
        return None

    def ask(self, request: httpx.Request) -> Future[httpx.Response]:
        """Have a request answered in the application's thread; its content is at hand."""
        return self._loop.begin(self._answered(request))

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        answer = await self._transport.handle_async_request(request)
        parts = [part async for part in answer.stream]  # type: ignore[union-attr]
        stream = httpx.ByteStream(b"".join(parts))
        return httpx.Response(answer.status_code, headers=answer.headers, stream=stream)

    @cached_property
    def live(self) -> Listening:
        """A server on a free port of this machine; it is started when it is first asked for."""
        from mock_server.testing.port import serving  # noqa: PLC0415 - uvicorn, on first use

        ready: Future[Listening] = Future()
        self._serving = self._loop.begin(serving(self._app, ready.set_result))
        self._serving.add_done_callback(lambda ended: _pass_on(ended, ready))
        return ready.result()

    def close(self) -> None:
        if self._serving is not None:
            self.live.stop()
            self._serving.result()
        self._loop.run(self._app.stop())


def _pass_on(ended: Future[None], ready: Future[Listening]) -> None:
    """What ends a server before it is ready is told to who waits for it."""
    if not ready.done() and (error := ended.exception()):
        ready.set_exception(error)
