from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from mock_server.faults.chances import error_rules
from mock_server.faults.matching import Facts
from mock_server.faults.profile import Errors, Profile

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Counts:
    """A tally in memory."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def of(self, name: str) -> int:
        return self.counts[name]

    def add(self, name: str) -> int:
        self.counts[name] += 1
        return self.counts[name]


def request(vendor: str = "acme", path: str = "/accounts/{id}") -> Facts:
    return Facts(vendor, "get-account", "GET", path, "/accounts/7", b"", {}, b"")


def statuses(profile: Profile, facts: Facts, times: int) -> Counter[int]:
    rules, tally = error_rules(profile), Counts()
    settled = [rules.settle(facts, tally, b"equal requests", NOON) for _ in range(times)]
    return Counter(one.fault.status for one in settled if one.fault is not None)


def profile(**rates: float) -> Profile:
    by_status = {int(name.removeprefix("of_")): rate for name, rate in rates.items()}
    return Profile(errors={"GET /accounts/{id}": Errors(by_status, 1_000, "some.har")}, api="acme")


def test_errors_come_as_often_as_they_were_seen() -> None:
    met = statuses(profile(of_429=0.1, of_500=0.2, of_503=0.3), request(), 20_000)

    # Of 20,000: 5 standard deviations of a binomial are at most 324.
    assert met == {
        429: pytest.approx(2_000, abs=325),
        500: pytest.approx(4_000, abs=325),
        503: pytest.approx(6_000, abs=325),
    }


def test_an_operation_that_always_failed_always_fails() -> None:
    assert statuses(profile(of_500=0.5, of_503=0.5), request(), 1_000).total() == 1_000


def test_what_a_request_deserved_does_not_come_by_chance() -> None:
    assert not error_rules(profile(of_400=0.2, of_404=0.5, of_422=0.3))


def test_other_operations_and_other_apis_are_spared() -> None:
    always = profile(of_500=1.0)

    assert not statuses(always, request(path="/accounts"), 10)
    assert not statuses(always, request(vendor="other"), 10)


def test_nothing_was_done_for_a_request_that_met_an_error() -> None:
    rules = error_rules(profile(of_500=1.0))

    settled = rules.settle(request(), Counts(), b"", NOON)

    assert settled.fault is not None
    assert (settled.fault.kind, settled.fault.lost) == ("status", "request")
