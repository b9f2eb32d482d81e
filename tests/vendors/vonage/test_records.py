"""Records over HTTP against a scan of the ledger, page by page."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from mock_server.ledger.selection import Filter
from mock_server.ledger.sums import sums
from tests.vendors.vonage.asking import KEY, START, Vonage, body, wire
from tests.vendors.vonage.scanning import DAY, HOUR, SETTLED, asked, scan
from tests.vendors.vonage_records.ledger import NOW, VIEWS, View, dataset
from tests.vendors.vonage_records.questions import shown as shown_filters


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_the_pages_together_are_all_records_and_the_newest_come_first(
    vonage: Vonage, view: View
) -> None:
    expected = scan(view, START - DAY, START)
    limit = min(1000, max(1, len(expected) // 5))

    pages = list(vonage.pages(**asked(view, START - DAY, START), limit=limit))

    assert [record for page in pages for record in page["records"]] == expected
    assert {page["items_count"] for page in pages[:-1]} <= {limit}
    statuses = [page["request_status"] for page in pages]
    assert statuses == ["TRUNCATED"] * (len(pages) - 1) + ["SUCCESS"]


def test_a_walk_by_hand_is_the_walk_by_links(vonage: Vonage) -> None:
    question = asked(View("SMS", "inbound"), START - DAY, START) | {"limit": "400"}
    by_links = vonage.all(**question)

    found: list[Any] = []
    paging: dict[str, str] = {}
    vonage.now = START
    while True:
        page = body(vonage.records(**question, **paging))
        found += page["records"]
        if page["request_status"] == "SUCCESS":
            break
        paging = {"cursor": page["cursor"], "iv": page["iv"]}

    assert found == by_links
    assert len(found) > 400
    assert not {"cursor", "iv"} & page.keys()


def test_a_walk_without_dates_sees_what_there_was_when_it_began(vonage: Vonage) -> None:
    view = View("VERIFY-V2")
    vonage.pause_s = 3600

    found = vonage.all(product="VERIFY-V2", limit=1000)

    assert vonage.now > START + 3 * HOUR
    assert found == scan(view, START - 7 * DAY, START)


def test_windows_that_lie_side_by_side_have_each_record_once(vonage: Vonage) -> None:
    view = View("SMS", "outbound")
    edges = [SETTLED - DAY + number * HOUR for number in range(25)]

    hours = [vonage.all(**asked(view, *pair)) for pair in pairwise(edges)]

    assert [one for hour in hours[::-1] for one in hour] == scan(view, SETTLED - DAY, SETTLED)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_filter_lets_through_the_records_that_show_its_value(vonage: Vonage, view: View) -> None:
    records = scan(view, SETTLED - DAY, SETTLED)
    question = asked(view, SETTLED - DAY, SETTLED)

    for name, field in shown_filters(view).items():
        value = records[len(records) // 2][field]
        if not value or name == "direction":
            continue
        told = {"TRUE": "true", "FALSE": "false"}.get(value, value)
        found = vonage.all(**question | {name: told})

        assert found == [one for one in records if one[field] == value]
        assert found


def test_a_span_is_cut_to_the_millisecond(vonage: Vonage) -> None:
    view = View("VOICE-CALL")
    stream = view.stream(KEY)
    index = stream.visible(NOW) - 50
    made = [int(ms) for ms in stream.timeline.moments(np.array([index, index + 5]))]
    begin, end = (START + timedelta(milliseconds=ms - NOW) for ms in made)

    found = vonage.all(**asked(view, begin, end))

    assert [one["id"] for one in found] == [stream.ids.text(index + n) for n in range(4, -1, -1)]


@pytest.mark.parametrize("kept_days", [396, 90])
def test_what_is_too_old_is_not_there_and_nobody_says_so(patient: Vonage, kept_days: int) -> None:
    view = View("VIDEO-API" if kept_days == 90 else "VOICE-CALL")
    edge = START - kept_days * DAY
    question = asked(view, edge - DAY, edge + HOUR)

    found = patient.all(**question)

    ids = [one["id"] for one in scan(view, edge, edge + HOUR)]
    assert [one["id"] for one in found] == ids
    assert ids
    page = body(patient.records(**question | {"date_end": wire(edge - HOUR)}))
    assert (page["request_status"], page["items_count"], page["records"]) == ("SUCCESS", 0, [])


def test_what_the_records_cost_is_what_the_ledger_says(vonage: Vonage) -> None:
    view = View("SMS", "outbound")
    edges = [round(at.timestamp() * 1000) for at in (START - DAY, START)]
    wanted = Filter({"direction": frozenset({"outbound"}), "kind": frozenset({"sms"})})

    found = vonage.all(**asked(view, START - DAY, START))

    total = sums(view.stream(KEY), edges, NOW, wanted=wanted)
    assert sum(Decimal(one["total_price"]) for one in found) == Decimal(total.total("cost")) / 10**8
    assert len(found) == total.total() > 1000


def test_dates_that_mean_the_same_moment_find_the_same(vonage: Vonage) -> None:
    forms = ("2026-03-04T12:00:00Z", "2026-03-04T12:00:00.000Z", "2026-03-04T14:00:00+0200",
             "2026-03-04T07:30:00.0-04:30")  # fmt: skip

    found = [
        vonage.all(product="VOICE-CALL", date_start=form, date_end="2026-03-04T13:00:00Z")
        for form in forms
    ]

    assert found[0]
    assert all(one == found[0] for one in found)


def test_servers_with_equal_seeds_answer_alike_to_the_byte_and_others_do_not() -> None:
    question = {"product": "SMS", "direction": "outbound", "limit": 5}
    contents = []

    for seed in (11, 11, 12):
        api = Vonage(seed=seed)
        first = api.records(**question)
        second = api.get(body(first)["_links"]["next"]["href"])
        usage = api.records(product="REPORTS-USAGE")
        contents.append([one.content for one in (first, second, usage)])
        api.close()

    assert contents[0] == contents[1]
    assert not set(contents[0]) & set(contents[2])


def test_a_primary_account_reads_its_sub_accounts_and_they_read_themselves(vonage: Vonage) -> None:
    family = next(one for one in (f"abcd{n:04}" for n in range(100))
                  if dataset().account(one).sub_accounts)  # fmt: skip
    sub = dataset().account(family).sub_accounts[0]
    question = asked(View("VOICE-CALL"), START - DAY, START) | {"account_id": sub}

    by_primary, by_sub = vonage.all(family, **question), vonage.all(sub, **question)

    assert by_primary == by_sub == scan(View("VOICE-CALL"), START - DAY, START, sub)
    assert {one["account_id"] for one in by_sub} == {sub}
    assert vonage.records(sub, **question | {"account_id": family}).status_code == 403
