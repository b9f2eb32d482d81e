"""Secrets are planted where a vendor could send them back, and sought in all that is kept."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest

from contracts.errors import GuardError
from contracts.report import FORMATS
from tests.contracts.live.guarded import ACCOUNT, ENVIRONMENT, KEY, SECRET, guarded
from tests.contracts.live.playing import staged
from tests.contracts.live.vendor import Heard, Said, Vendor

SECRETS = (KEY, SECRET, base64.b64encode(f"{ACCOUNT}:{SECRET}".encode()).decode())


def echo(heard: Heard, said: Said) -> Said:
    """Sends credentials back in bodies and headers, as they are and in disguise."""
    told = heard.headers.get("authorization", "")
    coded = base64.b64encode(f"xx{told}".encode()).decode()
    secret = SECRET if told.startswith("Basic ") else KEY
    body = {"seen": told, "coded": coded, "where": f"/?key={quote(told, safe='')}", "is": secret}
    headers = (("Content-Type", "application/json"), ("X-Seen", told), ("Set-Cookie", f"a={coded}"))
    return Said(200 if said.status == 404 else said.status, json.dumps(body).encode(), headers)


def readings(text: str) -> Iterator[str]:
    """The text as it is, and with what may be hidden in it laid open."""
    yield text
    yield unquote(text)
    for word in re.findall(r"[A-Za-z0-9+/_-]{8,}", text):
        for shift in range(4):
            padded = word[shift:] + "=" * (-len(word[shift:]) % 4)
            try:
                yield base64.urlsafe_b64decode(padded.replace("+", "-").replace("/", "_")).decode(
                    "latin-1"
                )
            except ValueError:
                continue


def leaks(text: str) -> list[str]:
    return [secret for reading in readings(text) for secret in SECRETS if secret in reading]


@pytest.mark.parametrize("name", ["telnyx", "vonage"])
def test_credentials_that_come_back_are_found_and_stand_nowhere(
    name: str,
    pem: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    account_tells = re.compile(r"/charges_summary\?start")

    def change(heard: Heard, said: Said) -> Said:
        return said if account_tells.search(heard.target) else echo(heard, said)

    with staged(name, pem, tmp_path, change) as stage:
        report = stage.run()

    kept = "\n".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    written = "\n".join(form(report) for form in FORMATS.values())
    said = "".join(capfd.readouterr())
    assert "credentials_not_echoed" in {finding.check for finding in report.findings}
    assert kept
    for text in (written, repr(report), kept, caplog.text, said):
        assert leaks(text) == []


def test_what_looks_for_secrets_finds_them() -> None:
    """Of the test above: it would see them."""
    inside = base64.b64encode(f"abc{KEY}".encode()).decode()

    assert leaks(f"x {KEY} y")
    assert leaks(f'{{"a": "{inside}"}}')
    assert leaks(quote(SECRET, safe=""))


def test_errors_and_what_the_guard_is_made_of_tell_nothing(vendor: Vendor, tmp_path: Path) -> None:
    def script(heard: Heard) -> Said:
        told = heard.headers["authorization"].encode()
        return Said(raw=lambda write: write(told))

    vendor.script = script
    at = guarded("vonage", vendor.wire, tmp_path)
    told = [repr(at), repr(at.guard), repr(vars(at.guard)), repr(at.client)]

    for url in ("/v2/reports/x", "https://example.org/", "/v2/reports/records"):
        try:
            at.get(url)
        except (httpx.TransportError, GuardError) as error:
            told += [str(error), repr(error), repr(error.__dict__), repr(error.__cause__)]

    assert len(told) == 16
    assert [leaks(text) for text in told] == [[]] * len(told)


def test_what_was_sent_and_seen_holds_no_credentials(vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = lambda heard: echo(heard, Said())
    at = guarded("vonage", vendor.wire, tmp_path)

    answer = at.get("/v2/reports/x")

    told = [*map(str, answer.headers.items()), *map(str, answer.request.headers.items())]
    assert leaks("\n".join([answer.text, *told, repr(answer.request.extensions)])) == []
    assert "authorization" in vendor.heard[0].headers


def test_the_variables_of_the_environment_are_only_named_in_live_files() -> None:
    folder = Path(__file__).parents[3] / "contracts" / "live"

    for name in ("telnyx", "vonage"):
        text = (folder / f"{name}.toml").read_text()
        assert any(variable in text for variable in ENVIRONMENT)
        assert not re.search(r"Bearer |Basic |password *=|secret *= *\"", text)
