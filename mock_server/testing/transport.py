"""httpx transports that reach the application in this process, without a port.

Time-outs hold as on a socket: an answer that takes longer than the client reads is
`httpx.ReadTimeout`. What would break a connection is `BrokenExchange`, at once; so is the time-out
of a connection that hangs, where nobody waits for it in vain.
"""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from math import inf

import anyio
import anyio.to_thread
import httpx

from mock_server.testing.stage import Stage
from mock_server.web.breakage import BrokenConnection

HEADER = "Mock-Session"


class BrokenExchange(httpx.RemoteProtocolError):
    """The connection broke before the answer was whole: reset, closed, or cut short.

    It is one of httpx's own transport errors, so that code which handles those handles this. On a
    live port the client sees what really happens on its socket instead.
    """


class SyncTransport(httpx.BaseTransport):
    """For `httpx.Client`."""

    def __init__(self, stage: Stage, session: str) -> None:
        self._stage, self._session = stage, session

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        answering = self._stage.ask(in_session(request, self._session))
        timeout_s = patience_s(request)
        try:
            return answering.result(timeout_s)
        except BrokenConnection as broken:
            raise told(broken, request) from None
        except TimeoutError:
            raise too_late(answering, request) from None


class AsyncTransport(httpx.AsyncBaseTransport):
    """For `httpx.AsyncClient`, on asyncio or trio."""

    def __init__(self, stage: Stage, session: str) -> None:
        self._stage, self._session = stage, session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        answering = self._stage.ask(in_session(request, self._session))
        waited = partial(answering.result, patience_s(request))
        limiter = anyio.CapacityLimiter(inf)
        try:
            return await anyio.to_thread.run_sync(waited, abandon_on_cancel=True, limiter=limiter)
        except BrokenConnection as broken:
            raise told(broken, request) from None
        except TimeoutError:
            raise too_late(answering, request) from None
        finally:
            answering.cancel()


def in_session(request: httpx.Request, session: str) -> httpx.Request:
    """A copy of a request that was read, in a session unless it names one itself."""
    headers = httpx.Headers(request.headers)
    headers.setdefault(HEADER, session)
    extensions = request.extensions
    return httpx.Request(
        request.method, request.url, headers=headers, content=request.content, extensions=extensions
    )


def patience_s(request: httpx.Request) -> float | None:
    """How long the client reads before it gives up; None for ever."""
    timeout: dict[str, float | None] = request.extensions.get("timeout", {})
    return timeout.get("read")


def told(broken: BrokenConnection, request: httpx.Request) -> httpx.TransportError:
    """What the client is told of a connection that is broken on purpose."""
    fault, patient_s = broken.fault, patience_s(request)
    if fault.kind == "hang" and not 0 < fault.seconds < (patient_s or inf):
        return httpx.ReadTimeout("The answer never comes: a fault says so", request=request)
    return BrokenExchange(str(broken), request=request)


def too_late(answering: Future[httpx.Response], request: httpx.Request) -> Exception:
    """Called while the time-out is handled; one that the application raised stays as it is."""
    if answering.done() and not answering.cancelled() and (error := answering.exception()):
        return error if isinstance(error, Exception) else RuntimeError(str(error))
    answering.cancel()
    return httpx.ReadTimeout("The answer takes longer than the client waits", request=request)
