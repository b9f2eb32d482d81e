from __future__ import annotations

import json
import pickle
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.contract import Contract, contract
from contracts.coverage import Coverage, Gauge, journalled, read_coverage, write_coverage
from contracts.errors import CheckError
from contracts.observed import Observed
from contracts.report.coverage_table import coverage_table

DOCUMENT = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
servers: [{url: "https://things.example/v2"}]
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: state, in: query, schema: {enum: [open, closed]}}
        - {name: kinds, in: query, schema: {type: array, items: {enum: [a, b]}}, explode: false}
        - {name: filter, in: query, style: deepObject, explode: true,
           schema: {type: object, properties: {size: {enum: [1, 2]}}}}
        - {name: X-Mode, in: header, schema: {type: string}}
        - {name: crumb, in: cookie, schema: {type: string}}
      responses:
        "200":
          description: fine
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data:
                    type: array
                    items: {$ref: "#/components/schemas/Thing"}
        "4XX": {description: wrong}
        default: {description: other}
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties: {name: {type: string}, colour: {enum: [red, blue]}}
      responses: {"201": {description: made}}
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: fine}, "404": {description: none}}
components:
  schemas:
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: string}
        note: {type: [string, "null"]}
        parent: {$ref: "#/components/schemas/Thing"}
        shape:
          oneOf:
            - {type: object, required: [radius], properties: {radius: {type: number}}}
            - {type: object, required: [side], properties: {side: {type: number}}}
