"""No artifact of a run holds a secret, whoever plants it and in whatever coding."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result

from contracts.commands.check import command
from contracts.report import FORMATS
from tests.contracts.evidence.leaks import leaks

DOCUMENT = """\
openapi: 3.1.0
info: {title: Echo, version: "1"}
security: [{bearer: []}, {key: []}, {basic: []}]
paths:
  /echo/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: to, in: query, schema: {type: string}}
      responses:
        "200":
          description: fine
          headers: {X-Count: {required: true, schema: {type: integer}}}
          content:
            application/json:
              schema:
                type: object
                properties:
                  detail: {type: integer}
                  state: {enum: [open]}
                  when: {type: string, format: date-time}
                additionalProperties: false
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    basic: {type: http, scheme: basic}
    key: {type: apiKey, in: header, name: X-Our-Key}
"""

BEARER = "canary-bearer-Zq8/+7"
KEY = "canary-key-91%aF"
PHRASE = "canary-phrase-X2"
COOKIE = "canary-cookie-0f3b77"
HANDED = "canary-handed-out-5512"
CANARIES = (BEARER, KEY, PHRASE, COOKIE, HANDED)


class Echo(BaseHTTPRequestHandler):
    """Tells everybody what it was told, in every place and in many codings, and is wrong."""

    def do_GET(self) -> None:
        told = [self.headers.get(name, "") for name in ("authorization", "x-our-key")]
        secret = "; ".join(one for one in told if one) or "nothing"
        coded = base64.b64encode(secret.encode()).decode()
        answer: Any = {
            "detail": f"no such thing for {secret}",
            "state": secret.rpartition(" ")[2],
            "when": coded,
            "access_token": HANDED,
            f"key {quote(secret, safe='')}": [secret, coded, coded[1:], quote(coded), HANDED],
        }
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.send_header("x-count", coded)
        self.send_header("x-debug", quote(secret))
        self.send_header("set-cookie", f"sid={COOKIE}; Path=/")
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815 - the name that the class asks for

    def log_message(self, *said: Any) -> None:
        return


@pytest.fixture(scope="module")
def echo() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Echo)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def checked(folder: Path, target: str, *options: str) -> Result:
    spec = folder / "echo.yaml"
    spec.write_text(DOCUMENT)
    formats = [part for name in FORMATS for part in ("--format", f"{name}={folder / name}.out")]
    common = ("--spec", str(spec), "--budget", "25", "--jobs", "1")
    coverage = ("--coverage", str(folder / "coverage.out"))
    environment = {"ECHO_BEARER": BEARER, "ECHO_KEY": KEY, "ECHO_USER": "anna", "ECHO_PASS": PHRASE}
    return CliRunner().invoke(
        command, [target, *common, *coverage, *formats, *options], env=environment
    )


WAYS = {
    "a bearer": ("http://127.0.0.1:{port}", ("--bearer-env", "ECHO_BEARER")),
    "a key in a header": ("http://127.0.0.1:{port}", ("-H", "X-Our-Key: $ECHO_KEY")),
    "user and password": ("http://127.0.0.1:{port}", ("--basic-env", "ECHO_USER,ECHO_PASS")),
    "a password in the address": (f"http://anna:{PHRASE}@127.0.0.1:{{port}}", ()),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_artifact_of_a_run_has_a_secret_in_any_coding(
    way: str, echo: int, tmp_path: Path
) -> None:
    target, options = WAYS[way]

    result = checked(tmp_path, target.format(port=echo), *options)

    artifacts = {file.name: file.read_text() for file in tmp_path.glob("*.out")}
    artifacts["terminal"] = result.output
    artifacts["exception"] = repr(result.exception)
    assert len(artifacts) == len(FORMATS) + 3
    assert {
        name: leaks(text, CANARIES) for name, text in artifacts.items() if leaks(text, CANARIES)
    } == {}
    findings = json.loads(artifacts["json.out"])["findings"]
    assert {one["pointer"] for one in findings} >= {"/detail", "/state", "header:X-Count"}
    assert result.exit_code == 1


@pytest.mark.parametrize("way", WAYS)
def test_no_complaint_has_one_either(way: str, tmp_path: Path) -> None:
    target, options = WAYS[way]

    result = checked(tmp_path, target.format(port=9), *options)

    said = f"{result.output} {result.exception!r} {result.exception}"
    assert result.exit_code != 0
    assert leaks(said, CANARIES) == []
