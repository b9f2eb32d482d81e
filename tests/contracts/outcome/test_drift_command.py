"""`understudy drift`, all of it but the rules: APIs, baselines, what counts, who is told."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from contracts.commands.drift import command
from mock_server.errors import MockServerError

DOCUMENT = """
openapi: 3.1.0
info: {title: Bills, version: "1"}
paths:
  /bills:
    get:
      responses:
        "200":
          description: All of them.
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data: {type: array, minItems: 4, items: {$ref: "#/components/schemas/Bill"}}
  /other:
    get:
      responses:
        "200": {description: Nothing., content: {text/plain: {schema: {type: string}}}}
components:
  schemas:
    Bill:
      type: object
      required: [id, status]
      properties:
        id: {type: string, format: uuid}
        status: {type: string, enum: [open, paid]}
        amount: {type: string, enum: ["1.50", "2.50"]}
"""

GOLDEN = """
[[golden]]
name = "bills"
says = "all bills"
operation = "GET /bills"
expect = [200]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text(DOCUMENT)
    (tmp_path / "old.yaml").write_text(DOCUMENT)
    (tmp_path / "golden.toml").write_text(GOLDEN)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(command, arguments)
    if isinstance(result.exception, MockServerError):
        raise result.exception
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def watch(*arguments: str) -> Result:
    return run("b.json", "mock:acme.yaml", "--golden", "golden.toml", *arguments)


def change(folder: Path, old: str, new: str, name: str = "acme.yaml") -> None:
    file = folder / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def told(result: Result) -> list[dict[str, object]]:
    findings: list[dict[str, object]] = json.loads(result.output)["findings"]
    return findings


def test_an_api_is_recorded_then_watched_and_a_change_is_a_finding(folder: Path) -> None:
    first = watch("--record", "--captures", "10")
    clean = watch()
    change(folder, "required: [id, status]", "required: [id, status, tax]")
    change(folder, "amount: {", "tax: {type: integer}\n        amount: {")
    changed = watch("--format", "json")

    assert "the next run judges" in " ".join(first.output.split())
    assert (first.exit_code, clean.exit_code) == (0, 0)
    found = [one["where"] for one in told(changed) if one["kind"] != "slower"]
    assert found == ["response 200.data[].tax"]
    assert changed.exit_code == 0


def test_what_contradicts_the_document_is_breaking_and_the_baseline_stays(folder: Path) -> None:
    watch("--record", "--captures", "10")
    known = (folder / "b.json").read_bytes()
    specs = ("--published", "old.yaml")
    change(folder, "status: {type: string, enum: [open, paid]}", "status: {type: integer}")
    change(folder, "amount:", "cost:")

    result = watch("--format", "json", "--fail-on", "safe", *specs)

    kinds = {one["kind"]: one for one in told(result)}
    assert {"type-added", "property-removed", "property-added"} <= kinds.keys()
    assert result.exit_code == 1
    assert (folder / "b.json").read_bytes() == known


def test_a_baseline_is_begun_only_when_that_is_said(folder: Path) -> None:
    with pytest.raises(MockServerError, match="no such baseline"):
        watch()

    assert not (folder / "b.json").exists()


def test_two_apis_are_held_against_each_other(folder: Path) -> None:
    change(folder, "amount:", "cost:", "old.yaml")

    result = run(
        "mock:old.yaml", "mock:acme.yaml", "--golden", "golden.toml",
        "--captures", "10", "--format", "json",
    )  # fmt: skip

    messages = [str(one["message"]) for one in told(result)]
    assert any("mock:acme.yaml sends" in one for one in messages)
    assert any("mock:old.yaml sends" in one for one in messages)
    assert all("our mock is wrong" in str(one["verdict"]) for one in told(result))


def test_what_is_accepted_does_not_count_until_it_expires(folder: Path) -> None:
    change(folder, "        amount:", "        cost:")
    (print_,) = [
        one["fingerprint"]
        for one in told(run("old.yaml", "acme.yaml", "--format", "json"))
        if one["kind"] == "property-removed"
    ]
    entry = f'[[accepted]]\nfingerprint = "{print_}"\nreason = "known"\nexpires = '
    (folder / "ok.toml").write_text(entry + "2999-01-01\n")
    (folder / "late.toml").write_text(entry + "2001-01-01\n")

    accepted = run("old.yaml", "acme.yaml", "--accept", "ok.toml")
    late = run("old.yaml", "acme.yaml", "--accept", "late.toml")

    assert (accepted.exit_code, late.exit_code) == (0, 1)
    assert "known" in accepted.output
    assert "ended on 2001-01-01" in late.output


