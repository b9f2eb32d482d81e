"""What the settings change about the application that comes of them."""

from __future__ import annotations

import asyncio
import sqlite3
from base64 import b64encode
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.state.store import open_store
from mock_server.web.application import application

URL = "http://127.0.0.1:4010"
SYNC = "/v2/reports/mdr_usage_reports/sync"
BEARER = {"authorization": "Bearer KEY_ONE"}


def ask(settings: Settings, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    app = application(serve_named(settings.apis), settings)

    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as client:
            return await client.get(path, headers=headers)

    return asyncio.run(answer())


@pytest.mark.parametrize(
    ("path", "host"),
    [
        (f"/telnyx{SYNC}", "127.0.0.1:4010"),
        ("/telnyx/reports/mdr_usage_reports/sync", "127.0.0.1:4010"),
        (SYNC, "api.telnyx.com"),
        (SYNC, "API.Telnyx.com:443"),
    ],
)
def test_a_vendor_is_reached_by_prefix_and_by_host(path: str, host: str) -> None:
    answer = ask(Settings(), f"{path}?aggregation_type=TAGS", {**BEARER, "host": host})

    assert answer.status_code == 200
    assert answer.headers["mock-operation"] == "GetMDRUsageReportSync"


def test_without_prefix_or_host_nobody_can_tell_which_api_is_meant() -> None:
    answer = ask(Settings(), SYNC, BEARER)

    assert answer.status_code == 404
    detail = answer.json()["detail"]
    assert detail.startswith(f"No API is served at '{SYNC}'; there are /telnyx, /vonage. Did you")
    assert f"GET /telnyx{SYNC} ('telnyx' is missing)" in detail


def test_an_alias_stands_for_the_path_that_the_document_has() -> None:
    path = "/v2/legacy_reporting/batch_detail_records/voice/fields"

    answer = ask(Settings(apis=("telnyx",)), path, BEARER)

    assert answer.headers["mock-operation"] == "getCdrsAvailableFields"


def test_credentials_can_be_restricted() -> None:
    settings = Settings(credentials={"telnyx": ("KEY_ONE",), "vonage": ("abcd1234:right",)})
    right = b64encode(b"abcd1234:right").decode()
    wrong = b64encode(b"abcd1234:wrong").decode()
    reports = "/vonage/v2/reports?account_id=abcd1234&status=SUCCESS"

    statuses = [
        ask(settings, "/telnyx/v2/balance", BEARER).status_code,
        ask(settings, "/telnyx/v2/balance", {"authorization": "Bearer KEY_TWO"}).status_code,
        ask(settings, reports, {"authorization": f"Basic {right}"}).status_code,
        ask(settings, reports, {"authorization": f"Basic {wrong}"}).status_code,
    ]

    assert statuses == [200, 401, 200, 401]


def test_permissive_checks_types_and_nothing_more() -> None:
    path = f"{SYNC}?aggregation_type=ANYTHING&start_date=soon"
    by_type = "/v2/legacy/reporting/usage_reports/voice?page=one"

    faithful = ask(Settings(apis=("telnyx",)), path, BEARER)
    permissive = ask(Settings(apis=("telnyx",), profile="permissive"), path, BEARER)
    wrong = ask(Settings(apis=("telnyx",), profile="permissive"), by_type, BEARER)

    assert [faithful.status_code, permissive.status_code, wrong.status_code] == [400, 200, 400]


def test_the_headers_that_tell_can_be_left_out() -> None:
    settings = Settings(apis=("telnyx",), mock_headers=False)

    answer = ask(settings, "/v2/balance", BEARER)

    assert [name for name in answer.headers if name.startswith("mock-")] == []


def test_equal_seeds_give_equal_answers_and_others_do_not() -> None:
    def balance(seed: int, headers: dict[str, str]) -> bytes:
        return ask(Settings(apis=("telnyx",), seed=seed), "/v2/balance", headers).content

    assert balance(7, BEARER) == balance(7, BEARER)
    assert balance(7, BEARER) == balance(0, {**BEARER, "mock-seed": "7"})
    assert balance(7, BEARER) != balance(8, BEARER)


def test_servers_that_would_give_other_records_say_so() -> None:
    def dataset(settings: Settings, headers: dict[str, str]) -> str:
        answer = ask(settings, "/telnyx/v2/balance", headers)
        return str(answer.headers.get("mock-dataset"))

    plain = dataset(Settings(), BEARER)
    others = [
        dataset(Settings(seed=7), BEARER),
        dataset(Settings(volume="large"), BEARER),
        dataset(Settings(accounts={"KEY_ONE": 40}), BEARER),
        dataset(Settings(numbers="plan"), BEARER),
    ]

    assert plain != "None"
    assert len({plain, *others}) == 5
    assert dataset(Settings(), {**BEARER, "mock-seed": "7"}) == others[0]


@pytest.mark.parametrize(
    ("vendors", "words"),
    [
        ({"vonage": {"plan": "free"}}, "say payg or unlimited"),
        ({"vonge": {"plan": "payg"}}, "did you mean 'vonage'?"),
    ],
)
def test_a_vendors_setting_that_makes_no_sense_stops_the_start(
    vendors: dict[str, dict[str, str | int]], words: str
) -> None:
    with pytest.raises(ConfigError) as refusal:
        application(serve_named(()), Settings(vendors=vendors))

    assert words in str(refusal.value)


def test_a_document_without_a_ledger_tells_of_no_dataset() -> None:
    answer = ask(Settings(apis=("specs/telnyx/usage-reports.yaml",)), "/balance")

    assert "mock-dataset" not in answer.headers


def test_while_the_store_does_not_work_requests_get_503_and_the_log_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(apis=("telnyx",), store=f"sqlite:///{tmp_path / 'mock.db'}", control=False)
    with closing(open_store(settings.store)):
        pass
    app = application(serve_named(settings.apis), settings)
    with closing(sqlite3.connect(tmp_path / "mock.db")) as connection:
        connection.execute("DROP TABLE documents")

    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as client:
            return await client.get("/v2/billing_groups", headers=BEARER)

    refused = asyncio.run(answer())

    assert refused.status_code == 503
    assert refused.json()["code"] == "store_error"
    assert "no such table" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_body_may_be_as_long_as_the_settings_say() -> None:
    settings = Settings(apis=("telnyx",), max_body_bytes=100)
    app = application(serve_named(settings.apis), settings)

    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as client:
            body = {"name": "x" * 200}
            return await client.post("/v2/billing_groups", json=body, headers=BEARER)

    assert asyncio.run(answer()).status_code == 413
