"""What is no API, or is one no longer: clear words, status 2, no traceback."""

from __future__ import annotations

import json
import socket
import subprocess
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner

from contracts.commands.check import command
from contracts.errors import TargetError
from contracts.running.budget import Budget
from contracts.running.credentials import header_of
from contracts.running.run import Order, run
from contracts.targets.target import Wanted
from mock_server.errors import MockServerError
from tests.contracts.running.serving import answering, whole
from tests.serving import UNDERSTUDY

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Small", "version": "1"},
    "paths": {
        "/things": {
            "get": {
                "parameters": [
                    {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1}}
                ],
                "responses": {
                    "200": {
                        "description": "All.",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"type": "string"}}
                            }
                        },
                    },
                    "400": {"description": "No."},
                },
            }
        }
    },
}

ORDER = Order(Budget(40))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(DOCUMENT))
    return file


def why_not(url: str, document: Path) -> str:
    with pytest.raises(TargetError) as refusal:
        run(Wanted(url, (document,)), ORDER)
    return refusal.value.why


def test_nobody_at_the_address_is_told(document: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"

        assert "refused" in why_not(url, document)


def test_a_server_without_tls_is_told(document: Path) -> None:
    with answering(lambda handler: whole(handler, 200, b"[]")) as url:
        why = why_not(url.replace("http:", "https:"), document)

    assert "ssl" in why.lower()


def test_pages_of_html_are_no_api(document: Path) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        whole(handler, 200, b"<html></html>", Content_Type="text/html; charset=utf-8")

    with answering(page) as url:
        assert "HTML" in why_not(url, document)


def test_credentials_do_not_follow_a_redirect_to_another_host(document: Path) -> None:
    asked: list[str] = []

    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.headers["Host"])
        there = f"http://localhost:{handler.headers['Host'].rpartition(':')[2]}/"
        whole(handler, 302, b"", Location=there)

    with answering(elsewhere) as url:
        why = why_not(url, document)

    assert "localhost" in why
    assert {host.partition(":")[0] for host in asked} == {"127.0.0.1"}


def test_an_endless_answer_ends_at_a_bound(document: Path) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        while True:
            handler.wfile.write(b" " * 1024 * 1024)

    with answering(endless) as url:
        assert "16 MB" in why_not(url, document)


def test_a_target_that_dies_ends_the_run_with_what_was_found(document: Path) -> None:
    count = 0

    def dying(handler: BaseHTTPRequestHandler) -> None:
        nonlocal count
        count += 1
        if count == 8:
            handler.server.server_close()
            handler.close_connection = True
        if count >= 8:
            handler.connection.close()
            return
        whole(handler, 200, b"[]", Content_Type="application/json", Connection="close")
        handler.close_connection = True

    with answering(dying) as url:
        report = run(Wanted(url, (document,)), Order(Budget(200), phases=("listed", "fuzzing")))

    assert report.verdict in ("violation", "inconclusive")
    assert report.requests < 60
    assert any("answer" in note or "gone" in note for note in report.notes)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("mock:nobody",), "nobody"),
        (("http://127.0.0.1:9",), "--spec"),
        (("mock:vonage", "--budget", "0"), "is no budget"),
        (("mock:vonage", "--only", "GET /nothing"), "no operation"),
        (("mock:vonage", "--phases", "guessing"), "names no phase"),
        (("mock:vonage", "--format", "pdf=a.pdf"), "names no report"),
        (("mock:vonage", "--format", "html=nowhere/a.html"), "cannot be written"),
        (("mock:vonage", "--format", "html=."), "cannot be written"),
        (("mock:vonage", "--spec", "a.yaml"), "--spec means nothing here"),
        (("mock:vonage", "--journal", "broken.yaml"), "no archive of a journal"),
        (("mock:vonage", "--coverage", "broken.yaml"), "cannot be kept in this file"),
        (("mock:vonage", "--against", "live:vonage"), "not asked this way"),
        (("mock:",), "no vendor or document ''"),
        (("http://127.0.0.1:99999", "--spec", "a.yaml"), "ports end at 65,535"),
        (("http://127.0.0.1/?a=b", "--spec", "a.yaml"), "nothing may follow its own path"),
        (("http://[::1", "--spec", "a.yaml"), "nothing that can be judged"),
        (("http://127.0.0.1:9", "--spec", "a.yaml", "--basic-env", "ONE"), "no two variables"),
        (("ftp://example.org", "--spec", "a.yaml"), "nothing that can be judged"),
        (("http://127.0.0.1:9", "--spec", "broken.yaml"), "broken.yaml"),
        (("http://127.0.0.1:9", "--spec", "a.yaml", "--bearer-env", "UNSET_ONE"), "UNSET_ONE"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_wrong_use_is_told(
    said: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.yaml").write_text("openapi: [3.1\n")

    ended = CliRunner().invoke(command, said)

    assert isinstance(ended.exception, MockServerError)
    assert words in str(ended.exception)


@pytest.mark.parametrize("ending", ["\r", "\n", "\u00e9"], ids=ascii)
def test_a_credential_that_cannot_be_sent_is_not_told(
    ending: str, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY", f"canary-3f5a{ending}")

    ended = CliRunner().invoke(
        command, ["http://127.0.0.1:9", "--spec", str(document), "--bearer-env", "CANARY"]
    )

    assert isinstance(ended.exception, MockServerError)
    assert "'Authorization' cannot be sent" in str(ended.exception)
    assert "canary-3f5a" not in str(ended.exception) + ended.output


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("X-Key: $CANARY", "one"),
        ("Authorization: Bearer ${CANARY}", "Bearer one"),
        ("X-Key: pa$CANARY", "pa$CANARY"),
    ],
)
def test_words_of_a_header_come_from_the_environment(said: str, sent: str) -> None:
    assert header_of(said, {"CANARY": "one"})[1] == sent


def test_a_password_in_what_is_no_address_is_not_told(document: Path) -> None:
    ended = CliRunner().invoke(
        command, ["http://me:canary-3f5a@127.0.0.1:9/?a=b", "--spec", str(document)]
    )

    assert "nothing that can be judged" in str(ended.exception)
    assert "canary-3f5a" not in str(ended.exception)


def test_who_is_always_turned_away_learns_that_nothing_was_judged(tmp_path: Path) -> None:
    refused = {"description": "Who are you?"}
    told = json.loads(json.dumps(DOCUMENT))
    told["paths"]["/things"]["get"]["responses"]["401"] = refused
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(told))

    with answering(lambda handler: whole(handler, 401, b"", WWW_Authenticate="Bearer")) as url:
        report = run(Wanted(url, (file,)), Order(Budget(20), phases=("listed",)))

    assert (report.verdict, report.findings) == ("inconclusive", ())
    assert any("Every answer is a refusal" in note for note in report.notes)
    assert "were answered with 401 or 403" in report.operations[0].why_not


def test_who_finds_nothing_at_an_address_learns_that_it_may_be_another(document: Path) -> None:
    with answering(lambda handler: whole(handler, 404, b"")) as url:
        report = run(Wanted(url, (document,)), Order(Budget(20), phases=("listed",)))

    assert any(note.endswith("end where its paths begin?") for note in report.notes)


def test_our_own_errors_end_with_two_and_without_a_traceback() -> None:
    ended = subprocess.run(
        [UNDERSTUDY, "check", "mock:vonage", "--budget", "0"],
        check=False,
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 2
    assert ended.stderr.startswith("Error: '0' is no budget\n")
    assert "Traceback" not in ended.stderr
