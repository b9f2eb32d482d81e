"""HTTP/1.1 for uvicorn: its httptools protocol with bounds, and whole answers in one write.

A request that is whole after one read is shown to the application's `at_once`, if it has one. What
that answers costs no scope, task or message; everything else goes the way of ASGI.

What is added to uvicorn's own `HttpToolsProtocol` (of the pinned version):

- the head of a response waits for the first of its body, and both leave in one system call;
- requests that are too large or too slow are refused in words, and no memory grows with them;
- a client that is answered before it has sent everything can read that answer;
- the application finds the transport and the moment of arrival in its scope.
"""

from __future__ import annotations

import asyncio
import sys
from time import monotonic
from typing import Any, cast

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from mock_server.web.asked import Asked, AtOnce
from mock_server.web.bounds import (
    MAX_HEADER_BYTES,
    MAX_HEADERS,
    MAX_URL_BYTES,
    excess,
    header_lines,
    refusal_bytes,
)
from mock_server.web.lifespan import hanging_up_when_cancelled
from mock_server.web.output import MAX_DISCARDED_BYTES, Output, Phase
from mock_server.web.scope import ARRIVED_S, TRANSPORT

CLIENT_TIMEOUT_S = 30.0
"""For the head of a request, and between two pieces of its body: our own bound."""

KEEP_ALIVE_S = 75
"""For the next request on an idle connection: longer than clients keep one, so that they let go
first. Source: the default of nginx, `keepalive_timeout 75s`."""


class _TooLargeError(Exception):
    """Stops the parser; what to say is in `_refusal`."""


