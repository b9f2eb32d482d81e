"""A document behind the real application, asked over ASGI with a plain, synchronous client."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import httpx

from mock_server.catalogue import Served
from mock_server.errors import SpecError
from mock_server.spec.load import load_document
from mock_server.vendor import Vendor
from mock_server.web.app import build_app
from mock_server.web.control import PREFIX
from mock_server.web.plans import Behaviour
from tests.documents.library import document
from tests.engine.valid_request import WireRequest

Scope: TypeAlias = MutableMapping[str, Any]
App: TypeAlias = Callable[[Scope, Any, Any], Awaitable[None]]
Source: TypeAlias = str | Path | Mapping[str, Any]
RawHeaders: TypeAlias = Sequence[tuple[bytes, bytes]]
Headers: TypeAlias = Mapping[str, str] | RawHeaders

NOON = datetime(2024, 2, 29, 12, tzinfo=UTC)


class Api:
    """The client. Every answer is whole, no cookie is kept, and no redirect is followed.

    An exception that leaves the application is raised here: it is never an answer.
    """

    def __init__(self, runner: asyncio.Runner, app: App, base: str) -> None:
        self.app = app
        self.base = base
        self._runner = runner
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=True)

    def request(
        self,
        method: str,
        target: str,
        headers: Headers = (),
        content: bytes | None = None,
    ) -> httpx.Response:
        """Ask for a target, whose path is counted from the API's own base."""
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        raw = [(_encoded(name), _encoded(value)) for name, value in pairs]
        url = f"http://mock.test{self.base}{target}"
        request = httpx.Request(method, url, headers=raw, content=content)
        return self._runner.run(self._answer(request))

    def get(self, target: str, **headers: str) -> httpx.Response:
        return self.request("GET", target, _named(headers))

    def post(self, target: str, body: Any, **headers: str) -> httpx.Response:
        named = {"Content-Type": "application/json", **_named(headers)}
        return self.request("POST", target, named, json.dumps(body).encode())

    def send(self, request: WireRequest, more_query: str = "", **headers: str) -> httpx.Response:
        """Send a request of the builder; headers by keyword, as in `Prefer="code=404"`."""
        query = "&".join(part for part in (request.query, more_query) if part)
        target = request.path + (f"?{query}" if query else "")
        named = {**request.headers, **_named(headers)}
        return self.request(request.method, target, named, request.content)

    def raw(
        self, raw_path: bytes, path: str, query: bytes = b"", headers: RawHeaders = ()
    ) -> httpx.Response:
        """A GET whose scope is made by hand, for what no client would send."""
        return self._runner.run(_answer_to_scope(self.app, _scope(raw_path, path, query, headers)))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self._transport.handle_async_request(request)
        response.request = request
        await response.aread()
        return response


class Serve(Protocol):
    def __call__(self, source: Source, *, seed: int = 0, lenient: bool = False) -> Api: ...


class Servers:
    """Every application of a test session, each started once; `close` shuts them down.

    A document that was refused once is refused again without being read.
    """

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._apis: dict[str, Api | SpecError] = {}
        self._stops: list[asyncio.Task[None]] = []
        self._folder = tempfile.TemporaryDirectory(prefix="understudy-served-")

    def serve(self, source: Source, *, seed: int = 0, lenient: bool = False) -> Api:
        text = json.dumps(source) if isinstance(source, Mapping) else str(source)
        key = f"{seed} {lenient} {text}"
        if key not in self._apis:
            try:
                app, base = application(self._path(source), seed, lenient)
            except SpecError as error:
                self._apis[key] = error
            else:
                self._apis[key] = self.adopt(app, base)
        api = self._apis[key]
        if isinstance(api, SpecError):
            raise api
        return api

    def adopt(self, app: App, base: str = "") -> Api:
        """Start any application and shut it down with the others."""
        self._runner.run(self._start(app))
        return Api(self._runner, app, base)

    def close(self) -> None:
        self._runner.run(self._stop())
        self._runner.close()
        self._folder.cleanup()

    def _path(self, source: Source) -> Path:
        if isinstance(source, Mapping):
            path = Path(self._folder.name) / f"document-{len(self._apis)}.json"
            path.write_text(json.dumps(source))
            return path
        return source if isinstance(source, Path) else document(source)

    async def _start(self, app: App) -> None:
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def receive() -> Scope:
            if not ready.done():
                return {"type": "lifespan.startup"}
            await asyncio.Event().wait()
            return {}

        async def send(message: Scope) -> None:
            if message["type"] == "lifespan.startup.failed":
                ready.set_exception(RuntimeError(message.get("message", "")))
            elif not ready.done():
                ready.set_result(None)

        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
        task = asyncio.ensure_future(_run(app, scope, receive, send))
        self._stops.append(task)
        await ready

    async def _stop(self) -> None:
        for task in self._stops:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _run(app: App, scope: Scope, receive: Any, send: Any) -> None:
    await app(scope, receive, send)


async def _answer_to_scope(app: App, scope: Scope) -> httpx.Response:
    messages: list[Scope] = []

    async def receive() -> Scope:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Scope) -> None:
        messages.append(message)

    await app(scope, receive, send)
    start, *parts = messages
    content = b"".join(part.get("body", b"") for part in parts)
    return httpx.Response(start["status"], headers=list(start["headers"]), content=content)


def _scope(raw_path: bytes, path: str, query: bytes, headers: RawHeaders) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": raw_path,
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"mock.test"), *headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _encoded(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def application(path: Path, seed: int, lenient: bool) -> tuple[App, str]:
    """The application that serves one document, and the path of the document's server."""
    loaded = load_document(path, lenient)
    vendor = Vendor("api", loaded.title, (path,))
    behaviour = Behaviour(seed, lambda: NOON)
    base = loaded.base_paths[0]
    # At the root that path is every server's own control API.
    prefix = f"/{vendor.name}" if f"{base}/" == PREFIX else ""
    return build_app([Served(vendor, (loaded,))], behaviour), prefix + base
