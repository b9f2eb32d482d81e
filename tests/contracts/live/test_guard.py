"""What goes over the wire, and what comes back, however strange the other side is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from contracts.errors import BudgetSpent, Denied
from contracts.live.live import Amounts, Bounds
from contracts.live.reading import live_of
from contracts.live.wire import Wire
from contracts.observed import ANONYMOUS
from tests.contracts.live.guarded import ACCOUNT, PLENTY, SECRET, guarded
from tests.contracts.live.vendor import Heard, Said, Vendor

REPORT = "/v2/reports/some-id"
SHORT = Bounds(answer_s=0.5, answer_bytes=10_000, patience_s=60, retries=3)
BY_ID = {"account_id": ACCOUNT, "product": "SMS", "direction": "outbound", "id": "a,b,c"}


def test_a_request_carries_our_headers_and_no_others(vendor: Vendor, tmp_path: Path) -> None:
    at = guarded("vonage", vendor.wire, tmp_path)
    strange = {"X-Api-Key": "k", "Cookie": "a=b", "Referer": "https://example.org", "TE": "gzip"}

    at.get(REPORT, headers={**strange, "User-Agent": "somebody", "Accept": "application/json"})

    (heard,) = vendor.heard
    assert (heard.method, heard.target, heard.body) == ("GET", REPORT, b"")
    assert heard.headers == {
        "host": "api.nexmo.com",
        "user-agent": "understudy/0.1.0",
        "accept": "application/json",
        "accept-encoding": "identity",
        "connection": "close",
        "authorization": httpx.BasicAuth(ACCOUNT, SECRET)._auth_header,
    }


def test_a_stranger_carries_no_credentials(vendor: Vendor, tmp_path: Path) -> None:
    at = guarded("vonage", vendor.wire, tmp_path)

    at.get(REPORT, extensions={ANONYMOUS: True})

    assert "authorization" not in vendor.heard[0].headers


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", "/v2/reports"),
        ("DELETE", REPORT),
        ("GET", "https://example.org/"),
        ("GET", "http://api.nexmo.com/v2/reports/x"),
        ("GET", "/v2/reports/records"),
    ],
)
def test_what_is_denied_opens_no_socket_and_costs_nothing(
    method: str, url: str, vendor: Vendor, tmp_path: Path
) -> None:
    at = guarded("vonage", vendor.wire, tmp_path)

    with pytest.raises(Denied):
        at.client.request(method, url)

    assert (vendor.dialled, at.budget.spent()) == ([], Amounts())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_nobody_goes_there(
    status: int, vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = lambda heard: Said(status, headers=(("Location", "https://example.org/"),))
    at = guarded("vonage", vendor.wire, tmp_path)

    assert at.get(REPORT).status_code == status
    with pytest.raises(Denied):
        at.get(REPORT, follow_redirects=True)

    assert vendor.dialled == ["api.nexmo.com"] * 2


def test_proxies_and_authorities_of_the_environment_mean_nothing(
    vendor: Vendor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine api.nexmo.com login other password other\n")
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    at = guarded("vonage", vendor.wire, tmp_path / "budget")

    assert at.get(REPORT).status_code == 200
    assert vendor.heard[0].headers["authorization"] == httpx.BasicAuth(ACCOUNT, SECRET)._auth_header


def test_the_real_wire_trusts_public_authorities_whatever_the_environment_says(
    vendor: Vendor, pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    at = guarded("vonage", Wire(dial=vendor.wire.dial), tmp_path / "budget")

    with pytest.raises(httpx.ConnectError, match="TLS: self-signed certificate"):
        at.get(REPORT)

    assert vendor.heard == []
    assert not (tmp_path / "keys").exists()


def test_a_certificate_for_another_name_is_refused(vendor: Vendor, tmp_path: Path) -> None:
    at = guarded("vonage", vendor.wire, tmp_path, host="api.nexmo.org")

    with pytest.raises(httpx.ConnectError, match="TLS: Hostname mismatch"):
        at.client.get("https://api.nexmo.org" + REPORT)

    assert vendor.heard == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 502, 503])
def test_nothing_but_too_many_requests_is_asked_again(
    status: int, vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = lambda heard: Said(status)
    at = guarded("vonage", vendor.wire, tmp_path)

    assert at.get(REPORT).status_code == status
    assert len(vendor.heard) == 1


def test_the_worst_is_counted_before_and_the_truth_after(vendor: Vendor, tmp_path: Path) -> None:
    seen = []

    def script(heard: Heard) -> Said:
        seen.append(at.budget.spent())
        return Said(body=b'{"records": [{}, {}]}')

    vendor.script = script
    at = guarded("vonage", vendor.wire, tmp_path)

    at.get("/v2/reports/records", params=BY_ID)

    assert seen == [Amounts(1, 3, Decimal("0.0012"))]
    assert at.budget.spent() == at.guard.spent == Amounts(1, 2, Decimal("0.0008"))


@pytest.mark.parametrize(
    ("said", "records"),
    [
        (Said(body=b'{"records": []}'), 0),
        (Said(body=b'{"records": [' + b"{}," * 99 + b"{}]}"), 100),
        (Said(status=422), 0),
        (Said(status=500), 3),
        (Said(body=b"{"), 3),
        (Said(body=b'{"records": {}}'), 3),
        (Said(raw=lambda write: None), 3),
    ],
    ids=["none", "more than there can be", "a refusal", "a fault", "no JSON", "no list", "silence"],
)
def test_what_cannot_be_counted_costs_the_most(
    said: Said, records: int, vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = lambda heard: said
    at = guarded("vonage", vendor.wire, tmp_path, bounds=SHORT)

    with suppress(httpx.TransportError):
        at.get("/v2/reports/records", params=BY_ID)

    assert at.budget.spent() == Amounts(1, records, Decimal("0.0004") * records)


def test_the_day_ends_before_the_request_that_might_exceed_it(
    vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = lambda heard: Said(body=b'{"records": []}')
    at = guarded("vonage", vendor.wire, tmp_path, daily=replace(PLENTY, money=Decimal("0.0011")))

    with pytest.raises(BudgetSpent):
        at.get("/v2/reports/records", params=BY_ID)
    assert at.get("/v2/reports/records", params={**BY_ID, "id": "a,b"}).status_code == 200

    assert len(vendor.heard) == 1


def test_records_that_are_free_are_counted_as_none(vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = lambda heard: Said(body=b'{"records": [{}, {}]}')
    at = guarded("vonage", vendor.wire, tmp_path, daily=Amounts(requests=1))
    window = {"date_start": "2026-01-01T00:00:00Z", "date_end": "2026-01-01T00:15:00Z"}

    at.get(
        "/v2/reports/records",
        params={"account_id": ACCOUNT, "product": "REPORTS-USAGE", **window},
    )

    assert at.budget.spent() == Amounts(requests=1)


def test_an_order_costs_what_was_allowed_for_it(vendor: Vendor, tmp_path: Path) -> None:
    allowed = {"create_report": Decimal("0.10")}
    at = guarded("vonage", vendor.wire, tmp_path, allowed=allowed)
    body = next(one.body for one in at.orders if one.name == "create_report")

    at.client.post("/v2/reports", content=body)

    assert vendor.heard[0].body == body
    assert vendor.heard[0].headers["content-type"] == "application/json"
    assert at.budget.spent() == Amounts(1, 0, Decimal("0.10"))


def test_live_files_bound_what_is_asked_of_every_vendor() -> None:
    for name in ("telnyx", "vonage"):
        bounds = live_of(name).bounds

        assert bounds.answer_s <= 60
        assert bounds.answer_bytes <= 2**24
        assert bounds.retries <= 5
