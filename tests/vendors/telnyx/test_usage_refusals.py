"""What `GET /usage_reports` refuses, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vendors.telnyx.asking import KEY, Telnyx, fine, refusal
from tests.vendors.telnyx.usage_asking import DOCUMENTED, PATH, rows

PAGES = "https://developers.telnyx.com/docs/overview/errors/"


def error(parameter: str, title: str, detail: str, code: str = "10003") -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "detail": detail,
        "source": {"parameter": parameter},
        "meta": {"url": PAGES + code},
    }


def test_without_a_product_the_products_are_named(telnyx: Telnyx) -> None:
    detail = f"Available product values: {','.join(DOCUMENTED)}."
    expected = (400, [error("product", "Product invalid value", detail)])

    assert refusal(telnyx.ask("GET", PATH)) == expected
    assert refusal(telnyx.ask("GET", f"{PATH}?product=fog&metrics=cost")) == expected
    assert refusal(telnyx.ask("GET", f"{PATH}/options?product=fog")) == expected


METRICS = "Available metrics values for sip-trunking: connected,cost,completed,call_sec,attempted,"
METRICS += "billed_sec."


@pytest.mark.parametrize(
    ("query", "bad"),
    [
        ("", ["dimensions", "metrics"]),
        ("dimensions=&metrics=", ["dimensions", "metrics"]),
        ("dimensions[]=date&metrics[]=cost", ["dimensions", "metrics"]),
        ("dimensions=date,fog&metrics=fog", ["dimensions", "metrics"]),
        ("dimensions=cost&metrics=date", ["dimensions", "metrics"]),
        ("dimensions=date&metrics=parts", ["metrics"]),
        ("dimensions=message_type&metrics=cost", ["dimensions"]),
    ],
    ids=["missing", "empty", "in brackets", "unknown", "swapped", "metrics of another product",
         "dimensions of another product"],
)  # fmt: skip
def test_bad_dimensions_and_metrics_are_told_together_with_those_that_there_are(
    telnyx: Telnyx, query: str, bad: list[str]
) -> None:
    offered = telnyx.data(f"{PATH}/options", product="sip-trunking")[0]["product_dimensions"]
    dimensions = f"Available dimensions values for sip-trunking: {','.join(offered)}."

    answer = telnyx.ask("GET", f"{PATH}?product=sip-trunking&{query}")

    all_errors = {
        "dimensions": error("dimensions", "Dimensions invalid values", dimensions),
        "metrics": error("metrics", "Metrics invalid values", METRICS),
    }
    assert refusal(answer) == (400, [all_errors[name] for name in bad])


FINE = "product=messaging&dimensions=date,direction&metrics=count"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "filter[status_v2]=delivered",
            error("filter", "Filter invalid values",
                  "Filters must be among the dimensions asked for: date,direction."),
        ),
        (
            "filter[date][gte]=2026-11-01",
            error("filter", "Filter invalid values", "A filter is filter[dimension]=value."),
        ),
        (
            "filter=direction",
            error("filter", "Filter invalid values", "A filter is filter[dimension]=value."),
        ),
        (
            "start_date=2026-10-01T00:00:00Z&end_date=2026-11-01T00:00:01Z",
            error("end_date", "Bad Request",
                  "The period must not be longer than 31 days.", "10015"),
        ),
        (
            "date_range=last_32_days",
            error("end_date", "Bad Request",
                  "The period must not be longer than 31 days.", "10015"),
        ),
        (
            "start_date=2026-11-02T00:00:00Z&end_date=2026-11-01T00:00:00Z",
            error("end_date", "Bad Request", "end_date must not be before start_date.", "10015"),
        ),
        (
            "start_date=fog",
            error("start_date", "Bad Request",
                  "start_date must be a moment, such as 2024-02-01T00:00:00Z.", "10015"),
        ),
        (
            "date_range=last_century",
            error("date_range", "Bad Request",
                  "date_range must be a period, such as last_3_days.", "10015"),
        ),
        (
            "sort=-parts",
            error("sort", "Bad Request", "Invalid sorting value", "10015"),
        ),
    ],
    ids=["a filter that is no dimension", "a filter with an operator", "a filter without value",
         "more than 31 days", "a word for more than 31 days", "backwards", "no moment", "no word",
         "a sort by what is not there"],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(
    telnyx: Telnyx, query: str, expected: dict[str, Any]
) -> None:
    assert refusal(telnyx.ask("GET", f"{PATH}?{FINE}&{query}")) == (400, [expected])


@pytest.mark.parametrize(
    "query",
    ["format=xml", "page[size]=5001", "page[number]=0", "managed_accounts=perhaps", "filter[]=x"],
)
def test_what_the_document_forbids_is_refused(telnyx: Telnyx, query: str) -> None:
    status, errors = refusal(telnyx.ask("GET", f"{PATH}?{FINE}&{query}"))

    assert status == 400
    assert errors[0]["source"]["parameter"].startswith(query.partition("[")[0].partition("=")[0])


@pytest.mark.parametrize("query", ["page[size]=0", "page[size]=-1", "page[number]=99999999999"])
def test_pages_that_cannot_be_are_refused(telnyx: Telnyx, query: str) -> None:
    answer = telnyx.ask("GET", f"{PATH}?{FINE}&{query}")

    expected = error("", "Bad Request", "Invalid pagination", "10015")
    del expected["source"]
    assert refusal(answer) == (400, [expected])


def test_thirty_one_days_are_not_too_many(telnyx: Telnyx) -> None:
    asked = f"{FINE}&start_date=2026-10-01T00:00:00Z&end_date=2026-11-01T00:00:00Z"

    assert len({row["date"] for row in rows(telnyx, asked)}) == 31


def test_a_question_for_more_rows_than_can_be_meant_is_refused() -> None:
    telnyx = Telnyx(accounts={KEY: 100_000})
    asked = "dimensions=date_time,normalized_carrier,status_v2,profile_id,direction&metrics=count"

    answer = telnyx.ask("GET", f"{PATH}?product=messaging&{asked}&date_range=last_month")

    telnyx.close()
    assert refusal(answer) == (
        400,
        [
            error(
                "dimensions",
                "Dimensions invalid values",
                "More than 250000 rows: ask for fewer dimensions or for a shorter period.",
            )
        ],
    )


names = st.sampled_from(
    ["product", "dimensions", "metrics", "start_date", "end_date", "date_range", "filter", "sort",
     "filter[date]", "filter[direction]", "filter[", "filter[]", "filter[a][b]", "page[number]",
     "page[size]", "page", "format", "managed_accounts"]
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["messaging", "date,direction", "cost", "last_9_weeks", "last_99_months", "last_99999_days",
         "0001-01-01", "9999-12-31T23:59:59Z", "2026-11-31", "filter[date]=2026-11-16", "-cost"]
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def patient() -> Iterator[Telnyx]:
    """One that is asked many things."""
    api = Telnyx()
    yield api
    api.close()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(given_=st.lists(st.tuples(names, texts), max_size=6), begins_well=st.booleans())
def test_whatever_is_asked_is_answered_or_refused(
    patient: Telnyx, given_: list[tuple[str, str]], begins_well: bool
) -> None:
    good = [("product", "messaging"), ("dimensions", "date,direction"), ("metrics", "cost")]
    query = [*good, *given_] if begins_well else given_

    assert patient.ask("GET", f"{PATH}?{urlencode(query)}").status_code in {200, 400}


def test_five_requests_a_second_are_answered_and_the_sixth_is_not(telnyx: Telnyx) -> None:
    telnyx.now = telnyx.now.replace(microsecond=0)
    telnyx.pause_s = 0.1

    answers = [telnyx.ask("GET", f"{PATH}?{FINE}") for _ in range(6)]

    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert [one.headers["x-ratelimit-remaining"] for one in answers] == list("432100")
    assert "retry-after" not in answers[5].headers


def test_the_permissive_profile_answers_anything_in_full() -> None:
    telnyx = Telnyx(lenient=True)

    report = fine(
        telnyx.ask(
            "GET",
            f"{PATH}?product=product&dimensions=string&metrics=string&filter=filter"
            "&start_date=start_date&end_date=end_date&page[number]=0&page[size]=0",
        )
    )
    options = fine(telnyx.ask("GET", f"{PATH}/options?product=product"))

    telnyx.close()
    assert report["data"]
    assert report["meta"]
    assert options["data"]
