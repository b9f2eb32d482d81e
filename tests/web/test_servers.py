from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Literal

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from mock_server.errors import ConfigError
from mock_server.web.servers import GRACE_S, Listening, ServerOptions, is_loopback, run_server
from tests.web.connection import PATIENCE_S, Client, served
from tests.web.small_app import LARGE, app

ServerName = Literal["uvicorn", "granian"]
SERVERS: tuple[ServerName, ...] = ("uvicorn", "granian")

PROGRAM = """
import sys
from mock_server.web.servers import ServerOptions, run_server
from tests.web.small_app import app

def say(listening):
    print(listening.port, flush=True)

run_server(app, ServerOptions(say, port=0, server=sys.argv[1]))
print("ended in peace")
"""


def nobody(_: Listening) -> None:
    raise AssertionError("it should not have got so far")


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_tells_its_port_once_it_answers(name: ServerName) -> None:
    with served(app, name) as listening, httpx.Client() as client:
        answer = client.get(f"{listening.url}/large")

    assert listening.port > 0
    assert answer.content == LARGE


@pytest.mark.parametrize("name", SERVERS)
def test_a_stopped_server_answers_what_it_had_begun_and_frees_its_port(name: ServerName) -> None:
    with served(app, name) as listening, Client(listening.port) as client:
        client.send(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        time_to_begin(client)
        listening.stop()
        answer = client.answer()

    assert answer.body == b"slow"
    with pytest.raises(ConnectionRefusedError):
        Client(listening.port)


def time_to_begin(client: Client) -> None:
    """Until the server has read the request: one on a connection of its own has its answer."""
    with Client(client.socket.getpeername()[1]) as other:
        other.ask(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")


@contextlib.contextmanager
def program(name: ServerName) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-c", PROGRAM, name]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda it: it.name)
def test_a_signal_is_a_normal_end_even_with_idle_and_unfinished_requests(
    name: ServerName, number: signal.Signals
) -> None:
    with program(name) as (process, port), Client(port) as idle, Client(port) as unfinished:
        idle.ask(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        unfinished.send(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\npart")
        begun_s = time.monotonic()
        process.send_signal(number)
        said, complained = process.communicate(timeout=PATIENCE_S)
        took_s = time.monotonic() - begun_s

    assert (process.returncode, said, complained) == (0, "ended in peace\n", "")
    assert took_s < 3 * GRACE_S


@pytest.mark.parametrize("name", SERVERS)
def test_a_port_that_is_taken_is_refused_in_words(name: ServerName) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ConfigError) as refused:
            run_server(app, ServerOptions(nobody, port=port, server=name))

    assert (refused.value.where, refused.value.why) == (
        f"--host 127.0.0.1 --port {port}",
        "Address already in use",
    )


@pytest.mark.parametrize("name", SERVERS)
def test_two_servers_do_not_share_a_port(name: ServerName) -> None:
    with served(app, name) as listening, pytest.raises(ConfigError):
        run_server(app, ServerOptions(nobody, port=listening.port, server=name))


@pytest.mark.parametrize(
    "host", ["no-such-host.invalid", "", "a" * 70 + ".test", "198.51.100.7", "..", "\x00"]
)
def test_a_host_that_is_not_this_machine_is_refused_in_words(host: str) -> None:
    """198.51.100.0/24 is nobody's: RFC 5737, addresses for documentation."""
    with pytest.raises(ConfigError) as refused:
        run_server(app, ServerOptions(nobody, host=host, port=0))

    assert "127.0.0.1" in refused.value.fix


@pytest.mark.parametrize("port", [-1, 65536, 10**30])
def test_a_port_that_cannot_be_is_refused_in_words(port: int) -> None:
    with pytest.raises(ConfigError) as refused:
        run_server(app, ServerOptions(nobody, port=port))

    assert "0 to 65535" in refused.value.fix


@pytest.mark.skipif(os.geteuid() == 0, reason="root may listen anywhere")
def test_a_privileged_port_is_refused_in_words() -> None:
    with pytest.raises(ConfigError) as refused:
        run_server(app, ServerOptions(nobody, port=1))

    assert "above 1023" in refused.value.fix


def test_localhost_is_served_on_each_of_its_addresses() -> None:
    addresses = {each[4][0] for each in socket.getaddrinfo("localhost", None)}

    with served(app, host="localhost") as listening:
        answers = [ask(str(address), listening.port) for address in addresses]

    assert set(answers) == {b"HTTP/1.1 200 OK"}


def ask(address: str, port: int) -> bytes:
    with socket.create_connection((address, port), PATIENCE_S) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return connection.recv(15)


async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "the store is not there"})


async def broken(scope: Scope, receive: Receive, send: Send) -> None:
    raise ValueError("a bug")


@pytest.mark.parametrize("name", SERVERS)
def test_an_application_that_cannot_start_is_quoted(name: ServerName) -> None:
    with pytest.raises(ConfigError) as refused:
        run_server(refusing, ServerOptions(nobody, port=0, server=name))

    assert refused.value.what == "The application did not start"
    assert refused.value.why == "the store is not there"


@pytest.mark.parametrize("name", SERVERS)
def test_a_bug_in_the_start_of_an_application_keeps_its_traceback(name: ServerName) -> None:
    with pytest.raises(ValueError, match="a bug"):
        run_server(broken, ServerOptions(nobody, port=0, server=name))


def test_a_server_that_is_not_installed_is_refused_with_the_way_to_install_it() -> None:
    """A fresh interpreter in which importing it fails, as if the extra had not been installed."""
    program = f"import sys; sys.modules['granian'] = None\n{PROGRAM}"

    done = subprocess.run(
        [sys.executable, "-c", program, "granian"], capture_output=True, text=True, check=False
    )

    assert "pip install 'understudy[fast]'" in done.stderr


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        *(("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True)),
        *(("LocalHost", True), ("192.0.2.1", False), ("::", False), ("10.0.0.1", False)),
        *(("example.com", False), ("", False)),
    ],
)
def test_it_is_known_whether_a_host_is_reached_from_this_machine_alone(
    host: str, expected: bool
) -> None:
    assert is_loopback(host) is expected


def test_an_address_is_written_as_urls_want_it() -> None:
    assert Listening("::1", 80, lambda: None).url == "http://[::1]:80"
