"""What is no answer makes a law inconclusive: neither a finding nor a pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from contracts.api import Api
from contracts.laws import LAWS, Law, Outcome, outcome
from contracts.observed import Observed
from contracts.targets.target import Wanted, opened
from tests.contracts.laws.breaking import Between, through
from tests.contracts.laws.changes import body, emptied

WINDOWS = next(one for one in LAWS if one.name == "windows_tile_time")
STRANGERS = next(one for one in LAWS if one.name == "strangers_are_refused")


def tried(law: Law, api: Api, answer: Callable[[httpx.Request], httpx.Response]) -> Outcome:
    """A law, where the third request and those after it are answered so."""
    asked: list[httpx.Request] = []

    def changed(request: httpx.Request, usual: httpx.Response) -> httpx.Response:
        asked.append(request)
        return usual if len(asked) < 3 else answer(request)

    fresh = api.apart("doubts")
    return outcome(law, through(fresh, Between(fresh.client._transport, changed)), 2)


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_refusal_in_the_middle_is_a_doubt(vonage: Api, status: int) -> None:
    came = tried(WINDOWS, vonage, lambda request: httpx.Response(status))

    assert (came.verdict, came.findings) == ("inconclusive", ())
    assert came.doubts == (
        f"windows_tile_time: GET /v2/reports/records was answered with {status}",
    )


@pytest.mark.parametrize(
    "error", [httpx.ReadTimeout, httpx.ConnectError, httpx.RemoteProtocolError]
)
def test_no_answer_is_a_doubt(vonage: Api, error: type[httpx.TransportError]) -> None:
    def fails(request: httpx.Request) -> httpx.Response:
        raise error("no", request=request)

    came = tried(WINDOWS, vonage, fails)

    assert (came.verdict, came.findings) == ("inconclusive", ())
    assert came.doubts == (f"windows_tile_time: there was no answer: {error.__name__}",)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(httpx.Response(200, text="<html>"), id="HTML"),
        pytest.param(httpx.Response(200, json=[]), id="another shape"),
        pytest.param(httpx.Response(200, json={"records": [{"id": 1}]}), id="no moments"),
        pytest.param(httpx.Response(200, json=None), id="null"),
    ],
)
def test_an_answer_that_cannot_be_read_is_a_doubt(vonage: Api, answer: httpx.Response) -> None:
    came = tried(WINDOWS, vonage, lambda request: answer)

    assert (came.verdict, came.findings) == ("inconclusive", ())
    assert came.doubts


def test_without_records_there_is_nothing_to_compare(vonage: Api) -> None:
    came = outcome(WINDOWS, body("/records", emptied("records"))(vonage.apart("empty")), 1)

    assert came.verdict == "inconclusive"
    assert "has from 5 to 90 records" in came.doubts[0]


def test_a_doubt_about_one_operation_does_not_hide_a_finding_about_another(telnyx: Api) -> None:
    def changed(request: httpx.Request, usual: httpx.Response) -> httpx.Response:
        if request.url.path.endswith("/balance"):
            return httpx.Response(200, json={})
        return httpx.Response(503) if request.url.path.endswith("/invoices") else usual

    fresh = telnyx.apart("both")
    came = outcome(STRANGERS, through(fresh, Between(fresh.client._transport, changed)), 0)

    assert came.verdict == "violation"
    assert [one.operation for one in came.findings] == ["GET /balance"]
    assert came.doubts == ("strangers_are_refused: GET /invoices was answered with 503",)


class Spent(Exception):
    """No more requests may leave."""


def test_what_was_found_before_the_requests_were_spent_is_kept(telnyx: Api) -> None:
    def changed(request: httpx.Request, usual: httpx.Response) -> httpx.Response:
        if request.url.path.endswith("/charges_summary"):
            raise Spent("nothing more is sent")
        return httpx.Response(200, json={}) if request.url.path.endswith("/balance") else usual

    fresh = telnyx.apart("spent")
    came = outcome(
        STRANGERS, through(fresh, Between(fresh.client._transport, changed)), 0, (Spent,)
    )

    assert [one.operation for one in came.findings] == ["GET /balance"]
    assert came.doubts == ("strangers_are_refused: it ended early: nothing more is sent",)


def test_findings_come_with_the_exchange_that_a_command_can_show(telnyx: Api) -> None:
    spoilt = body("/balance", lambda told: told["data"].update(balance="1,50"))
    law = next(one for one in LAWS if one.name == "amounts_are_written_in_one_way")

    came = outcome(law, spoilt(telnyx.apart("shown")), 0)

    [observed] = came.blamed
    assert observed is not None
    assert observed.request.url.path == "/v2/balance"


def test_made_up_answers_owe_each_other_nothing(tmp_path: Path) -> None:
    document = tmp_path / "own.yaml"
    document.write_text(OWN, encoding="utf-8")

    with opened(Wanted(f"mock:{document}")) as api:
        came = {law.name: outcome(law, api, 0) for law in LAWS if law.applies(api)}

    assert all(not one.findings for one in came.values())
    assert came["pages_tile_the_list"].doubts == (
        "pages_tile_the_list: GET /things is answered with made-up data",
    )
    assert came["equal_requests_equal_answers"].verdict == "conformant"


def test_only_what_reads_is_tried_on_a_vendors_own_api(vonage: Api) -> None:
    """Live laws draw one question each, and their windows have few records."""
    for law in LAWS:
        if law.writes or not law.applies(replace(vonage, kind="live")):
            continue
        seen: list[Observed] = []
        api = replace(vonage.apart(f"live-{law.name}"), kind="live", watch=seen.append)

        came = outcome(law, api, 3)

        assert not came.findings
        assert {one.request.method for one in seen} == {"GET"}
        assert len(seen) <= 40


OWN = """
openapi: 3.1.0
info: {title: Own, version: "1"}
paths:
  /things:
    get:
      operationId: things
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
        - {name: per_page, in: query, schema: {type: integer, minimum: 1, maximum: 50}}
      responses:
        "200":
          description: Things.
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data: {type: array, items: {type: object, required: [id],
                         properties: {id: {type: string}}}}
  /things/{id}:
    get:
      operationId: thing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: One., content: {application/json: {schema: {type: object}}}}
        "404": {description: None.}
"""
