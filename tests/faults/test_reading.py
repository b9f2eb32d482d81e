"""Rules as people write them: what is read, and what is refused with its place and its mending."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.errors import ConfigError
from mock_server.faults.fault import TAKES, Fault
from mock_server.faults.latency import Uniform
from mock_server.faults.matching import Match
from mock_server.faults.reading import dated, read_rules
from mock_server.faults.rules import Rule, Scenario, Step

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

TOML = """
[[rules]]
id = "turned-away"
name = "the first three are too many"
latency = "200ms..400ms"
probability = 0.5
nth = 3
every = 3
uses = 3
begins = 2026-11-02T12:00:00Z
ends = "2026-11-02T15:00:00+02:00"
expires = 2026-11-03T00:00:00Z

[rules.match]
vendor = "vonage"
operation = "create-*"
method = "POST"
path = "/v2/*"
query = { page = "2" }
headers = { User-Agent = "*" }
body = { "/product" = "SMS" }

[rules.fault]
kind = "status"
status = 429
retry_after_s = 2
headers = { x-limit = "3" }
lost = "response"

[[scenarios]]
id = "flaky"
repeats = true
match = { operation = "create-async-report" }
steps = [{ fault = "reset", times = 2 }, { match = { method = "GET" }, latency = "200ms..400ms" }]
"""


def test_everything_that_can_be_said_is_read() -> None:
    table = tomllib.loads(TOML)

    read = read_rules(table["rules"], table["scenarios"])

    assert read.rules == (
        Rule(
            id="turned-away",
            name="the first three are too many",
            match=Match(
                "vonage", "create-*", "POST", "/v2/*",
                {"page": "2"}, {"User-Agent": "*"}, {"/product": "SMS"},
            ),
            fault=Fault(
                "status", "response", 429, retry_after_s=2.0, headers=(("x-limit", "3"),)
            ),
            latency=Uniform(0.2, 0.4),
            probability=0.5,
            nth=3,
            every=3,
            uses=3,
            begins=NOON,
            ends=datetime(2026, 11, 2, 13, tzinfo=UTC),
            expires=datetime(2026, 11, 3, tzinfo=UTC),
        ),
    )  # fmt: skip
    assert read.scenarios == (
        Scenario(
            "flaky",
            (
                Step(Match(operation="create-async-report"), Fault("reset"), times=2),
                Step(Match(method="GET"), latency=Uniform(0.2, 0.4)),
            ),
            repeats=True,
        ),
    )


def test_a_service_that_says_no_has_done_nothing_unless_the_rule_says_otherwise() -> None:
    faults = [{"kind": "status", "status": 500}, {"kind": "reset"}, {"kind": "hang"}]

    read = read_rules([{"fault": fault} for fault in faults])

    assert [rule.fault.lost for rule in read.rules if rule.fault] == [
        "request", "response", "response"
    ]  # fmt: skip


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "neither fault nor latency": ({}, "rules[0]", "fault = "),
    "an unknown key": ({"falt": "reset"}, "rules[0]", "did you mean 'fault'?"),
    "an unknown kind": ({"fault": "rest"}, "rules[0].fault.kind", "did you mean 'reset'?"),
    "no status": ({"fault": "status"}, "rules[0].fault", "status = 503"),
    "a status that is none": (
        {"fault": {"kind": "status", "status": 99}}, "rules[0].fault.status", "such as"
    ),
    "what a kind does not take": (
        {"fault": {"kind": "truncated", "lost": "request"}}, "rules[0].fault.lost", "takes part"
    ),
    "what is lost": (
        {"fault": {"kind": "reset", "lost": "reponse"}}, "rules[0].fault.lost", "'response'"
    ),
    "a header that breaks the line": (
        {"fault": {"kind": "status", "status": 429, "headers": {"a": "b\r\nc: d"}}},
        "rules[0].fault.headers['a']", "visible ASCII",
    ),
    "a part that is all": (
        {"fault": {"kind": "truncated", "part": 1}}, "rules[0].fault.part", "from 0 to 0.999"
    ),
    "a field that is no pointer": (
        {"fault": {"kind": "missing_field", "field": "id"}}, "rules[0].fault.field", "/data/*/id"
    ),
    "a stale callback without a time": (
        {"fault": "stale_callback"}, "rules[0].fault", "seconds = 60"
    ),
    "a callback of an operation": (
        {"fault": "duplicate_callback", "match": {"operation": "x"}},
        "rules[0].match.operation", "path of its URL",
    ),
    "a latency that is none": ({"latency": "5 m"}, "rules[0].latency", "200ms..400ms"),
    "a probability in percent": (
        {"latency": "1s", "probability": 50}, "rules[0].probability", "such as 1"
    ),
    "a true turn": ({"latency": "1s", "nth": True}, "rules[0].nth", "whole number"),
    "a moment nobody knows where": (
        {"latency": "1s", "begins": "2026-11-02T12:00:00"}, "rules[0].begins", "12:00:00Z"
    ),
    "two ends": (
        {"latency": "1s", "expires_s": 1, "expires": "2026-11-02T12:00:00Z"},
        "rules[0].expires_s", "leave one of them out",
    ),
    "an id with a line break": ({"latency": "1s", "id": "a\n"}, "rules[0].id", "leave it out"),
    "a match that is a text": ({"latency": "1s", "match": "x"}, "rules[0].match", "write {"),
    "a pattern that is a number": (
        {"latency": "1s", "match": {"query": {"page": 2}}},
        "rules[0].match.query['page']", '"quotes"',
    ),
    "a body's place that is no pointer": (
        {"latency": "1s", "match": {"body": {"product": "SMS"}}}, "rules[0].match.body", "/product"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "where", "mending"), WRONG.values(), ids=WRONG)
def test_what_makes_no_sense_is_refused_with_its_place_and_its_mending(
    rule: dict[str, Any], where: str, mending: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        read_rules([rule])

    assert refused.value.where == where
    assert mending in f"{refused.value.fix} {refused.value.why}"


@pytest.mark.parametrize(
    "scenario",
    [{}, {"steps": []}, {"steps": [{"times": 0}]}, {"steps": [{"fault": "duplicate_callback"}]},
     {"steps": {"fault": "reset"}}, {"steps": [{"nth": 1}]}],
    ids=str,
)  # fmt: skip
def test_scenarios_that_make_no_sense_are_refused(scenario: dict[str, Any]) -> None:
    with pytest.raises(ConfigError) as refused:
        read_rules([], [scenario])

    assert refused.value.where.startswith("scenarios[0]")


def test_no_two_have_the_same_id() -> None:
    with pytest.raises(ConfigError, match="A rule makes no sense"):
        read_rules([{"id": "a", "latency": "1s"}], [{"id": "a", "steps": [{}]}])


def test_what_is_kept_of_a_rule_is_json_and_means_the_same_wherever_it_is_read() -> None:
    given = tomllib.loads(TOML)["rules"][0] | {"begins": NOON}
    del given["id"]

    (kept,) = dated([given], NOON)
    (again,) = read_rules([kept]).rules

    (before,) = read_rules([given]).rules
    assert kept["begins"] == "2026-11-02T12:00:00Z"
    assert (again.match, again.fault, again.ends) == (before.match, before.fault, before.ends)
    assert again.id == kept["id"]
    assert again.set_at == NOON


def test_rules_that_are_set_one_after_the_other_get_different_ids() -> None:
    first = dated([{"latency": "1s"}, {"latency": "1s"}], NOON)
    later = dated([{"latency": "1s"}], NOON.replace(second=1))

    assert len({rule["id"] for rule in (*first, *later)}) == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["id", "match", "fault", "latency", "probability", "nth", "every", "uses", "begins", "ends",
     "expires", "expires_s", "set_at", "steps", "repeats", "kind", "status", "operation"]
)  # fmt: skip


@given(rules=st.one_of(JSON, st.lists(st.dictionaries(KEYS, JSON | st.sampled_from([*TAKES])))))
def test_anything_is_read_or_refused_in_words(rules: Any) -> None:
    for pair in ((rules, ()), ((), rules)):
        error = refusal(*pair)

        assert error is None or (error.why and error.fix)


def refusal(rules: Any, scenarios: Any) -> ConfigError | None:
    try:
        read_rules(rules, scenarios)
    except ConfigError as error:
        return error
    return None
