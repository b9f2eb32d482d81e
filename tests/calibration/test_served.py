"""Servers that are as slow as what was learned."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from mock_server.answer import Arrival, answer
from mock_server.catalogue import serve_named
from mock_server.config import Settings, configure
from mock_server.errors import ConfigError, DataError
from mock_server.faults.fault import Fault
from mock_server.faults.matching import Match
from mock_server.faults.named import configured
from mock_server.faults.profile import Profile, read_profile
from mock_server.web.application import application
from mock_server.web.plans import Behaviour, ServedSpecification, compile_plan
from mock_server.web.site import Site
from tests.calibration.commanding import learned
from tests.calibration.traffic import (
    distance,
    entry,
    log_normal,
)

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def served(profile: Profile | None = None) -> tuple[Site, Behaviour]:
    (one,) = serve_named(["notes.json"])
    behaviour = Behaviour(0, lambda: NOON, profile=profile)
    site = Site(partial(compile_plan, behaviour))
    site.add(ServedSpecification(one.vendor, one.documents[0], {}))
    return site, behaviour


def asked(site: Site, behaviour: Behaviour, times: int) -> list[float]:
    """How long the same request takes, over and over."""
    reached = site.reach("GET", "/notes", b"")
    assert reached is not None
    session = behaviour.sessions.named("test")
    origin = ("http", b"mock.test", "")
    return [
        answer(
            Arrival(reached.values, b"", [], {}, b"", origin), reached.route.plan, session
        ).latency_s
        for _ in range(times)
    ]


def test_a_server_is_as_slow_as_what_was_recorded_request_for_request() -> None:
    took_s = log_normal(1_000, 0.25, 0.4)
    profile = learned(*(entry(seconds) for seconds in took_s))

    simulated = asked(*served(profile), times=1_000)

    assert distance(simulated, took_s) < 0.1
    assert len(set(simulated)) > 990


def test_the_nth_request_takes_as_long_in_every_run() -> None:
    profile = learned(*(entry(seconds) for seconds in log_normal(200, 0.25, 0.4)))

    assert asked(*served(profile), times=10) == asked(*served(profile), times=10)


def test_the_size_that_counts_is_that_of_the_answer_that_is_given() -> None:
    Path("sizes.toml").write_text(
        '[latency.default]\nkind = "by_size"\nsource = "a test"\n'
        "[[latency.default.classes]]\nup_to_bytes = 1\nkind = 'fixed'\nseconds = 1\n"
        "[[latency.default.classes]]\nup_to_bytes = 100000\nkind = 'fixed'\nseconds = 2\n"
        "[[latency.default.classes]]\nkind = 'fixed'\nseconds = 3\n"
    )

    assert asked(*served(read_profile(Path("sizes.toml"))), times=1) == [2.0]


def settings(latency: str, *apis: str) -> Settings:
    options = {"latency": latency, "apis": list(apis)}
    return configure(options, {}).settings


def start(latency: str, *apis: str) -> None:
    given = settings(latency, *apis)
    application(serve_named(given.apis), given)


def test_a_server_starts_with_a_profile_for_one_of_its_apis() -> None:
    learned(*(entry(0.2) for _ in range(30)))

    start("profile.toml", "notes.json", "telnyx")

    with pytest.raises(ConfigError, match="none of the APIs"):
        start("profile.toml", "telnyx")


def test_a_profile_that_cannot_be_read_stops_the_start() -> None:
    with pytest.raises(DataError, match="profile"):
        start("missing.toml", "notes.json")


def test_the_operations_of_other_apis_are_not_slowed_down() -> None:
    profile = learned(*(entry(seconds) for seconds in log_normal(60, 0.2, 0.3)))
    other = Path("others.json")
    other.write_text(Path("notes.json").read_text())
    behaviour = Behaviour(0, lambda: NOON, profile=profile)
    plans = []
    for one in serve_named(["notes.json", "others.json"]):
        specification = ServedSpecification(one.vendor, one.documents[0], {})
        plans.append(compile_plan(behaviour, specification, one.documents[0].entries[0]))

    assert [plan.latency is None for plan in plans] == [False, True]


def test_the_errors_that_were_learned_come_when_they_are_asked_for() -> None:
    learned(*(entry(0.2, status=503 if n % 4 == 0 else 200) for n in range(40)))

    (rule,) = configured({"profiles": ["profile.toml"]}, "faults").rules

    assert rule.match == Match(vendor="notes", operation="GET /notes")
    assert rule.fault == Fault("status", lost="request", status=503)
    assert rule.probability == 0.25
    assert not served(read_profile(Path("profile.toml")))[1].rules


def test_to_ask_for_errors_where_none_were_learned_stops_the_start() -> None:
    learned(*(entry(0.2, status=404 if n % 4 == 0 else 200) for n in range(40)))

    with pytest.raises(ConfigError, match="no errors by chance"):
        configured({"profiles": ["profile.toml"]}, "faults")