"""
LIST, POST, GET = "GET /things", "POST /things", "GET /things/{id}"


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    file = tmp_path_factory.mktemp("things") / "things.yaml"
    file.write_text(DOCUMENT)
    return contract("things", (file,))


def seen(things: Contract, key: str, answer: httpx.Response, **asked: Any) -> Observed:
    promise = things.promises[key]
    method, path = key.split(" ")
    request = httpx.Request(method, f"http://x{path}", **asked)
    return Observed(promise, request, answer, 0.001)


def points(coverage: Coverage, aspect: str, by: str = "mock") -> set[str]:
    return {name for _, kind, name in coverage.hits.get(by, {}) if kind == aspect}


def fine(*data: Any) -> httpx.Response:
    return httpx.Response(200, json={"data": list(data)})


def test_parameters_are_found_wherever_and_however_they_are_sent(things: Contract) -> None:
    coverage = Coverage()
    observed = seen(
        things,
        LIST,
        fine(),
        params={"state": "open", "kinds": "a,b", "filter[size]": "2"},
        headers={"x-mode": "m", "Cookie": "crumb=1"},
    )

    Gauge("mock").see(observed, coverage)

    assert points(coverage, "parameters") == {
        "query state",
        "query kinds",
        "query filter",
        "header X-Mode",
        "cookie crumb",
    }
    assert points(coverage, "values") == {
        "query state=open",
        "query kinds/*=a",
        "query kinds/*=b",
        "query filter/size=2",
    }


def test_branches_fields_and_nulls_are_told_apart(things: Contract) -> None:
    coverage = Coverage()
    answer = fine({"id": "1", "note": None, "shape": {"side": 2}}, {"id": "2"})

    Gauge("mock").see(seen(things, LIST, answer), coverage)

    assert points(coverage, "branches") == {
        "200 /data/*/note given",
        "200 /data/*/note null",
        "200 /data/*/note left out",
        "200 /data/*/parent left out",
        "200 /data/*/shape given",
        "200 /data/*/shape left out",
        "200 /data/*/shape oneOf 2",
    }


def test_a_status_falls_under_its_own_entry_its_class_or_the_default(things: Contract) -> None:
    coverage, gauge = Coverage(), Gauge("mock")

    for status in (200, 404, 503):
        gauge.see(seen(things, LIST, httpx.Response(status)), coverage)

    assert points(coverage, "statuses") == {"200", "4XX", "default"}


def test_what_was_refused_exercises_no_parameter(things: Contract) -> None:
    coverage = Coverage()

    Gauge("mock").see(seen(things, LIST, httpx.Response(400), params={"state": "open"}), coverage)

    assert points(coverage, "parameters") == set()
    assert points(coverage, "statuses") == {"4XX"}


def test_a_body_is_looked_into(things: Contract) -> None:
    coverage = Coverage()
    observed = seen(things, POST, httpx.Response(201), json={"name": "x", "colour": "red"})

    Gauge("mock").see(observed, coverage)

    assert points(coverage, "values") == {"body/colour=red"}
    assert points(coverage, "branches") == {"body/colour given"}


def test_parts_that_were_seen_apart_add_up_to_what_was_seen_at_once(things: Contract) -> None:
    exchanges = [
        seen(things, LIST, fine({"id": "1"}), params={"state": "open"}),
        seen(things, LIST, fine({"id": "1", "note": "n"}), params={"state": "closed"}),
        seen(things, GET, httpx.Response(404)),
    ]
    whole, sum_of_parts = Coverage(), Coverage()

    for observed in exchanges:
        Gauge("mock").see(observed, whole)
        part = Coverage()
        Gauge("mock").see(observed, part)
        sum_of_parts.add(pickle.loads(pickle.dumps(part)))  # noqa: S301 - as processes do

    assert sum_of_parts == whole
    assert sum_of_parts.told(things) == whole.told(things)


def test_the_table_says_who_exercised_what_and_what_nobody_did(things: Contract) -> None:
    coverage = Coverage()
    Gauge("mock").see(seen(things, LIST, fine(), params={"state": "open"}), coverage)
    Gauge("tests").see(seen(things, LIST, fine(), params={"kinds": "a"}), coverage)

    told = coverage.told(things)

    parameters = told["totals"]["parameters"]
    assert parameters == {"known": 5, "seen": 2, "by": {"mock": 1, "tests": 1}}
    assert told["totals"]["operations"] == {"known": 3, "seen": 1, "by": {"mock": 1, "tests": 1}}
    listed = next(one for one in told["operations"] if one["operation"] == LIST)
    assert listed["exchanges"] == {"mock": 1, "tests": 1}
    assert "parameters: header X-Mode" in listed["never"]
    sums, by_operation = coverage_table(told)
    assert sums.head == ("aspect", "known", "exercised", "mock", "tests")
    assert sums.rows[0] == ("operations", "3", "1 (33 %)", "1", "1")
    assert [row[0] for row in by_operation.rows] == [LIST, POST, GET]


def test_what_was_seen_is_never_more_than_there_is(things: Contract) -> None:
    coverage = Coverage()
    deep: dict[str, Any] = {"id": "0"}
    for _ in range(30):
        deep = {"id": "1", "parent": deep, "note": "x", "surprise": 1}

    Gauge("mock").see(seen(things, LIST, fine(deep), params={"more": "1"}), coverage)

    for count in coverage.told(things)["totals"].values():
        assert count["seen"] <= count["known"]
        assert count["by"].get("mock", 0) == count["seen"]
    known = {
        (one["operation"], aspect): count
        for one in coverage.told(things)["operations"]
        for aspect, count in one["aspects"].items()
    }
    assert all(len(points(coverage, aspect)) <= known[LIST, aspect]["known"] for _, aspect in known)


def test_a_run_adds_to_what_earlier_runs_kept(things: Contract, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "coverage.json"
    first, second = Coverage(), Coverage()
    Gauge("mock").see(seen(things, LIST, fine(), params={"state": "open"}), first)
    Gauge("live").see(seen(things, LIST, fine(), params={"state": "closed"}), second)

    write_coverage(file, first)
    kept = read_coverage(file)
    kept.add(second)
    write_coverage(file, kept)

    first.add(second)
    assert read_coverage(file) == first
    assert [one.name for one in file.parent.iterdir()] == ["coverage.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 2, "hits": {}}', '{"hits": 3, "version": 1}']
)
def test_a_file_of_something_else_is_refused_and_left_alone(text: str, tmp_path: Path) -> None:
    file = tmp_path / "coverage.json"
    file.write_text(text)

    with pytest.raises(CheckError, match="Coverage cannot be kept"):
        read_coverage(file)

    assert file.read_text() == text


def har(*entries: Any) -> str:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}})


def entry(method: str, url: str, status: int, **more: Any) -> Any:
    return {
        "time": 12.5,
        "request": {"method": method, "url": url, "headers": []},
        "response": {
            "status": status,
            "headers": [{"name": "content-type", "value": "application/json"}],
            "content": {"text": '{"data": [{"id": "1", "note": null}]}'},
        },
        **more,
    }


def test_a_journal_is_read_whatever_stands_before_the_path(
    things: Contract, tmp_path: Path
) -> None:
    file = tmp_path / "calls.har"
    host = "http://127.0.0.1:4010"
    file.write_text(
        har(
            entry("GET", f"{host}/_session/mine/things/v2/things?state=open", 200),
            entry("GET", f"{host}/things/7", 404, _operation="getThing"),
            entry("GET", f"{host}/things", 200, _operation="somebody-elses"),
            entry("GET", f"{host}/elsewhere", 200),
        )
    )
    coverage = Coverage()

    for observed in journalled(file, things):
        Gauge("tests").see(observed, coverage)

    told = {one["operation"]: one["exchanges"] for one in coverage.told(things)["operations"]}
    assert told == {LIST: {"tests": 1}, POST: {}, GET: {"tests": 1}}
    assert "200 /data/*/note null" in points(coverage, "branches", "tests")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"log": {"entries": 3}}',
        har("no entry"),
        har({"request": {}}),
        har(entry("GET", "http://[", 200)),
    ],
)
def test_what_is_no_journal_is_refused_in_words(
    things: Contract, text: str, tmp_path: Path
) -> None:
    file = tmp_path / "calls.har"
    file.write_text(text)

    with pytest.raises(CheckError, match="no archive of a journal"):
        list(journalled(file, things))


def test_counting_an_exchange_is_cheap(things: Contract) -> None:
    coverage, gauge = Coverage(), Gauge("mock")
    record = {"id": "1", "note": None, "shape": {"side": 2}, "parent": {"id": "2"}}
    observed = seen(things, LIST, fine(*[record] * 100), params={"state": "open"})
    gauge.see(observed, coverage)

    begun = time.process_time()
    for _ in range(200):
        gauge.see(observed, coverage)

    assert (time.process_time() - begun) / 200 < 0.0003
