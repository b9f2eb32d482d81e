"""An application inside another: started, asked, and ended once its last answer is out."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_server.web.asked import AtOnce
from mock_server.web.scope import TRANSPORT


class StartError(Exception):
    """The application said that it cannot start; the message is its own."""


class Ending:
    """Whether a server was told to stop.

    A plain flag, because signal handlers raise it: to wait for a lock there may be to wait forever.
    """

    __slots__ = ("has_begun",)

    def __init__(self) -> None:
        self.has_begun = False

    def begin(self) -> None:
        self.has_begun = True


class Running:
    """One application with its own lifespan, driven as a server drives it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._state: dict[str, Any] = {}
        self._events: asyncio.Queue[Message] = asyncio.Queue()
        self._replies: asyncio.Queue[Message] = asyncio.Queue()
        self._life: asyncio.Future[None] | None = None
        self._in_flight = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def at_once(self) -> AtOnce | None:
        """What the application offers beside ASGI, if it does; see there."""
        return getattr(self._app, "at_once", None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._in_flight += 1
        self._idle.clear()
        scope["state"] = self._state.copy()
        try:
            await self._app(scope, receive, send)
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._idle.set()

    async def start(self) -> None:
        """Raises StartError, or whatever the application raised instead of starting."""
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": self._state}
        self._life = asyncio.ensure_future(self._app(scope, self._events.get, self._replies.put))
        reply = await self._tell(self._life, "startup")
        if reply["type"] == "lifespan.startup.failed":
            raise StartError(reply.get("message") or "it gave no reason")

    async def stop(self) -> None:
        """Wait for the answers that are under way, then end; raises what the application raises."""
        await self._idle.wait()
        if self._life is not None and not self._life.done():
            await self._tell(self._life, "shutdown")
            await self._life

    async def _tell(self, life: asyncio.Future[None], event: str) -> Message:
        await self._events.put({"type": f"lifespan.{event}"})
        reply = asyncio.ensure_future(self._replies.get())
        either: set[asyncio.Future[Any]] = {life, reply}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if reply.done():
            return reply.result()
        reply.cancel()
        life.result()
        return {"type": f"lifespan.{event}.complete"}


def hanging_up_when_cancelled(app: Any) -> Any:
    """The application; who still waits when the server ends loses the connection.

    uvicorn would send a 500 that nobody meant.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except asyncio.CancelledError:
            scope["extensions"][TRANSPORT].abort()
            raise

    return answer
