from __future__ import annotations

import pickle
import time
from typing import Any

import httpx

from contracts.contract import Contract
from contracts.coverage import Coverage, Gauge
from contracts.report.coverage_table import coverage_table
from tests.contracts.coverage.things import GET, LIST, POST, fine, points, seen


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


def test_counting_an_exchange_is_cheap(things: Contract) -> None:
    coverage, gauge = Coverage(), Gauge("mock")
    record = {"id": "1", "note": None, "shape": {"side": 2}, "parent": {"id": "2"}}
    observed = seen(things, LIST, fine(*[record] * 100), params={"state": "open"})
    gauge.see(observed, coverage)

    begun = time.process_time()
    for _ in range(200):
        gauge.see(observed, coverage)

    assert (time.process_time() - begun) / 200 < 0.0003
