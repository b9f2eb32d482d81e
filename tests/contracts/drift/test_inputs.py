"""What is no document, and documents that are fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from tests.contracts.drift.acme import Json, document, operation, responding
from tests.contracts.drift.commanding import OLD, refused, run

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
    assert refused(
        files / "old.yaml", files / "new.yaml", "--format", f"json={files / 'no' / 'x'}"
    ).where


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
        "/words?key=secret": (200, {}, b"just some words"),
    }

    with answering(answers) as url:
        same = run(f"{url}/v1/openapi.json", f"{url}/v1/moved", "--fail-on", "safe")
        errors = {name: refused(f"{url}{name}", files / "old.yaml") for name in WRONG}

        words = refused(f"{url}/words?key=secret", files / "old.yaml")

    assert same.exit_code == 0, same.output
    assert "secret" not in str(words)
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
