"""A server that stands in for a vendor: TLS on a port of this machine, and the way to it.

The guard asks for the vendor's name and trusts public authorities; here it is told, in code, to
dial this machine and to trust one certificate that was made a moment ago.
"""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from contracts.live.wire import Wire

HOSTS = ("api.nexmo.com", "api.telnyx.com", "localhost")


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as it came over the wire; names of headers in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """What is answered.

    Args:
        raw: instead of all else, written as it is; may go on for as long as somebody reads.
    """

    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    raw: Callable[[Callable[[bytes], Any]], None] | None = None


Script = Callable[[Heard], Said]


@dataclass
class Vendor:
    """The server, what it heard, and the wire to it."""

    port: int
    wire: Wire
    heard: list[Heard] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)
    script: Script = field(default=lambda heard: Said())


def certificate(folder: Path) -> Path:
    """A certificate for the vendors' names, with its key, in one file.

    Skips the test where there is no openssl.
    """
    if not shutil.which("openssl"):
        pytest.skip("no openssl on this machine")
    names = ",".join(f"DNS:{host}" for host in HOSTS)
    file, key = folder / "vendor.pem", folder / "vendor.key"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=v"
    files = ["-addext", f"subjectAltName={names}", "-keyout", str(key), "-out", str(file)]
    subprocess.run(
        ["openssl", *made.split(), *files],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + key.read_text())
    return file


@contextmanager
def listening(pem: Path, script: Script) -> Iterator[Vendor]:
    """The server, until the context ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.tls = context
    server.vendor = vendor = _vendor(server.server_port, pem, script)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()


def _vendor(port: int, pem: Path, script: Script) -> Vendor:
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust.load_verify_locations(pem)

    def dial(host: str, _port: int, seconds: float) -> socket.socket:
        vendor.dialled.append(host)
        return socket.create_connection(("127.0.0.1", port), seconds)

    vendor = Vendor(port, Wire(trust, dial), script=script)
    return vendor


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    tls: ssl.SSLContext
    vendor: Vendor

    def get_request(self) -> tuple[socket.socket, Any]:
        plain, address = super().get_request()
        return self.tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave early are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        heard = Heard(self.command, self.path, headers, self.rfile.read(length))
        self.server.vendor.heard.append(heard)
        said = self.server.vendor.script(heard)
        if said.raw:
            said.raw(self.wfile.write)
        else:
            self._say(said)
        self.close_connection = True

    def _say(self, said: Said) -> None:
        self.send_response_only(said.status)
        for name, value in said.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body)

    do_GET = do_POST = do_DELETE = _answer  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing is told of what was asked."""
