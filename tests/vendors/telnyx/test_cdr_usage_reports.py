"""Usage reports on calls: they hold what looking at each call finds, however broken down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.vendors.telnyx.asking import KEY, START, Telnyx, refusal
from tests.vendors.telnyx.looking import UNIT, Seen, dataset_of, grouped, seen

SYNC = "/reports/cdr_usage_reports/sync"
BEGIN = datetime(2026, 11, 1, 3, tzinfo=UTC)
LAST = datetime(2026, 11, 15, 20, 59, 59, tzinfo=UTC)
BOTH = {"start_date": BEGIN.isoformat(), "end_date": LAST.isoformat()}
WHOLE = {**BOTH, "aggregation_type": "NO_AGGREGATION", "product_breakdown": "NO_BREAKDOWN"}
FIELDS = {
    "cost", "currency", "direction", "attempted", "completed", "call_sec", "billed_sec",
    "product", "country_code", "connection", "tags", "billing_group_id",
}  # fmt: skip
Row = dict[str, str]


@pytest.fixture
def small() -> Iterator[Telnyx]:
    """An account with few calls, so that all can be looked at."""
    api = Telnyx(accounts={KEY: 1000})
    yield api
    api.close()


def looked_at(api: Telnyx) -> list[Seen]:
    span = BEGIN, LAST + timedelta(seconds=1)
    return [
        one
        for product in ("call", "failed-call")
        for one in seen(dataset_of(api), product, span, START)
    ]


def figures(rows: Sequence[Row]) -> dict[str, Any]:
    """What some rows come to."""
    names = ("attempted", "completed", "call_sec", "billed_sec")
    counts = {name: sum(int(row[name]) for row in rows) for name in names}
    return {**counts, "cost": sum(Decimal(row["cost"]) for row in rows)}


def expected(calls: Sequence[Seen]) -> dict[str, Any]:
    """The same of calls."""
    return {
        "attempted": len(calls),
        "completed": sum(one.product == "call" for one in calls),
        "call_sec": sum(one.units for one in calls),
        "billed_sec": sum(one.billed for one in calls),
        "cost": Decimal(sum(one.cost for one in calls)) / UNIT,
    }


Key = Callable[[Seen], str]
AGGREGATIONS: dict[str, tuple[str, Key]] = {
    "NO_AGGREGATION": ("tags", lambda _: "All"),
    "CONNECTION": ("connection", lambda one: str(one.connection)),
    "TAG": ("tags", lambda one: one.tag),
    "BILLING_GROUP": ("billing_group_id", lambda one: one.connection_id),
}


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
@pytest.mark.parametrize("breakdown", [
    "NO_BREAKDOWN", "DID_VS_TOLL_FREE", "COUNTRY", "DID_VS_TOLL_FREE_PER_COUNTRY",
])  # fmt: skip
def test_every_aggregation_and_breakdown_holds_what_looking_at_each_call_finds(
    small: Telnyx, aggregation: str, breakdown: str
) -> None:
    asked = {**BOTH, "aggregation_type": aggregation, "product_breakdown": breakdown}
    result = small.data(SYNC, **asked)["result"]["aggregations"]

    dataset = dataset_of(small)
    home = dataset.world.countries[dataset.account(KEY).home].code
    field, whose = AGGREGATIONS[aggregation]

    def labels(one: Seen) -> tuple[str, ...]:
        product = "TOLL_FREE" if one.kind == "toll-free" else "DID"
        country = one.country if one.direction == "outbound" else home
        return (
            whose(one),
            one.direction,
            product if breakdown.startswith("DID") else "All",
            country if breakdown.endswith("COUNTRY") else "All",
        )

    wanted = grouped(looked_at(small), labels)
    names = (field, "direction", "product", "country_code")
    found = {tuple(row[name] for name in names): figures([row]) for row in result}
    assert len(found) == len(result)
    assert found == {key: expected(some) for key, some in wanted.items()}


def test_a_row_is_texts_with_all_for_what_is_not_broken_down(telnyx: Telnyx) -> None:
    result = telnyx.data(SYNC, **WHOLE)["result"]["aggregations"]

    for row in result:
        assert set(row) == FIELDS
        assert all(isinstance(value, str) for value in row.values())
        said = [row[name] for name in ("connection", "tags", "billing_group_id", "product")]
        assert said == ["all", "All", "All", "All"]


def test_connections_part_the_whole(telnyx: Telnyx) -> None:
    numbers = [one.number for one in dataset_of(telnyx).account(KEY).connections]

    whole = telnyx.data(SYNC, **WHOLE)
    parts = [telnyx.data(SYNC, **WHOLE, connections=number) for number in numbers]
    joined = telnyx.data(SYNC, **WHOLE, connections=",".join(map(str, numbers)))

    rows = [row for part in parts for row in part["result"]["aggregations"]]
    assert figures(rows) == figures(whole["result"]["aggregations"])
    assert [part["connections"] for part in parts] == [[number] for number in numbers]
    assert joined["result"] == whole["result"]
    assert joined["connections"] == whole["connections"] == numbers


def test_no_call_is_of_a_connection_that_there_is_not(telnyx: Telnyx) -> None:
    told = telnyx.data(SYNC, **WHOLE, connections="12345")

    assert (told["result"], told["connections"]) == ({"aggregations": []}, [12345])


def test_a_report_says_what_it_is(telnyx: Telnyx) -> None:
    report = telnyx.data(SYNC, **WHOLE)

    assert report["status"] == "COMPLETE"
    assert report["record_type"] == "cdr_usage_report"
    assert report["start_time"] == "2026-11-01T03:00:00.000Z"
    assert report["end_time"] == "2026-11-15T20:59:59.000Z"
    assert report["aggregation_type"] == "NO_AGGREGATION"
    assert report["product_breakdown"] == "NO_BREAKDOWN"


def test_a_period_that_is_not_told_is_the_month_until_now(telnyx: Telnyx) -> None:
    without_dates = {name: value for name, value in WHOLE.items() if name not in BOTH}

    report = telnyx.data(SYNC, **without_dates)

    assert report["start_time"] == "2026-11-01T00:00:00.000Z"
    assert report["end_time"] == "2026-11-17T09:30:12.345Z"


def test_the_vendors_client_reads_it(telnyx: Telnyx) -> None:
    number = dataset_of(telnyx).account(KEY).connections[0].number
    with telnyx.client() as client:
        reports: Any = client.reports.cdr_usage_reports
        report = reports.fetch_sync(
            aggregation_type="CONNECTION",
            product_breakdown="COUNTRY",
            start_date=BEGIN,
            end_date=LAST,
            connections=[number, 2.0],
        ).data

    assert report.connections == [number, 2]
    assert {row["connection"] for row in report.result["aggregations"]} == {str(number)}


@pytest.mark.parametrize("without", ["aggregation_type", "product_breakdown"])
def test_both_types_are_needed(telnyx: Telnyx, without: str) -> None:
    asked = {name: value for name, value in WHOLE.items() if name != without}

    status, errors = refusal(telnyx.get(SYNC, **asked))

    assert (status, len(errors)) == (400, 1)
    assert (errors[0]["code"], errors[0]["title"]) == ("10011", "Bad Request")


@pytest.mark.parametrize(
    "wrong",
    [{"aggregation_type": "PROFILE"}, {"product_breakdown": "ALL"}, {"connections": "one"},
     {"connections": "1e99"}, {"connections": "1e999"}],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_refused(telnyx: Telnyx, wrong: dict[str, str]) -> None:
    status, errors = refusal(telnyx.get(SYNC, **(WHOLE | wrong)))

    assert (status, errors[0]["code"]) == (400, "10011")


def test_a_period_that_ends_before_it_starts_is_refused(telnyx: Telnyx) -> None:
    backwards = WHOLE | {"start_date": LAST.isoformat(), "end_date": BEGIN.isoformat()}

    assert refusal(telnyx.get(SYNC, **backwards)) == (
        400,
        [
            {
                "code": "10011",
                "title": "Bad Request",
                "detail": "end_date must not be before start_date.",
            }
        ],
    )


def test_there_is_neither_a_list_nor_a_report_by_id(telnyx: Telnyx) -> None:
    reports = SYNC.removesuffix("/sync")
    answers = [
        telnyx.get(reports),
        telnyx.post(reports, WHOLE),
        telnyx.get(f"{reports}/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_permissive_profile_has_a_full_answer_to_placeholders() -> None:
    api = Telnyx(lenient=True)

    told = api.get(SYNC, aggregation_type="string", product_breakdown="string", connections="0")

    api.close()
    assert told.json()["data"]["record_type"] == "cdr_usage_report"
