"""`understudy drift` as it is called."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from contracts.commands.drift import command
from contracts.drift.rules import ROWS
from mock_server.errors import MockServerError
from tests.contracts.drift.acme import Json, document, operation, responding

OLD = responding({"type": "object", "properties": {"cost": {"type": "number"}}})
NEW = responding({"type": "object", "properties": {"cost": {"type": "string"}}})
SAFER = responding({"type": "object", "properties": {"cost": {"type": "integer"}}})


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, tree in (("old", OLD), ("new", NEW), ("safer", SAFER)):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(tree))
        (tmp_path / f"{name}.json").write_text(json.dumps(tree))
    return tmp_path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def refused(*words: str | Path) -> MockServerError:
    """Our own error, which `understudy` tells without a traceback and ends with status 2."""
    error = run(*words).exception
    assert isinstance(error, MockServerError), error
    assert error.what
    assert error.where
    assert error.why
    assert error.fix
    return error


def test_it_ends_with_1_when_a_client_would_break(files: Path) -> None:
    result = run(files / "old.yaml", files / "new.json")

    assert result.exit_code == 1
    assert "breaking  POST /things/{id}" in result.output
    assert "response 200.it.cost: the type was number, now it is string" in result.output
    assert result.output.endswith("1 breaking\n")


@pytest.mark.parametrize(
    ("new", "level", "status"),
    [
        ("new", "breaking", 1), ("new", "safe", 1), ("safer", "breaking", 0),
        ("safer", "risky", 0), ("safer", "safe", 1), ("old", "safe", 0),
    ],
)  # fmt: skip
def test_fail_on_says_from_where_it_fails(files: Path, new: str, level: str, status: int) -> None:
    result = run(files / "old.yaml", files / f"{new}.yaml", "--fail-on", level)

    assert result.exit_code == status


def test_nothing_is_told_of_what_does_not_differ(files: Path) -> None:
    result = run(files / "old.yaml", files / "old.json")

    assert (result.exit_code, result.output) == (0, "Nothing differs that a client could notice.\n")


def test_json_has_the_documented_form(files: Path) -> None:
    told = json.loads(run(files / "old.yaml", files / "new.yaml", "--format", "json").output)

    fingerprint = told["findings"][0].pop("fingerprint")
    schema = "/paths/~1things~1{id}/post/responses/200/content/application~1json/schema"
    assert told == {
        "severity": "breaking",
        "findings": [
            {
                "kind": "type-changed",
                "direction": "response",
                "severity": "breaking",
                "operation": "POST /things/{id}",
                "operations": ["POST /things/{id}"],
                "where": "response 200.it.cost",
                "old_pointer": f"{schema}/properties/it/properties/cost",
                "new_pointer": f"{schema}/properties/it/properties/cost",
                "message": "the type was number, now it is string",
            }
        ],
    }
    assert len(fingerprint) == 16


def test_nothing_has_the_severity_none(files: Path) -> None:
    told = json.loads(run(files / "old.yaml", files / "old.json", "--format", "json").output)

    assert told == {"severity": "none", "findings": []}


def test_a_report_may_go_to_a_file(files: Path) -> None:
    report = files / "report.json"

    result = run(files / "old.yaml", files / "new.yaml", "--format", "json", "--output", report)

    assert (result.exit_code, result.output) == (1, "")
    assert json.loads(report.read_text())["severity"] == "breaking"


def test_rules_lists_every_kind() -> None:
    result = run("--rules")

    kinds = [line.split()[0] for line in result.output.splitlines()[1:]]
    assert result.exit_code == 0
    assert kinds == [row.kind for row in ROWS]


def test_two_documents_must_be_named(files: Path) -> None:
    assert run(files / "old.yaml").exit_code == 2


def test_folders_are_compared_as_one(tmp_path: Path) -> None:
    one_file = document({"/a": {"get": operation()}, "/b": {"get": operation()}})
    for name, paths in (("a", {"/a": {"get": operation()}}), ("b", {"/b": {"get": operation()}})):
        (tmp_path / "parts" / name).mkdir(parents=True)
        (tmp_path / "parts" / name / "openapi.yaml").write_text(yaml.safe_dump(document(paths)))
    (tmp_path / "parts" / "package.json").write_text('{"name": "no document"}')
    (tmp_path / "whole.json").write_text(json.dumps(one_file))

    result = run(tmp_path / "parts", tmp_path / "whole.json", "--fail-on", "safe")

    assert result.exit_code == 0, result.output


def test_references_into_other_files_are_followed(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "thing.yaml").write_text("Thing: {type: string}")
    tree = responding({"$ref": "shared/thing.yaml#/Thing"})
    (tmp_path / "old.json").write_text(json.dumps(tree))
    (tmp_path / "new.json").write_text(json.dumps(responding({"type": "string"})))

    assert run(tmp_path / "old.json", tmp_path / "new.json", "--fail-on", "safe").exit_code == 0


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def test_a_document_may_be_that_of_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "specs").mkdir()
    for tree in (OLD, NEW):
        (tmp_path / "specs" / "acme.yaml").write_text(yaml.safe_dump(tree))
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", "a version")
    monkeypatch.chdir(tmp_path)

    assert run("HEAD~1:specs/acme.yaml", "specs/acme.yaml").exit_code == 1
    assert run("HEAD~1:specs", "HEAD:specs").exit_code == 1
    assert run("HEAD:specs", "specs").exit_code == 0
    assert "HEAD~9" in refused("HEAD~9:specs", "specs").what
    assert refused("HEAD:gone", "specs").why


BAD: dict[str, bytes] = {
    "nothing": b"",
    "a page": b"<!DOCTYPE html><html><body>Please log in</body></html>",
    "a portal": b"\n\n  <html><head><meta http-equiv='refresh'></head></html>",
    "cut off JSON": json.dumps(OLD).encode()[:-40],
    "cut off YAML": b'openapi: "3.0.3"\npaths:\n  /a: {get: {responses: {"200',
    "not OpenAPI": b"name: something else\nversion: 2\n",
    "a list": b"[1, 2]",
    "words": b"just some words",
    "Swagger": b'swagger: "2.0"\npaths: {}\n',
    "a version to come": b'openapi: "4.0.0"\npaths: {}\n',
    "no paths": b'openapi: "3.0.3"\ninfo: {title: a}\n',
    "paths that are a list": b'openapi: "3.0.3"\npaths: [a]\n',
    "bytes": bytes(range(256)),
    "an alias of itself": b'openapi: "3.0.3"\npaths: &a {b: *a}\n',
    "too much": b'{"openapi": "3.0.3", "paths": {}, "x": "' + b"x" * 50_000_000 + b'"}',
    "nested without end": b"[" * 100_000,
    "nested deep": b'{"openapi": "3.0.3", "paths": ' + b'{"a":' * 500 + b"1" + b"}" * 501,
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_what_is_no_document_is_refused(files: Path, name: str, suffix: str) -> None:
    bad = files / f"bad.{suffix}"
    bad.write_bytes(BAD[name])

    assert str(bad) in refused(bad, files / "old.yaml").where
    assert str(bad) in refused(files / "old.yaml", bad).where


def test_a_circle_of_references_is_refused(files: Path) -> None:
    circle = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    tree = responding({"$ref": "#/components/schemas/A"}, components={"schemas": circle})
    (files / "circle.json").write_text(json.dumps(tree))

    error = refused(files / "old.yaml", files / "circle.json")

    assert "leads back to itself" in error.what


def test_a_document_that_lost_its_end_is_refused(files: Path) -> None:
    names = [f"Thing{number}" for number in range(9)]
    tree = document({f"/{name}": {"get": _answering(name)} for name in names})
    (files / "cut.yaml").write_text(yaml.safe_dump(tree))

    assert "cut off" in refused(files / "old.yaml", files / "cut.yaml").what


def _answering(name: str) -> Json:
    schema = {"$ref": f"#/components/schemas/{name}"}
    content = {"application/json": {"schema": schema}}
    return operation(responses={"200": {"description": "fine", "content": content}})


def test_what_is_not_there_is_refused(files: Path) -> None:
    assert "gone.yaml" in refused(files / "gone.yaml", files / "old.yaml").what
    (files / "empty").mkdir()
    assert "empty" in refused(files / "empty", files / "old.yaml").what
    assert refused(files / "old.yaml", files / "new.yaml", "--output", files / "no" / "x").where


@contextmanager
def answering(answers: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, sent = answers[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_documents_are_fetched_from_one_host_only(files: Path) -> None:
    shared = json.dumps({"Thing": {"type": "string"}}).encode()
    tree = json.dumps(responding({"$ref": "thing.json#/Thing"})).encode()
    answers: dict[str, tuple[int, dict[str, str], bytes]] = {
        "/v1/openapi.json": (200, {"Content-Type": "application/json"}, tree),
        "/v1/thing.json": (200, {}, shared),
        "/v1/moved": (301, {"Location": "/v1/openapi.json"}, b""),
        "/away": (302, {"Location": "http://portal.example/login"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/page": (200, {"Content-Type": "text/html"}, b"hello"),
        "/broken": (500, {}, b"oops"),
    }

    with answering(answers) as url:
        same = run(f"{url}/v1/openapi.json", f"{url}/v1/moved", "--fail-on", "safe")
        errors = {name: refused(f"{url}{name}", files / "old.yaml") for name in WRONG}

    assert same.exit_code == 0, same.output
    assert {name: error.why for name, error in errors.items()} == WRONG


WRONG = {
    "/away": "it redirects to another host, portal.example",
    "/round": "it redirects more than 3 times",
    "/page": "a web page answered: a login, an error or a portal",
    "/broken": "the answer is 500, not 200",
}


@pytest.mark.parametrize("url", ["http://acme.example/a", "https://", "http://[broken/a"])
def test_an_address_that_cannot_be_trusted_is_not_asked(files: Path, url: str) -> None:
    assert "cannot be fetched" in refused(url, files / "old.yaml").what


def test_nobody_who_listens_is_an_error(files: Path) -> None:
    with answering({}) as url:
        pass

    assert "cannot be fetched" in refused(f"{url}/a?key=secret", files / "old.yaml").what
    assert "secret" not in str(refused(f"{url}/a?key=secret", files / "old.yaml"))
