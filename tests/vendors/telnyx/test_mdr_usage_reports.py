"""Usage reports on messages: made at once or as jobs, they hold what looking at messages finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from telnyx import BadRequestError

from tests.vendors.telnyx.asking import KEY, START, Telnyx, fine, refusal
from tests.vendors.telnyx.looking import UNIT, Seen, dataset_of, fee, grouped, seen

REPORTS = "/reports/mdr_usage_reports"
SYNC = f"{REPORTS}/sync"
BEGIN = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)
LAST = datetime(2026, 11, 17, 5, 59, 59, tzinfo=UTC)
END = LAST + timedelta(seconds=1)
"""The second of an end counts."""

BOTH = {"start_date": BEGIN.isoformat(), "end_date": LAST.isoformat()}
FIELDS = {
    "cost", "direction", "product", "connection", "received", "delivered", "currency", "parts",
    "sent", "profile_id", "tags", "message_type", "tn_type", "carrier_passthrough_fee",
}  # fmt: skip
ORDER = {**BOTH, "aggregation_type": "PROFILE", "profiles": ""}
Row = dict[str, str]


@pytest.fixture
def small() -> Iterator[Telnyx]:
    """An account with few messages, so that all can be looked at."""
    api = Telnyx(accounts={KEY: 500})
    yield api
    api.close()


def looked_at(api: Telnyx, now: datetime = START) -> list[Seen]:
    return list(seen(dataset_of(api), "message", (BEGIN, END), now))


def figures(rows: Sequence[Row]) -> dict[str, Any]:
    """What some rows come to."""
    counts = {name: sum(int(row[name]) for row in rows)
              for name in ("sent", "delivered", "received", "parts")}  # fmt: skip
    amounts = {name: sum(Decimal(row[name]) for row in rows)
               for name in ("cost", "carrier_passthrough_fee")}  # fmt: skip
    return counts | amounts


def expected(messages: Sequence[Seen]) -> dict[str, Any]:
    """The same of messages."""
    out = [one for one in messages if one.direction == "outbound"]
    fees = sum(map(fee, messages))
    return {
        "sent": len(out),
        "delivered": sum(one.status == "delivered" for one in out),
        "received": len(messages) - len(out),
        "parts": sum(one.units for one in messages),
        "cost": Decimal(sum(one.cost for one in messages) - fees) / UNIT,
        "carrier_passthrough_fee": Decimal(fees) / UNIT,
    }


def by(rows: Sequence[Row], *names: str) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    return found


AGGREGATIONS: dict[str, Callable[[Seen], tuple[str, str]]] = {
    "NO_AGGREGATION": lambda one: ("All", "All"),
    "PROFILE": lambda one: (one.profile_id, "All"),
    "TAGS": lambda one: ("All", one.tag),
}


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_every_aggregation_holds_what_looking_at_each_message_finds(
    small: Telnyx, aggregation: str
) -> None:
    report = small.data(SYNC, **BOTH, aggregation_type=aggregation)

    messages = looked_at(small)
    whose = AGGREGATIONS[aggregation]
    wanted = grouped(messages, lambda one: (*whose(one), one.direction, one.kind.upper()))
    found = by(report["result"], "profile_id", "tags", "direction", "message_type")
    assert len(messages) > 1000
    assert {key: figures(rows) for key, rows in found.items()} == {
        key: expected(some) for key, some in wanted.items()
    }


def test_a_row_is_fourteen_texts_with_all_for_what_is_not_broken_down(small: Telnyx) -> None:
    result = small.data(SYNC, **BOTH, aggregation_type="NO_AGGREGATION")["result"]

    for row in result:
        assert set(row) == FIELDS
        assert all(isinstance(value, str) for value in row.values())
        assert (row["connection"], row["profile_id"], row["tags"]) == ("all", "All", "All")
        assert row["currency"] == "USD"
    assert {row["direction"] for row in result} == {"outbound", "inbound"}
    assert {row["message_type"] for row in result} == {"SMS", "MMS"}


@pytest.mark.parametrize("name", ["id", "name"])
def test_profiles_by_id_or_name_part_the_whole(telnyx: Telnyx, name: str) -> None:
    profiles = dataset_of(telnyx).account(KEY).profiles
    asked = {**BOTH, "aggregation_type": "NO_AGGREGATION"}

    whole = telnyx.data(SYNC, **asked)["result"]
    parts = [
        row
        for one in profiles
        for row in telnyx.data(SYNC, **asked, profiles=getattr(one, name))["result"]
    ]
    joined = ",".join(getattr(one, name) for one in profiles)

    assert figures(parts) == figures(whole)
    assert telnyx.data(SYNC, **asked, profiles=joined)["result"] == whole
    assert telnyx.data(SYNC, **asked, profiles=[one.id for one in profiles])["result"] == whole


def test_no_message_is_of_a_profile_that_there_is_not(telnyx: Telnyx) -> None:
    told = telnyx.data(SYNC, **BOTH, aggregation_type="PROFILE", profiles="Nobody's")

    assert (told["result"], told["profiles"]) == ([], "Nobody's")


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_days_add_up_to_the_month(telnyx: Telnyx, aggregation: str) -> None:
    def of(first: datetime, end: datetime) -> list[Row]:
        last = end - timedelta(seconds=1)
        bounds = {"start_date": first.isoformat(), "end_date": last.isoformat()}
        rows: list[Row] = telnyx.data(SYNC, **bounds, aggregation_type=aggregation)["result"]
        return rows

    edges = [datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=day) for day in range(32)]
    days = [row for first, end in pairwise(edges) for row in of(first, end)]
    month = of(edges[0], edges[-1])

    names = ("profile_id", "tags", "direction", "message_type", "tn_type")
    assert {key: figures(rows) for key, rows in by(days, *names).items()} == {
        key: figures(rows) for key, rows in by(month, *names).items()
    }


def test_a_period_that_is_not_told_is_the_month_until_now(telnyx: Telnyx) -> None:
    report = telnyx.data(SYNC, aggregation_type="TAGS")

    assert report["start_date"] == "2026-11-01T00:00:00.000Z"
    assert report["end_date"] == "2026-11-17T09:30:12.345Z"


def test_a_report_made_at_once_is_complete_and_in_no_list(telnyx: Telnyx) -> None:
    report = telnyx.data(SYNC, **BOTH, aggregation_type="PROFILE")

    assert UUID(report["id"]).version == 4
    assert report["status"] == "COMPLETE"
    assert report["record_type"] == "mdr_usage_report"
    assert report["start_date"] == "2026-11-10T06:30:00.000Z"
    assert report["end_date"] == "2026-11-17T05:59:59.000Z"
    assert report["created_at"] == report["updated_at"] == "2026-11-17T09:30:12.345Z"
    assert "report_url" not in report
    assert telnyx.data(REPORTS) == []


def test_offsets_count(telnyx: Telnyx) -> None:
    asked = {"aggregation_type": "NO_AGGREGATION"}
    here = {"start_date": "2026-11-10T00:00:00-06:00", "end_date": "2026-11-11T00:00:00-06:00"}
    utc = {"start_date": "2026-11-10T06:00:00Z", "end_date": "2026-11-11T06:00:00Z"}

    assert (
        telnyx.data(SYNC, **asked, **here)["result"] == telnyx.data(SYNC, **asked, **utc)["result"]
    )


def bad(detail: str) -> tuple[int, list[dict[str, str]]]:
    return 400, [{"code": "10011", "title": "Bad Request", "detail": detail}]


WRONG = {
    "it ends before it starts": (
        {"start_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-01T23:59:59Z"},
        "end_date must not be before start_date.",
    ),
    "it ends a day from now": (
        {"start_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-18T10:00:00Z"},
        "end_date must be less than 24 hours from now.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_period_that_makes_no_sense_is_refused(telnyx: Telnyx, case: str) -> None:
    dates, detail = WRONG[case]

    job = telnyx.post(REPORTS, dates | {"aggregation_type": "TAGS"})
    at_once = telnyx.get(SYNC, **dates, aggregation_type="TAGS")

    assert refusal(job) == refusal(at_once) == bad(detail)
    assert telnyx.data(REPORTS) == []


@pytest.mark.parametrize("missing", ["start_date", "end_date", "aggregation_type"])
def test_an_order_needs_its_period_and_its_aggregation(telnyx: Telnyx, missing: str) -> None:
    order = {name: value for name, value in ORDER.items() if name != missing}

    status, errors = refusal(telnyx.post(REPORTS, order))

    assert status == 400
    assert [(each["code"], each["title"]) for each in errors] == [("10011", "Bad Request")]
    assert missing in errors[0]["detail"] or errors[0]["detail"] == "Invalid parameter value"


@pytest.mark.parametrize(
    "query",
    [{}, {"aggregation_type": "CONNECTION"}, {"aggregation_type": "TAGS", "start_date": "zzz"}],
    ids=["no aggregation", "an aggregation of calls", "a date that is none"],
)
def test_a_question_that_makes_no_sense_is_refused(telnyx: Telnyx, query: dict[str, str]) -> None:
    status, errors = refusal(telnyx.get(SYNC, **query))

    assert status == 400
    assert [(each["code"], each["title"]) for each in errors] == [("10011", "Bad Request")]


@pytest.mark.parametrize("unknown", ["0190a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b", "none"])
def test_an_id_that_nobody_was_given_is_a_bad_request(telnyx: Telnyx, unknown: str) -> None:
    told = [refusal(ask(f"{REPORTS}/{unknown}")) for ask in (telnyx.get, telnyx.delete)]

    assert [(status, errors[0]["code"]) for status, errors in told] == [(400, "10011")] * 2
    with telnyx.client() as client, pytest.raises(BadRequestError):
        client.reports.mdr_usage_reports.retrieve(unknown)


def test_the_permissive_profile_has_a_full_answer_to_placeholders() -> None:
    api = Telnyx(lenient=True)
    order = {"start_date": "string", "end_date": "string", "aggregation_type": "string"}

    told = [
        fine(api.post(REPORTS, order)),
        fine(api.get(f"{REPORTS}/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e")),
        fine(api.delete(f"{REPORTS}/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e")),
        fine(api.get(SYNC, aggregation_type="string", start_date="string")),
        fine(api.get(REPORTS, **{"page[number]": 0, "page[size]": 0})),
    ]

    api.close()
    assert all("data" in each for each in told)
    assert "meta" in told[-1]
