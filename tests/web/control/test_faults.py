"""Rules and scenarios set by the control API, and what comes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mock_server.faults.fault import TAKES
from mock_server.faults.named import profile_names
from mock_server.faults.reading import read_rules
from mock_server.faults.rules import COUNTED, Rules
from tests.web.control.asking import RECORDS, Mock

FAILS = {"match": {"operation": "get-records"}, "fault": {"kind": "status", "status": 503}}


def statuses(mock: Mock, count: int) -> list[int]:
    return [mock.vonage().status_code for _ in range(count)]


def ids(mock: Mock) -> list[str]:
    return [rule["id"] for rule in mock.told("listFaults")["rules"]]


def test_a_rule_befalls_requests_until_it_is_taken_back(mock: Mock) -> None:
    rule = mock.told("addFault", FAILS)

    assert statuses(mock, 2) == [503, 503]
    assert mock.told("listFaults") == {"rules": [{**rule, "matched": 2}]}

    mock.told("deleteFault", id=rule["id"])

    assert statuses(mock, 1) == [200]
    assert ids(mock) == []


def test_a_rule_is_forgotten_after_an_hour_of_ours_unless_it_says_otherwise(mock: Mock) -> None:
    short = mock.told("addFault", {**FAILS, "id": "short", "expires_s": 60})
    mock.told("addFault", {**FAILS, "id": "usual"})
    mock.advance(days=1)

    assert ids(mock) == ["short", "usual"]
    assert short["expires"] == "2026-11-02T12:01:00Z"

    mock.now += timedelta(minutes=59)
    assert ids(mock) == ["usual"]
    assert statuses(mock, 1) == [503]

    mock.now += timedelta(minutes=1)
    assert ids(mock) == []
    assert statuses(mock, 1) == [200]


@pytest.mark.parametrize("way", ["deleteFault", "deleteFaults", "replaceFaults", "expired"])
def test_nothing_is_left_of_how_often_a_rule_was_met_that_is_gone(mock: Mock, way: str) -> None:
    rule = mock.told("addFault", {**FAILS, "id": "gone", "uses": 1})
    scenario = {"id": "over", "steps": [{"latency": "none", "match": {"vendor": "vonage"}}]}
    started = mock.told("startScenario", scenario)
    statuses(mock, 2)
    names = [f"gone {rule['set_at'].replace('Z', '+00:00')} {event}" for event in COUNTED[:2]]
    names.append(f"over {started['set_at'].replace('Z', '+00:00')} met")
    before = tallies(mock, names)

    if way == "expired":
        mock.now += timedelta(days=1)
        mock.told("addFault", FAILS)
    elif way == "replaceFaults":
        mock.told(way, {"rules": [FAILS]})
    else:
        mock.told(way, id="gone") if way == "deleteFault" else mock.told(way)
    mock.told("deleteScenarios")

    assert before == [1, 1, 1]
    assert tallies(mock, names) == [0, 0, 0]


def tallies(mock: Mock, names: list[str]) -> list[int]:
    with mock.backings.store.transaction("default") as state:
        return [state.counted(name) for name in names]


def test_a_path_that_nothing_has_is_refused_with_those_that_come_close(mock: Mock) -> None:
    answer = mock.control("addFault", {**FAILS, "match": {"path": "/vonage/v2/reports/recrods"}})

    assert answer.status_code == 422
    assert "'/v2/reports/records'" in answer.json()["fix"]
    assert ids(mock) == []


def test_a_path_must_be_one_of_the_operation_that_is_named(mock: Mock) -> None:
    match = {"operation": "get-records", "path": "/v2/reports"}

    answer = mock.control("addFault", {**FAILS, "match": match})

    assert answer.status_code == 422
    assert "'/v2/reports/records'" in answer.json()["fix"]


def test_a_rule_for_callbacks_has_the_path_of_what_is_called(mock: Mock) -> None:
    rule = {"match": {"path": "/hooks/mine"}, "fault": "duplicate_callback"}

    assert mock.control("addFault", rule).status_code == 201


def test_rules_get_ids_of_their_own_and_keep_those_that_they_have(mock: Mock) -> None:
    for rule in (FAILS, {**FAILS, "id": "rule-2"}, FAILS):
        mock.told("addFault", rule)

    assert ids(mock) == ["rule-1", "rule-2", "rule-3"]


def test_an_id_can_be_there_once(mock: Mock) -> None:
    mock.told("addFault", {**FAILS, "id": "mine"})

    answer = mock.control("addFault", {**FAILS, "id": "mine"})

    assert answer.status_code == 422
    assert ids(mock) == ["mine"]


def test_all_rules_can_be_set_at_once_and_taken_back_at_once(mock: Mock) -> None:
    mock.told("addFault", {**FAILS, "id": "former"})

    told = mock.told(
        "replaceFaults", {"rules": [{**FAILS, "id": "a", "uses": 1}, {**FAILS, "id": "b"}]}
    )

    assert [rule["id"] for rule in told["rules"]] == ["a", "b"]

    mock.told("deleteFaults")

    assert ids(mock) == []
    assert statuses(mock, 1) == [200]


def test_rules_of_the_configuration_hold_until_a_session_sets_all_of_its_own() -> None:
    configured = read_rules([{**FAILS, "id": "configured"}])
    mock = Mock(rules=configured)

    before = statuses(mock, 1)
    mock.told("deleteFaults")
    after = statuses(mock, 1)
    others = mock.vonage(Mock_Session="another").status_code
    mock.close()

    assert (before, after, others) == ([503], [200], 503)
    assert isinstance(configured, Rules)


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"fault": {"kind": "statis"}},
        {**FAILS, "probablity": 0.5},
        {**FAILS, "probability": 2},
        {**FAILS, "match": {"operation": 7}},
        {**FAILS, "match": {"operation": "get-records", "body": {"a": "b"}}},
        {**FAILS, "latency": "slow"},
        {**FAILS, "expires": "soon"},
    ],
    ids=str,
)
def test_a_rule_that_makes_no_sense_is_refused_with_how_to_mend_it(
    mock: Mock, rule: dict[str, Any]
) -> None:
    added = mock.control("addFault", rule)
    put = mock.control("replaceFaults", {"rules": [FAILS, rule]})

    assert (added.status_code, put.status_code) == (422, 422)
    assert added.json()["where"].startswith("rules[0]")
    assert put.json()["where"].startswith("rules[1]")
    assert all(answer.json()["fix"] for answer in (added, put))
    assert ids(mock) == []


def test_what_is_not_there_cannot_be_taken_back(mock: Mock) -> None:
    assert mock.control("deleteFault", id="nothing").status_code == 404
    assert mock.control("deleteScenario", id="nothing").status_code == 404
    assert mock.control("useFaultProfile", name="nothing").status_code == 404


def test_every_kind_is_told_with_what_it_takes(mock: Mock) -> None:
    told = mock.told("listFaultKinds")["kinds"]

    assert {one["kind"]: set(one["takes"]) for one in told} == TAKES


def test_every_profile_can_be_used_and_used_again(mock: Mock) -> None:
    profiles = mock.told("listFaultProfiles")["profiles"]

    assert [one["name"] for one in profiles] == list(profile_names())
    for profile in profiles:
        mock.told("deleteFaults")
        for _ in range(2):
            rules = mock.told("useFaultProfile", name=profile["name"])["rules"]
            assert [rule["id"] for rule in rules] == profile["rules"]
        scenarios = mock.told("listScenarios")["scenarios"]
        assert {one["id"] for one in scenarios} >= set(profile["scenarios"])


def test_a_scenario_goes_from_step_to_step_and_says_how_far_it_is(mock: Mock) -> None:
    steps = [
        {
            "match": {"operation": "get-records"},
            "fault": {"kind": "status", "status": 500},
            "times": 2,
        },
        {"match": {"operation": "get-records"}, "fault": {"kind": "status", "status": 502}},
    ]
    started = mock.told("startScenario", {"id": "bad-day", "steps": steps})

    assert (started["met"], started["is_over"]) == (0, False)
    assert statuses(mock, 2) == [500, 500]
    assert mock.told("listScenarios")["scenarios"][0]["met"] == 2
    assert statuses(mock, 2) == [502, 200]
    assert mock.told("listScenarios")["scenarios"][0]["is_over"] is True

    mock.now += timedelta(seconds=1)
    mock.told("startScenario", {"id": "bad-day", "steps": steps})

    assert len(mock.told("listScenarios")["scenarios"]) == 1
    assert statuses(mock, 1) == [500]

    mock.told("deleteScenario", id="bad-day")

    assert statuses(mock, 1) == [200]
    mock.told("startScenario", {"steps": steps})
    mock.told("deleteScenarios")
    assert mock.told("listScenarios") == {"scenarios": []}


def test_rules_do_not_befall_the_control_api(mock: Mock) -> None:
    mock.told("addFault", {"fault": {"kind": "status", "status": 503}})

    assert mock.told("getHealth")["status"] == "ok"
    assert mock.vonage(target=RECORDS).status_code == 503


MISTYPED = [
    ({"operation": "get-record"}, "'get-records'"),
    ({"operation": "GET /v2/reports/record"}, "'GET /v2/reports/records'"),
    ({"vendor": "vonag"}, "'vonage'"),
    ({"vendor": "acme"}, "served is telnyx, vonage"),
    ({"vendor": "telnyx", "operation": "get-records"}, ""),
]


@pytest.mark.parametrize(("match", "fix"), MISTYPED, ids=[str(match) for match, _ in MISTYPED])
def test_what_nobody_can_ask_here_is_refused_with_what_may_be_meant(
    mock: Mock, match: dict[str, str], fix: str
) -> None:
    refused = [
        mock.control("addFault", {**FAILS, "match": match}),
        mock.control("replaceFaults", {"rules": [{**FAILS, "match": match}]}),
        mock.control("startScenario", {"steps": [{"match": match}]}),
        mock.control("verify", {"match": match, "exactly": 0}),
    ]

    assert [answer.status_code for answer in refused] == [422] * 4
    assert all(fix in answer.json()["fix"] for answer in refused)
    assert ids(mock) == []


@pytest.mark.parametrize("match", [{"operation": "get-*"}, {"vendor": "*"}, {"operation": "GET *"}])
def test_patterns_may_be_for_anything_that_is_there(mock: Mock, match: dict[str, str]) -> None:
    mock.told("addFault", {**FAILS, "match": match})

    assert statuses(mock, 1) == [503]
