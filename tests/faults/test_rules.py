"""Which requests meet a fault: turn, chance, window, budget, expiry, and who comes first."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.faults.matching import Facts
from mock_server.faults.reading import dated, read_rules
from mock_server.faults.rules import CALM, Rules, Settled

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
RESET = {"kind": "reset"}


class Counted(Counter[str]):
    """A tally in memory."""

    def of(self, name: str) -> int:
        return self[name]

    def add(self, name: str) -> int:
        self[name] += 1
        return self[name]


def facts(operation: str = "list-reports", vendor: str = "vonage") -> Facts:
    return Facts(vendor, operation, "GET", "/v2/reports", "/v2/reports", b"", {}, b"")


def met(rules: Rules, times: int, tally: Counted | None = None) -> list[Settled]:
    """What so many equal requests meet, one after the other."""
    tally = Counted() if tally is None else tally
    return [rules.settle(facts(), tally, b"seed", NOON) for _ in range(times)]


def struck(rules: Rules, times: int) -> list[int]:
    """Which of so many requests, from 1 on, meet a fault."""
    return [number for number, one in enumerate(met(rules, times), 1) if one.fault]


def one_rule(**more: Any) -> Rules:
    return read_rules([{"fault": RESET, **more}])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"nth": 3}, [3]),
        ({"every": 3}, [3, 6]),
        ({"uses": 2}, [1, 2]),
        ({"every": 2, "uses": 2}, [2, 4]),
        ({"probability": 0}, []),
        ({"match": {"operation": "get-report"}}, []),
        ({"match": {"operation": "GET /v2/reports"}, "nth": 1}, [1]),
    ],
    ids=str,
)
def test_a_rule_acts_when_it_is_its_turn(said: dict[str, Any], expected: list[int]) -> None:
    assert struck(one_rule(**said), 7) == expected


def test_requests_that_do_not_match_are_not_counted() -> None:
    rules, tally = one_rule(match={"operation": "get-report"}, nth=2), Counted()

    found = [
        rules.settle(facts(name), tally, b"", NOON).fault is not None
        for name in ("get-report", "list-reports", "list-reports", "get-report")
    ]

    assert found == [False, False, False, True]


@pytest.mark.parametrize("probability", [0.05, 0.3, 0.9])
def test_as_many_requests_meet_a_fault_as_its_probability_says(probability: float) -> None:
    times = 4_000

    share = len(struck(one_rule(probability=probability), times)) / times

    deviation = (probability * (1 - probability) / times) ** 0.5
    assert abs(share - probability) < 4 * deviation


def test_equal_servers_strike_equal_requests() -> None:
    rules = one_rule(probability=0.5, id="one")

    assert struck(rules, 50) == struck(rules, 50)
    assert struck(rules, 50) != struck(one_rule(probability=0.5, id="other"), 50)


def test_a_rule_holds_from_its_beginning_to_before_its_end() -> None:
    rules = one_rule(begins="2026-11-02T12:00:00Z", ends="2026-11-02T13:00:00+00:00")
    moments = [NOON - timedelta(microseconds=1), NOON, NOON + timedelta(minutes=59, seconds=59)]
    moments.append(NOON + timedelta(hours=1))

    found = [bool(rules.settle(facts(), Counted(), b"", at).fault) for at in moments]

    assert found == [False, True, True, False]


def test_what_is_set_on_a_running_server_is_forgotten_after_an_hour() -> None:
    rules = read_rules(dated([{"fault": RESET}], NOON))

    assert rules.living(NOON + timedelta(minutes=59))
    assert not rules.living(NOON + timedelta(minutes=60))


@pytest.mark.parametrize(
    ("said", "seconds"),
    [({"expires_s": 5}, 5), ({"expires": "2026-11-02T12:00:09Z"}, 9)],
    ids=["seconds", "moment"],
)
def test_a_rule_says_itself_when_it_is_forgotten(said: dict[str, Any], seconds: float) -> None:
    for lasts_s in (None, 3600.0):
        rules = read_rules(dated([{"fault": RESET, **said}], NOON, lasts_s))

        assert rules.living(NOON + timedelta(seconds=seconds - 0.001))
        assert not rules.living(NOON + timedelta(seconds=seconds))


def test_rules_of_a_configuration_are_never_forgotten_unless_they_say_so() -> None:
    rules = read_rules([{"fault": RESET}])

    assert rules.living(NOON + timedelta(days=40_000)) == rules


def test_the_first_fault_and_the_first_latency_count() -> None:
    rules = read_rules(
        [
            {"id": "a", "latency": "1s"},
            {"id": "b", "fault": {"kind": "status", "status": 503}, "uses": 1},
            {"id": "c", "fault": RESET, "latency": "9s", "uses": 1},
        ]
    )

    first, second, third = met(rules, 3)

    assert first.fault is not None
    assert (first.fault.status, first.latency_s, first.by) == (503, 1.0, ("a", "b"))
    assert second.fault is not None
    assert (second.fault.kind, second.latency_s, second.by) == ("reset", 1.0, ("a", "c"))
    assert (third.fault, third.latency_s, third.by) == (None, 1.0, ("a",))


def test_a_latency_rule_draws_anew_for_each_request_and_keeps_its_bounds() -> None:
    drawn = [one.latency_s for one in met(read_rules([{"latency": "200ms..400ms"}]), 2_000)]

    found = sorted(value for value in drawn if value is not None)
    quartiles = [found[len(found) * at // 4] for at in (1, 2, 3)]
    assert 0.2 <= found[0] <= found[-1] <= 0.4
    assert quartiles == pytest.approx([0.25, 0.3, 0.35], abs=0.01)


def test_a_rule_that_is_set_anew_begins_anew() -> None:
    tally = Counted()
    rule = {"id": "once", "fault": RESET, "uses": 1}
    before = read_rules(dated([rule], NOON))
    after = read_rules(dated([rule], NOON + timedelta(seconds=1)))

    found = [bool(one.fault) for rules in (before, after) for one in met(rules, 2, tally)]

    assert found == [True, False, True, False]


FLAKY = {
    "match": {"operation": "list-reports"},
    "steps": [
        {"fault": {"kind": "status", "status": 500}},
        {"latency": "90s"},
        {"match": {"operation": "get-report"}, "fault": RESET},
        {"times": 2},
    ],
}


def test_a_scenario_goes_step_by_step_and_ends() -> None:
    rules, tally = read_rules([], [FLAKY]), Counted()
    asked = ["list-reports", "get-report", "list-reports", "list-reports", "get-report"]
    asked += ["list-reports"] * 3

    found = [rules.settle(facts(name), tally, b"", NOON) for name in asked]

    told = [(one.fault and one.fault.kind, one.latency_s) for one in found]
    calm = (None, None)
    assert told == [
        ("status", None), calm, (None, 90.0), calm, ("reset", None), calm, calm, calm
    ]  # fmt: skip
    assert found[1] == found[-1] == CALM
    assert found[5].by == ("scenario-1",)


def test_a_scenario_comes_before_rules_and_its_ordinary_answers_are_ordinary() -> None:
    steps = [{}, {"fault": {"kind": "empty"}}]
    rules = read_rules([{"fault": RESET}], [{"steps": steps}])

    found = [one.fault and one.fault.kind for one in met(rules, 4)]

    assert found == [None, "empty", "reset", "reset"]


def test_a_scenario_may_begin_anew() -> None:
    steps = [{"times": 2}, {"fault": RESET}]

    assert struck(read_rules([], [{"steps": steps, "repeats": True}]), 9) == [3, 6, 9]


@given(every=st.integers(1, 20), uses=st.integers(0, 20), times=st.integers(0, 100))
def test_every_and_uses_together_strike_as_often_as_they_say(
    every: int, uses: int, times: int
) -> None:
    expected = [number for number in range(1, times + 1) if number % every == 0]

    assert struck(one_rule(every=every, uses=uses), times) == expected[: uses or None]


def test_faults_of_callbacks_never_meet_requests_and_others_never_callbacks() -> None:
    rules = read_rules([{"fault": {"kind": "duplicate_callback"}}, {"fault": RESET}])

    request = rules.settle(facts(), Counted(), b"", NOON)
    callback = rules.settle_callback(facts(""), Counted(), b"", NOON)

    assert request.fault is not None
    assert request.fault.kind == "reset"
    assert callback.fault is not None
    assert callback.fault.kind == "duplicate_callback"