class SingleWriteProtocol(HttpToolsProtocol):
    """One connection."""

    client_timeout_s = CLIENT_TIMEOUT_S
    keep_alive_s = float(KEEP_ALIVE_S)

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.phase: Phase = "idle"
        self._since_s = monotonic()
        self._chunk = b""
        self._began_in = b""
        """Of what was read at once, all that begins with this request; empty where it does not."""
        self._unread: list[bytes] = []
        self._head_bytes = 0
        self._is_shared = False
        """Whether another request ended in what was read at once."""
        self._refusal: tuple[int, str] | None = None
        self._answering: RequestResponseCycle | None = None
        self._at_once: AtOnce | None = getattr(self.app, "at_once", None)
        self.app = hanging_up_when_cancelled(self.app)
        self._held: bytearray | None = None
        """The body so far of a request that ASGI was not told of yet."""
        self._named: dict[bytes, bytes] = {}
        self._has_served = False
        self._extensions: dict[str, object] = {}
        self._watch: asyncio.TimerHandle | None = None
        self._output: Output
        self._lined: tuple[list[tuple[bytes, bytes]] | None, bytes] = (None, b"")

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.transport = self._output = Output(transport, self.loop, self)
        self._extensions = {TRANSPORT: transport}
        self._watch = self.loop.call_later(self.client_timeout_s, self._let_go_if_stalled)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._output.is_ending:
            self._output.discard(len(data))
            return
        self._chunk = data
        self._is_shared = False
        if self.phase == "head":
            self._head_bytes += len(data)
        super().data_received(data)
        while self._unread and not self._output.is_ending:
            self._chunk = self._unread.pop()
            super().data_received(self._chunk)
        if self._held is not None:
            self._go_on_by_asgi()
        if self.phase == "head" and self._head_bytes > MAX_URL_BYTES + MAX_HEADER_BYTES:
            self._bound_head()

    # The parser calls these. When one raises, the parser stops; `send_400_response` comes next.

    def on_message_begin(self) -> None:
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        self.phase = "head"
        self._head_bytes = len(self._chunk)
        self._began_in = b"" if self._is_shared else self._chunk
        self._since_s = monotonic()

    def on_headers_complete(self) -> None:
        # `_head_bytes` is never less than the head's size: a small one needs no measuring.
        if len(self.headers) > MAX_HEADERS or self._head_bytes > MAX_HEADER_BYTES:
            self._refusal = excess(self.url, self.headers)
            if self._refusal is not None:
                raise _TooLargeError
        if self.parser.should_upgrade() and self._offers_upgrade():
            return
        if self.url[:1] != b"/":
            self.url = _origin_form(self.url)
            self._began_in = b""
        self.phase = "body"
        self._held = bytearray()
        self._named = dict(self.headers)
        if not self._may_be_at_once():
            self._go_on_by_asgi()

    def on_body(self, body: bytes) -> None:
        self._since_s = monotonic()
        if self._held is None:
            super().on_body(body)
        else:
            self._held += body

    def on_message_complete(self) -> None:
        if self.phase != "body":
            return
        self.phase = "idle"
        self._has_served = self._is_shared = True
        if self._held is not None and self._at_once is not None:
            if self._answered_at_once(self._at_once, bytes(self._held)):
                return
            self._go_on_by_asgi()
        super().on_message_complete()

    # A request is held until it is whole, or until all that was read is used up.

    def _may_be_at_once(self) -> bool:
        """Nothing is out of the ordinary, and all requests before this one have their answers."""
        if self._at_once is None or self.expect_100_continue or self.flow.write_paused:
            return False
        if self.url.find(b"#") >= 0 or not self.url.isascii():  # `in` is ten times as slow
            return False
        # A version before 1.1 keeps a connection only where a header asks for it.
        is_1_1 = b"connection" not in self._named or self.parser.get_http_version() == "1.1"
        is_free = self.cycle is None or self.cycle.response_complete
        return is_1_1 and is_free and self.parser.should_keep_alive()

    def _answered_at_once(self, at_once: AtOnce, body: bytes) -> bool:
        target, _, query = self.url.partition(b"?")
        method, path = self.parser.get_method().decode(), target.decode()
        scheme = self.scheme or "http"
        raw = self._chunk if self._began_in is self._chunk else b""
        asked = Asked(method, path, query, self.headers, self._named, body, scheme, "", raw)
        whole = at_once(asked)
        if whole is None:
            return False
        self._held = None
        self._output.write_whole((whole[0], self._server_lines(), whole[1]))
        self.server_state.total_requests += 1
        return True

    def _go_on_by_asgi(self) -> None:
        """Let uvicorn make of the held request what it makes of any."""
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.headers, self.expect_100_continue = url, headers, expects
        scope = cast("dict[str, Any]", self.scope)
        scope["headers"] = headers
        scope["extensions"] = self._extensions
        scope[ARRIVED_S] = self._since_s
        body, self._held = self._held, None
        super().on_headers_complete()
        if body:
            super().on_body(bytes(body))

    # uvicorn calls these around a response.

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answering = cycle
        self._output.expect_head(cycle)
        super()._start_asgi_task(cycle, app)

    def _server_lines(self) -> bytes:
        """The headers that uvicorn adds, such as the date, and the end of the head."""
        headers = self.server_state.default_headers
        if headers is not self._lined[0]:
            self._lined = (headers, header_lines(headers) + b"\r\n")
        return self._lined[1]

    def send_400_response(self, msg: str) -> None:
        """What the parser could not read. It is called while the parser's error is handled."""
        error = sys.exception()
        reason = error and (error.__context__ or error)
        self._refuse(*(self._refusal or (400, f"{msg} {reason}")))

    def _unsupported_upgrade_warning(self) -> None:
        """Read the request again as one that offers no upgrade: RFC 9110, 7.8, lets us ignore it.

        The parser stops at the head of one that does, and would lose its body. Java's own client
        offers HTTP/2 ("h2c") with every request, those with a body included.
        """
        stop = cast("httptools.HttpParserUpgrade", sys.exception())
        headers = [header for header in self.headers if header[0] != b"upgrade"]
        version = self.parser.get_http_version().encode()
        start = b"%b %b HTTP/%b\r\n" % (self.parser.get_method(), self.url, version)
        # A view, because there may be thousands of such requests in what was read at once.
        rest = cast("bytes", memoryview(self._chunk)[stop.args[0] :])
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self.phase = "idle"
        self._unread += [rest, start + header_lines(headers) + b"\r\n"]

    def _offers_upgrade(self) -> bool:
        """What the parser stops after, unless it is CONNECT; that is refused for its target."""
        return any(name == b"upgrade" for name, _ in self.headers)

    # The output asks this, and for the phase.

    def ends_with(self, cycle: RequestResponseCycle) -> bool:
        """Whether the connection has to end with this answer, though its request is not whole.

        It has to when the rest of the request is too much to read for nothing. A client that
        waits for "100 Continue" may go on with the body or with its next request, and nobody can
        tell which: RFC 9110, 10.1.1.
        """
        if cycle is not self.cycle:
            return False
        lengths = [value for name, value in self.headers if name == b"content-length"]
        is_short = bool(lengths) and int(lengths[0]) <= MAX_DISCARDED_BYTES
        return self.expect_100_continue or not is_short

    def _bound_head(self) -> None:
        if self._is_shared:  # it need not be this head that is so large, so it will be measured
            self._head_bytes = MAX_HEADER_BYTES + 1
        else:
            self._refuse(*(excess(self.url, self.headers) or (431, "The headers do not end.")))

    def _refuse(self, status: int, detail: str) -> None:
        """Say no and end the connection; only end it, when an answer is half sent already."""
        self._held = None
        answering = self._answering
        if answering is None or answering.response_complete or not answering.response_started:
            self._output.write(refusal_bytes(status, detail, self.server_state.default_headers))
        self._output.linger()

    def _let_go_if_stalled(self) -> None:
        """The only timer of a connection: it comes again until the client's time is over."""
        is_kept_alive = self.phase == "idle" and self._has_served
        limit_s = self.keep_alive_s if is_kept_alive else self.client_timeout_s
        if not self._is_clients_turn():
            self._since_s = monotonic()
        left_s = self._since_s + limit_s - monotonic()
        if left_s > 0:
            delay_s = min(left_s, self.client_timeout_s)
            self._watch = self.loop.call_later(delay_s, self._let_go_if_stalled)
        elif self.phase == "idle":
            self._output.close()
        else:
            self._refuse(408, f"The request was not complete within {limit_s:g} seconds.")

    def _is_clients_turn(self) -> bool:
        if self.phase == "body":
            return not self.flow.read_paused
        return self.cycle is None or self.cycle.response_complete


def _origin_form(url: bytes) -> bytes:
    """The target as uvicorn reads it, where "http://acme.test" asks for "/": RFC 9112, 3.2."""
    parts = httptools.parse_url(url)
    return (parts.path or b"/") + (b"?" + parts.query if parts.query else b"")
