"""The least an application can do, on our own servers: the ceiling of every figure.

`python -m tests.bench.hello SERVER PORT BODY_BYTES`
"""

from __future__ import annotations

import sys
from typing import Literal, cast

from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.web.servers import Listening, ServerOptions, run_server


def hello(body: bytes) -> ASGIApp:
    """An application that answers every request with these bytes."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    end = {"type": "http.response.body", "body": body}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await send(start)
            await send(end)

    return app


def main(server: str, port: str, body_bytes: str) -> None:
    """Serve until stopped."""
    body = b'"%s"' % (b"x" * (int(body_bytes) - 2))
    options = ServerOptions(
        on_ready=_ignore, port=int(port), server=cast("Literal['uvicorn', 'granian']", server)
    )
    run_server(hello(body), options)


def _ignore(_: Listening) -> None:
    """Nobody asks."""


if __name__ == "__main__":
    main(*sys.argv[1:])
