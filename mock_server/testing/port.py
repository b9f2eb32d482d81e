"""An application on a port of this machine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from starlette.types import ASGIApp

from mock_server.web.listen import listen
from mock_server.web.servers import Listening, ServerOptions, serve_with_uvicorn

HOST = "127.0.0.1"


async def serving(app: ASGIApp, on_ready: Callable[[Listening], None]) -> None:
    """Serve on a free port until the listening is stopped; the lifespan is driven elsewhere."""
    options = ServerOptions(on_ready, HOST, port=0)
    with closing(listen(options.host, options.port)) as listener:
        await serve_with_uvicorn(app, options, listener)
