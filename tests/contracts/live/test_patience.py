"""Who says "later" is asked later, and not before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import PatienceEnded
from contracts.live.patience import asked_wait_s
from tests.contracts.live.guarded import START, Guarded, guarded
from tests.contracts.live.vendor import Heard, Said, Script, Vendor

REPORT = "/v2/reports/some-id"
GROUP = "/v2/billing_groups/some-id"


def saying(*said: Said) -> Script:
    """One answer after the other, the last again and again."""
    answers = list(said)

    def script(heard: Heard) -> Said:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return script


def too_many(**headers: str) -> Said:
    named = ((name.replace("_", "-"), value) for name, value in headers.items())
    return Said(429, headers=tuple(named))


def vonage(vendor: Vendor, folder: Path) -> Guarded:
    return guarded("vonage", vendor.wire, folder)


@pytest.mark.parametrize(
    ("header", "least_s"),
    [
        ("7", 7),
        ("0", 0),
        (format_datetime(START + timedelta(seconds=45), usegmt=True), 45),
        (format_datetime(START - timedelta(days=1), usegmt=True), 0),
    ],
    ids=["seconds", "at once", "a date", "a date that is over"],
)
def test_a_refused_request_is_sent_again_after_all_of_the_time(
    header: str, least_s: float, vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = saying(too_many(Retry_After=header), Said())
    at = vonage(vendor, tmp_path)

    assert at.get(REPORT).status_code == 200

    assert len(vendor.heard) == 2
    assert at.turned.at - START >= timedelta(seconds=least_s)
    assert at.turned.at - START <= timedelta(seconds=least_s + 3)


def test_their_clock_counts_where_ours_is_ahead_of_it(vendor: Vendor, tmp_path: Path) -> None:
    theirs = START - timedelta(minutes=5)
    vendor.script = saying(
        too_many(
            Date=format_datetime(theirs, usegmt=True),
            Retry_After=format_datetime(theirs + timedelta(seconds=50), usegmt=True),
        ),
        Said(),
    )
    at = vonage(vendor, tmp_path)

    at.get(REPORT)

    assert at.turned.at - START >= timedelta(seconds=50)


@pytest.mark.parametrize("header", ["121", "3600", "1e9", "inf", "9" * 400])
def test_what_is_longer_than_the_patience_ends_the_run_at_once(
    header: str, vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = saying(too_many(Retry_After=header))
    at = vonage(vendor, tmp_path)

    with pytest.raises(PatienceEnded):
        at.get(REPORT)

    assert (len(vendor.heard), at.turned.slept) == (1, [])


def test_patience_is_of_the_whole_run(vendor: Vendor, tmp_path: Path) -> None:
    def script(heard: Heard) -> Said:
        return too_many(Retry_After="50") if len(vendor.heard) % 2 else Said()

    vendor.script = script
    at = vonage(vendor, tmp_path)
    at.get(REPORT)
    at.get(REPORT)

    with pytest.raises(PatienceEnded):
        at.get(REPORT)

    assert len(vendor.heard) == 5


def test_a_storm_of_refusals_ends_the_run_after_few_requests(
    vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = saying(too_many(Retry_After="0"))
    at = vonage(vendor, tmp_path)

    with pytest.raises(PatienceEnded, match="left alone"):
        at.get(REPORT)

    assert len(vendor.heard) == at.budget.spent().requests == 4


def test_who_does_not_say_until_when_is_left_alone_longer_each_time(
    vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = saying(too_many(), too_many(Retry_After="soon"), Said())
    at = vonage(vendor, tmp_path)

    at.get(REPORT)

    assert at.turned.slept == [10, 20]


def test_telnyx_says_it_in_a_header_of_its_own(vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = saying(too_many(X_RateLimit_Reset="33"), Said())
    at = guarded("telnyx", vendor.wire, tmp_path)

    at.get(GROUP)

    assert at.turned.slept == [33]


def test_what_telnyx_says_beside_a_right_answer_is_no_wish(vendor: Vendor, tmp_path: Path) -> None:
    vendor.script = saying(Said(headers=(("X-RateLimit-Reset", "33"),)))
    at = guarded("telnyx", vendor.wire, tmp_path)

    at.get(GROUP)
    at.get(GROUP)

    assert sum(at.turned.slept) < 2


def test_a_fault_with_a_wish_is_not_asked_again_but_the_wish_is_heeded(
    vendor: Vendor, tmp_path: Path
) -> None:
    vendor.script = saying(Said(503, headers=(("Retry-After", "40"),)), Said())
    at = vonage(vendor, tmp_path)

    first, second = at.get(REPORT), at.get(REPORT)

    assert (first.status_code, second.status_code) == (503, 200)
    assert at.turned.slept == [40]


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_stands_there_it_is_a_time_or_nothing(told: str, date: str) -> None:
    headers = httpx.Headers({b"retry-after": told.encode(), b"date": date.encode()})

    wait_s = asked_wait_s(headers, START, "")

    assert wait_s is None or wait_s >= 0


DATES = (
    "Wed, 04 Mar 2026 05:06:37 GMT",
    "Wednesday, 04-Mar-26 05:06:37 GMT",
    "Wed Mar  4 05:06:37 2026",
    "Wed, 04 Mar 2026 06:06:37 +0100",
)
"""A moment in the three forms that RFC 9110 (5.6.7) has, and in another that is seen."""


@pytest.mark.parametrize("told", DATES)
def test_dates_are_read_in_all_their_forms(told: str) -> None:
    assert asked_wait_s(httpx.Headers({"Retry-After": told}), START, "") == 30


def test_a_date_beyond_all_calendars_is_no_date() -> None:
    far = httpx.Headers({"Retry-After": "Fri, 31 Dec 99999 23:59:59 GMT"})

    assert asked_wait_s(far, datetime(2026, 1, 1, tzinfo=UTC), "") is None
