"""Somebody on this machine who is called back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Hooks:
    """What was heard (path, media type, body), and what is answered, the last for good.

    `marks` has the id of each callback that was heard, and the number of the attempt.
    `pause_s` is how long an answer takes.
    """

    statuses: list[int] = field(default_factory=lambda: [200])
    url: str = ""
    pause_s: float = 0.0
    heard: list[tuple[str, str | None, bytes]] = field(default_factory=list)
    marks: list[tuple[str | None, str | None]] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Hooks]:
    """Be there, on a free port of 127.0.0.1."""
    told = Hooks()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            told.heard.append((self.path, self.headers["content-type"], body))
            marks = ("mock-callback-id", "mock-callback-attempt")
            told.marks.append((self.headers[marks[0]], self.headers[marks[1]]))
            time.sleep(told.pause_s)
            status = told.statuses.pop(0) if len(told.statuses) > 1 else told.statuses[0]
            self.send_response(status)
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}/hook?a=1"
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
