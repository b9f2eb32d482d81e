from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.money import Month, invoice_total
from tests.vendors.telnyx.asking import START, Telnyx, fine, refusal
from tests.vendors.telnyx.money_truth import UNIT, added, dataset, opened, opened_late

KEY = "KEY0001"
ONE_DAY = timedelta(days=1)
NOBODYS = "5d8f1b1e-7f0a-4a55-9a3c-2f6f9d9f0c11"


@pytest.fixture(scope="module")
def running() -> Iterator[Telnyx]:
    one = Telnyx(accounts={KEY: 30})
    yield one
    one.close()


@pytest.fixture
def api(running: Telnyx) -> Telnyx:
    """It is shared; only its clock is put back."""
    running.now = START
    return running


def listed(api: Telnyx, key: str = KEY, **query: Any) -> list[Any]:
    found: list[Any] = api.data("/invoices", key, **{"page[size]": 250, **query})
    return found


@settings(max_examples=40, deadline=None)
@given(
    now=st.integers(0, 680 * 86_400).map(lambda before: START - timedelta(seconds=before)),
    key=st.integers(0, 200).map(lambda number: f"KEY{number:04d}"),
)
def test_the_periods_tile_the_calendar_from_the_accounts_opening_to_the_last_month_that_is_over(
    running: Telnyx, now: datetime, key: str
) -> None:
    running.now = now

    told = listed(running, key, sort="period_start")

    first, last = (date.fromisoformat(told[at]["period_start"]) for at in (0, -1))
    this_month = now.date().replace(day=1)
    before = (this_month - ONE_DAY).replace(day=1)
    assert first == opened(running, key).replace(day=1)
    assert last == before or (now.day <= 5 and last == (before - ONE_DAY).replace(day=1))
    for one, other in pairwise(told):
        end = date.fromisoformat(one["period_end"])
        assert end + ONE_DAY == date.fromisoformat(other["period_start"])
    for one in told:
        begin, end = (date.fromisoformat(one[name]) for name in ("period_start", "period_end"))
        assert (begin.day, (end + ONE_DAY).day, begin.month) == (1, 1, end.month)


def test_an_invoice_appears_once_and_stays_and_is_paid_once_and_stays_so(api: Telnyx) -> None:
    seen: dict[str, list[bool]] = {}
    api.now = datetime(2026, 7, 1, tzinfo=UTC)
    for _ in range(100):
        there = {one["invoice_id"]: one["paid"] for one in listed(api)}
        assert seen.keys() <= there.keys()
        for key, paid in there.items():
            seen.setdefault(key, []).append(paid)
        api.now += ONE_DAY

    assert len(seen) > 3
    assert all(paid == sorted(paid) for paid in seen.values())
    assert any(len(set(paid)) == 2 for paid in seen.values())


def test_the_order_is_the_one_that_is_asked_for_and_the_newest_come_first_otherwise(
    api: Telnyx,
) -> None:
    oldest_first = listed(api, sort="period_start")

    assert len(oldest_first) > 20
    assert listed(api, sort="-period_start") == oldest_first[::-1]
    assert listed(api) == oldest_first[::-1]