def test_what_the_code_does_not_use_is_folded_away(folder: Path) -> None:
    change(folder, "        amount:", "        cost:")
    (folder / "uses.txt").write_text("GET /bills reads data[].id\n")
    (folder / "other.txt").write_text("GET /bills reads data[].amount\n")

    spared = run("old.yaml", "acme.yaml", "--uses", "uses.txt", "--format", "json")
    hit = run("old.yaml", "acme.yaml", "--uses", "other.txt", "--format", "json")

    assert (spared.exit_code, hit.exit_code) == (0, 1)
    assert not told(spared)
    assert json.loads(spared.output)["folded"]


def test_a_change_counts_when_it_has_held(folder: Path) -> None:
    change(folder, "        amount:", "        cost:")
    args = ("old.yaml", "acme.yaml", "--history", "runs.jsonl", "--hold", "2")

    first, second = run(*args), run(*args)
    change(folder, "        cost:", "        amount:")
    third = run(*args)

    assert (first.exit_code, second.exit_code, third.exit_code) == (0, 1, 0)
    assert "waiting" in first.output
    assert "Taken back" in third.output


@pytest.mark.parametrize("name", ["json", "junit", "sarif", "html", "markdown"])
def test_every_format_goes_to_its_file(folder: Path, name: str) -> None:
    change(folder, "        amount:", "        cost:")

    result = run("old.yaml", "acme.yaml", "--format", f"{name}=report")

    assert "amount" in (folder / "report").read_text()
    assert result.exit_code == 1


class Receiver(BaseHTTPRequestHandler):
    received: list[tuple[str, bytes]] = []  # noqa: RUF012 - one server in one test

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.received.append((self.headers["understudy-signature"], body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@contextmanager
def receiving() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/news"
        finally:
            server.shutdown()
            thread.join()


def test_news_are_signed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNDERSTUDY_WEBHOOK_SECRET", "known to both")
    change(folder, "        amount:", "        cost:")

    with receiving() as url:
        run("old.yaml", "acme.yaml", "--webhook", url)
        run("old.yaml", "old.yaml", "--webhook", url)

    ((signature, body),) = Receiver.received
    moment, code = (part.partition("=")[2] for part in signature.split(","))
    expected = hmac.new(b"known to both", f"{moment}.".encode() + body, sha256).hexdigest()
    assert code == expected
    assert json.loads(body)["severity"] == "breaking"


@pytest.mark.parametrize(
    ("url", "why"),
    [("http://example.com/x", "https"), ("https://u:p@nowhere.invalid/secret", "nowhere")],
)
def test_news_that_cannot_go_out_are_told_without_the_address_s_secrets(
    folder: Path, monkeypatch: pytest.MonkeyPatch, url: str, why: str
) -> None:
    monkeypatch.setenv("UNDERSTUDY_WEBHOOK_SECRET", "s3cret")
    change(folder, "        amount:", "        cost:")

    with pytest.raises(MockServerError) as refused:
        run("old.yaml", "acme.yaml", "--webhook", url)

    assert why in str(refused.value)
    assert "secret" not in str(refused.value).replace("UNDERSTUDY_WEBHOOK_SECRET", "")
    assert "u:p" not in str(refused.value)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("mock:acme.yaml", "b.json"), "in the other order"),
        (("golden.toml", "mock:acme.yaml", "--golden", "golden.toml"), "baseline cannot be read"),
        (("old.yaml", "acme.yaml", "--hold", "soon"), "no time to hold"),
        (("old.yaml", "acme.yaml", "--format", "pdf"), "names no report"),
        (("old.yaml", "acme.yaml", "--uses", "none.txt"), "What is used"),
        (("b.json", "mock:acme.yaml", "--record"), "no golden requests"),
        (("b.json", "live:telnyx", "--record"), "only when that is said"),
        (("old.yaml", "acme.yaml", "--hold", "3"), "without the runs so far"),
        (("old.yaml", ""), "no document ''"),
    ],
)
def test_wrong_use_is_told(folder: Path, arguments: tuple[str, ...], what: str) -> None:
    with pytest.raises(MockServerError, match=what):
        run(*arguments)


def test_without_credentials_a_live_look_says_so_and_judges_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELNYX_API_KEY", raising=False)

    result = run("b.json", "live:telnyx", "--live", "--account", "somebody", "--record")

    assert result.exit_code == 3
    assert "no credentials" in result.output
    assert not (folder / "b.json").exists()
