"""The servers that carry the application: uvicorn, or granian where load counts more."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Literal

import uvloop
from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.server import Server

from mock_server.errors import ConfigError
from mock_server.web.lifespan import Running, StartError
from mock_server.web.listen import BACKLOG, Listener, listen
from mock_server.web.protocol import KEEP_ALIVE_S, SingleWriteProtocol

GRACE_S = 3
"""For requests in flight to finish once the server is told to stop. Our own bound: with a second
for callbacks, and what it takes to end, a stop takes less than five seconds."""

_STEP_S = 0.02


@dataclass(frozen=True, slots=True)
class Listening:
    """A server that is ready. `stop` returns at once, and may be called from any thread."""

    host: str
    port: int
    stop: Callable[[], None]

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where to listen, and what to tell once it is done. Port 0 takes any free port.

    `granian` (the extra `fast`) gives the application no transport: what breaks a connection on
    purpose needs `uvicorn`.

    Args:
        listener: the address, taken already; None to take it. Only for uvicorn.
        on_stop: called as soon as the server is told to stop, in a signal handler if need be.
    """

    on_ready: Callable[[Listening], None]
    host: str = "127.0.0.1"
    port: int = 4010
    server: Literal["uvicorn", "granian"] = "uvicorn"
    listener: Listener | None = None
    on_stop: Callable[[], None] = lambda: None


def run_server(app: ASGIApp, options: ServerOptions) -> None:
    """Serve until SIGINT, SIGTERM or `Listening.stop`, then let what is in flight finish.

    The application's lifespan is the same under each server: what it raises while it starts comes
    out of here. The `state` of a lifespan is not handed on to requests.

    Raises:
        ConfigError: the address cannot be listened on, the server is not installed, or the
            application said that it cannot start.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(app, options))


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach what listens on the host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


async def _serve(app: ASGIApp, options: ServerOptions) -> None:
    serve = _serve_with_granian if options.server == "granian" else serve_with_uvicorn
    application = Running(app)
    with contextlib.closing(options.listener or listen(options.host, options.port)) as listener:
        try:
            await application.start()
        except StartError as error:
            raise _did_not_start(error) from error
        try:
            await serve(app, options, listener)
        finally:
            await application.stop()


async def serve_with_uvicorn(app: ASGIApp, options: ServerOptions, listener: Listener) -> None:
    """Serve an application whose lifespan somebody else drives, in the loop that is running."""
    config = Config(
        app,
        http=SingleWriteProtocol,
        ws="none",
        interface="asgi3",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_worth_telling)
    server = _Uvicorn(config)
    server.when_told_to_stop = options.on_stop
    server.when_started = lambda: options.on_ready(
        Listening(options.host, listener.port, server.stop)
    )
    await server.serve(list(listener.sockets))


class _Uvicorn(Server):
    """uvicorn's server; it says when it is ready, and a signal is a normal end."""

    when_started: Callable[[], None]
    when_told_to_stop: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.when_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        with signals_calling(self.stop):
            yield

    def stop(self) -> None:
        self.when_told_to_stop()
        self.should_exit = True


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """Requests that the end of the grace cut off are no errors of the application."""
    error = record.exc_info[1] if record.exc_info else None
    told = record.getMessage()
    is_cut_off = "CancelledError" in told or "timeout graceful shutdown" in told
    return not (is_cut_off or isinstance(error, asyncio.CancelledError))


async def _serve_with_granian(app: ASGIApp, options: ServerOptions, listener: Listener) -> None:
    listener.close()  # granian binds for itself; this was to know the port, and that it is free
    loop = asyncio.get_running_loop()
    server = _granian(app, listener)
    for handler in logging.getLogger("_granian").handlers:
        handler.addFilter(_is_worth_telling)
    serving = asyncio.create_task(server.serve())

    def stop() -> None:
        options.on_stop()
        with contextlib.suppress(RuntimeError):  # the loop is closed: it has stopped already
            loop.call_soon_threadsafe(server.stop)

    stopped = asyncio.create_task(server.main_loop_interrupt.wait())
    with signals_calling(stop):
        await _until_reachable(listener, serving)
        if not serving.done():
            options.on_ready(Listening(options.host, listener.port, stop))
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({serving}, timeout=GRACE_S)
    if serving.done():
        serving.result()
    else:  # granian's own futures are not made to be cut off, and would complain of it
        loop.set_exception_handler(lambda *_: None)


def _granian(app: ASGIApp, listener: Listener) -> Any:
    # Imported here because it is an optional package, and takes time to load.
    try:
        from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
        from granian.log import LogLevels  # noqa: PLC0415
        from granian.server.embed import Server  # noqa: PLC0415
    except ImportError as error:
        raise _not_installed(error) from error
    to_stderr = {name: {"class": "logging.StreamHandler"} for name in ("console", "access")}
    return Server(
        app,
        listener.address,
        listener.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        log_level=LogLevels.error,
        log_dictconfig={"handlers": to_stderr},
    )


async def _until_reachable(listener: Listener, serving: asyncio.Task[None]) -> None:
    """Granian does not say when it listens, so a connection is tried until one is accepted."""
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(listener.address, listener.port)
        except OSError:
            await asyncio.sleep(_STEP_S)
        else:
            writer.close()
            return


@contextlib.contextmanager
def signals_calling(stop: Callable[[], None]) -> Iterator[None]:
    """SIGINT and SIGTERM call `stop` meanwhile; only the main thread can arrange that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {
        number: signal.signal(number, lambda *_: stop())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _did_not_start(error: StartError) -> ConfigError:
    return ConfigError(
        "The application did not start",
        where="the lifespan of the application",
        why=str(error),
        fix="correct what it names, and start again",
    )


def _not_installed(error: ImportError) -> ConfigError:
    return ConfigError(
        "The server granian is not installed",
        where="--server granian",
        why=str(error),
        fix="pip install 'understudy[fast]', or use --server uvicorn",
    )
