"""What a command does when a shell runs it: curl itself sends, a server of ours says what came."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.evidence import Veil, curl
from contracts.evidence.shell import word
from tests.contracts.evidence.exchanges import exchange

VARIABLES = {"TOKEN": 'the-$real`one"', "PATH": "/usr/bin:/bin"}
VEIL = Veil(b"key", {VARIABLES["TOKEN"]: "TOKEN"})


@dataclass
class Came:
    """The last request that the server saw."""

    method: str = ""
    target: str = ""
    headers: dict[str, str] | None = None
    body: bytes = b""


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, Came]]:
    came = Came()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            came.method, came.target = self.command, self.path
            came.headers = {name.lower(): value for name, value in self.headers.items()}
            came.body = self.rfile.read(size)
            self.send_response(204)
            self.end_headers()

        do_GET = do_POST = do_PATCH = do_DELETE = do_HEAD = answer  # noqa: N815

        def log_message(self, *said: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", came
    server.shutdown()
    server.server_close()
    thread.join()


def run(command: str) -> None:
    subprocess.run(
        ["bash", "-c", command + " --max-time 5 --noproxy '*'"],
        env=VARIABLES,
        check=True,
        capture_output=True,
    )


METHODS = st.sampled_from(["GET", "POST", "PATCH", "DELETE", "HEAD"])
VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=15).map(str.strip)
PAIRS = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=5), st.text(max_size=8), max_size=3
)
BODIES = st.one_of(
    st.just(b""),
    st.binary(max_size=30),
    st.text(max_size=30).map(lambda one: one.encode("utf-8", "ignore")),
)


@given(method=METHODS, query=PAIRS, value=VALUES, body=BODIES)
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_command_sends_the_same_request_again(
    listener: tuple[str, Came], method: str, query: dict[str, str], value: str, body: bytes
) -> None:
    address, came = listener
    content = b"" if method == "HEAD" else body
    headers = {"Authorization": f"Bearer {VARIABLES['TOKEN']}", "X-Case": value}
    clean = {
        name.encode("utf-8", "replace").decode(): one.encode("utf-8", "replace").decode()
        for name, one in query.items()
    }
    request = httpx.Request(
        method, f"{address}/things/1", params=clean, headers=headers, content=content
    )

    command = curl(exchange(request), VEIL)
    run(command)

    assert VARIABLES["TOKEN"] not in command
    assert (came.method, came.target.encode()) == (method, request.url.raw_path)
    assert came.headers is not None
    assert came.headers["authorization"] == f"Bearer {VARIABLES['TOKEN']}"
    assert came.headers.get("x-case", "") == value
    assert came.body == content


def test_user_and_password_go_as_such(listener: tuple[str, Came]) -> None:
    address, came = listener
    url = address.replace("http://", "http://anna:pass-word@") + "/things/1"

    command = curl(exchange(httpx.Request("GET", url)), Veil(b"key"))
    run(f"USER_NAME=anna PASSWORD=pass-word; {command}")

    assert "pass-word" not in command
    assert came.headers is not None
    assert came.headers["authorization"] == httpx.BasicAuth("anna", "pass-word")._auth_header


def test_a_key_in_a_query_is_a_variable(listener: tuple[str, Came]) -> None:
    address, came = listener
    request = httpx.Request("GET", f"{address}/things/1?api_key=s3cr3t-key&page[size]=2")

    command = curl(exchange(request, source="golden"), Veil(b"key"))
    run(f"API_KEY=s3cr3t-key; {command}")

    assert "s3cr3t-key" not in command
    assert came.target == "/things/1?api_key=s3cr3t-key&page[size]=2"


def test_what_was_learned_from_people_is_a_pseudonym_and_what_was_invented_is_kept() -> None:
    request = httpx.Request(
        "GET", "https://x.example/things/inv_8f3a2b9c?to=%2B31612345678&size=5&since=2026-10-01"
    )

    invented = curl(exchange(request, source="coverage"), Veil(b"key"))
    learned = curl(exchange(request, source="pages_tile_the_list"), Veil(b"key"))

    assert "inv_8f3a2b9c?to=%2B31612345678&size=5" in invented
    assert "things/inv_" in learned
    assert "&size=5&since=2026-10-01" in learned
    assert "8f3a2b9c" not in learned
    assert "31612345678" not in learned


def test_what_was_played_in_this_process_is_asked_where_serve_answers() -> None:
    command = curl(exchange(httpx.Request("GET", "http://mock/things/1"), source="law"), VEIL)

    assert command == "curl -sS http://127.0.0.1:4010/things/1"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
@settings(deadline=None, max_examples=60)
def test_a_shell_reads_a_word_as_it_was(text: str) -> None:
    said = f"echo-{text}-$TOKEN"

    finished = subprocess.run(
        ["bash", "-c", f"printf %s {word(said, frozenset({'TOKEN'}))}"],
        env=VARIABLES,
        check=True,
        capture_output=True,
    )

    assert finished.stdout.decode() == said.replace("$TOKEN", VARIABLES["TOKEN"])