@pytest.mark.parametrize("size", [1, 7, 20, 250])
def test_pages_are_the_whole_list_in_pieces(api: Telnyx, size: int) -> None:
    whole = listed(api)
    pages = -(-len(whole) // size)
    found = []
    for number in range(1, min(pages, 5) + 1):
        told = fine(api.get("/invoices", KEY, **{"page[number]": number, "page[size]": size}))
        found += told["data"]

        assert told["meta"] == {
            "total_pages": pages,
            "total_results": len(whole),
            "page_number": number,
            "page_size": size,
        }

    assert found == whole[: len(found)]


def test_twenty_are_on_a_page_and_none_on_a_page_after_the_last(api: Telnyx) -> None:
    assert fine(api.get("/invoices", KEY))["meta"]["page_size"] == 20
    assert fine(api.get("/invoices", KEY, **{"page[number]": 999}))["data"] == []


def test_an_account_that_is_still_to_be_opened_has_no_invoices() -> None:
    api = Telnyx()
    key, opened_on = opened_late(api)
    api.now = datetime(opened_on.year, opened_on.month, opened_on.day, tzinfo=UTC) - ONE_DAY

    told = fine(api.get("/invoices", key))
    api.close()

    meta = {"total_pages": 0, "total_results": 0, "page_number": 1, "page_size": 20}
    assert told == {"data": [], "meta": meta}


def test_an_invoice_alone_is_told_as_in_the_list_and_leads_to_itself(api: Telnyx) -> None:
    one = listed(api)[3]

    assert api.data(f"/invoices/{one['invoice_id']}", KEY) == one
    assert api.data(f"/invoices/{one['invoice_id'].upper()}", KEY, action="json") == one
    assert fine(api.ask("GET", one["url"], KEY))["data"] == one
    assert UUID(one["file_id"]) != UUID(one["invoice_id"])


def test_a_link_is_given_only_when_it_is_asked_for_and_good_for_anybody(api: Telnyx) -> None:
    one = listed(api)[0]

    linked = api.data(f"/invoices/{one['invoice_id']}", KEY, action="link")

    url = linked.pop("download_url")
    assert linked == one
    answer = api.ask("GET", url, Authorization="")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert f"invoice_{one['file_id']}.csv" in answer.headers["content-disposition"]


@pytest.mark.parametrize("place", [0, 1, -1])
def test_the_lines_of_the_file_come_to_what_the_invoice_asks_for(api: Telnyx, place: int) -> None:
    one = listed(api)[place]
    begin = date.fromisoformat(one["period_start"])
    total = invoice_total(dataset(api), KEY, Month.of(begin))

    url = api.data(f"/invoices/{one['invoice_id']}", KEY, action="link")["download_url"]
    rows = list(csv.DictReader(StringIO(api.ask("GET", url).text)))

    assert added(row["amount"] for row in rows) * UNIT == total
    assert {row["currency"] for row in rows} == {"USD"}
    assert all(Decimal(row["quantity"]) > 0 for row in rows)


def test_a_file_that_nobody_linked_to_or_that_is_too_old_is_not_found(api: Telnyx) -> None:
    one, other = listed(api)[:2]
    url = api.data(f"/invoices/{one['invoice_id']}", KEY, action="link")["download_url"]
    unlinked = url.replace(one["file_id"], other["file_id"])
    api.now += timedelta(days=31)

    for address in (unlinked, url):
        status, [error] = refusal(api.ask("GET", address))

        assert (status, error["code"]) == (404, "10005")


@pytest.mark.parametrize("wanted", ["nobody's", "somebody else's", "still to come"])
def test_an_invoice_that_there_is_not_for_the_caller_is_not_found(api: Telnyx, wanted: str) -> None:
    newest = listed(api)[0]["invoice_id"]
    if wanted == "still to come":
        api.now -= timedelta(days=20)
    invoice_id = {
        "nobody's": NOBODYS,
        "somebody else's": listed(api, "KEY0002")[0]["invoice_id"],
        "still to come": newest,
    }[wanted]

    answer = api.get(f"/invoices/{invoice_id}", KEY)

    assert refusal(answer) == (
        404,
        [
            {
                "code": "10005",
                "title": "Resource not found",
                "detail": "The requested resource or URL could not be found.",
                "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10005"},
            }
        ],
    )


@pytest.mark.parametrize(
    ("path", "query", "code", "parameter"),
    [
        pytest.param("/invoices/x", {}, "10006", "id", id="no UUID"),
        pytest.param(f"/invoices/{NOBODYS}", {"action": "pdf"}, "10015", "action", id="action"),
        pytest.param("/invoices", {"sort": "paid"}, "10015", "sort", id="order"),
        pytest.param("/invoices", {"page[size]": 251}, "10015", "page[size]", id="page too large"),
        pytest.param("/invoices", {"page[size]": 0}, "10015", "page[size]", id="page of nothing"),
        pytest.param("/invoices", {"page[number]": 0}, "10015", "page[number]", id="page zero"),
    ],
)
def test_what_makes_no_sense_is_refused(
    api: Telnyx, path: str, query: dict[str, Any], code: str, parameter: str
) -> None:
    status, [error] = refusal(api.get(path, KEY, **query))

    assert (status, error["code"], error["source"]) == (400, code, {"parameter": parameter})


def test_permissively_any_id_has_an_invoice_and_any_page_is_one() -> None:
    api = Telnyx(lenient=True)

    told = api.data(f"/invoices/{NOBODYS}", action="link")
    page = fine(api.get("/invoices", **{"page[number]": 0, "sort": "period_start"}))
    api.close()

    assert {"invoice_id", "file_id", "period_start", "period_end", "paid", "url"} <= told.keys()
    assert {"data", "meta"} <= page.keys()


def test_the_vendors_client_pages_through_all_invoices(api: Telnyx) -> None:
    whole = listed(api)
    with api.client(KEY) as client:
        found = [one.invoice_id for one in client.invoices.list(page_size=20)]
        linked = client.invoices.retrieve(str(found[0]), action="link").data

    assert found == [one["invoice_id"] for one in whole]
    assert linked is not None
    assert linked.download_url is not None
