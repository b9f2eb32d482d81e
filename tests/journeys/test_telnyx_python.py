"""Every method of Telnyx's official Python client, with made-up arguments, as its own tests do.

The profile "permissive" has a full answer to all of it; the refusals are the faithful server's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import telnyx
from telnyx import Telnyx

from tests.journeys.telnyx_client import lacking, telnyx_client
from tests.serving import Server

ID = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
START, END = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC)

DETAIL_FILTER: Any = {
    "record_type": "messaging",
    "date_range": "last_7_days",
    "cld": {"contains": "456"},
    "created_at": {"gte": "2026-07-01T00:00:00Z"},
}

Call = Callable[[Telnyx], object]


@pytest.fixture(scope="module")
def client(permissive: Server) -> Iterator[Telnyx]:
    with telnyx_client(permissive, "KEY_TEST") as strict:
        yield strict


@pytest.fixture(scope="module")
def faithful(server: Server) -> Iterator[Telnyx]:
    with telnyx_client(server, "KEY_TEST") as strict:
        yield strict


CALLS: dict[str, Call] = {
    "mdr usage report, sync": lambda api: api.reports.mdr_usage_reports.fetch_sync(
        start_date=START, end_date=END, aggregation_type="PROFILE", profiles=["a b", "c"]
    ),
    "mdr usage report, create": lambda api: api.reports.mdr_usage_reports.create(
        start_date=START, end_date=END, aggregation_type="NO_AGGREGATION", profiles="My profile"
    ),
    "mdr usage report, read": lambda api: api.reports.mdr_usage_reports.retrieve(ID),
    "mdr usage report, delete": lambda api: api.reports.mdr_usage_reports.delete(ID),
    "mdr usage reports": lambda api: api.reports.mdr_usage_reports.list(page_number=1, page_size=5),
    "cdr usage report, sync": lambda api: api.reports.cdr_usage_reports.fetch_sync(
        aggregation_type="CONNECTION", product_breakdown="COUNTRY", connections=[1, 2]
    ),
    "mdrs": lambda api: api.reports.list_mdrs(direction="INBOUND", status="DELIVERED"),
    "wdrs": lambda api: api.reports.list_wdrs(sort=["created_at", "-id"], page_size=3),
    "usage reports": lambda api: api.usage_reports.list(
        product="messaging",
        dimensions=["direction", "currency"],
        metrics=["cost", "parts"],
        start_date="2026-07-01T00:00:00Z",
        end_date="2026-07-02T00:00:00Z",
        managed_accounts=True,
        sort=["-cost"],
    ),
    "usage reports, bearer named twice": lambda api: api.usage_reports.list(
        product="messaging", dimensions=["date"], metrics=["cost"], authorization_bearer="Bearer x"
    ),
    "usage report options": lambda api: api.usage_reports.get_options(product="messaging"),
    "charges summary": lambda api: api.charges_summary.retrieve(
        start_date=date(2026, 7, 1), end_date=date(2026, 8, 1)
    ),
    "charges breakdown": lambda api: api.charges_breakdown.retrieve(start_date=date(2026, 7, 1)),
    "charges breakdown, with all that it takes": lambda api: api.charges_breakdown.retrieve(
        start_date="2026-07-01", end_date="2026-08-01", format="json"
    ),
    "invoices": lambda api: api.invoices.list(sort="-period_start", page_size=2),
    "invoice": lambda api: api.invoices.retrieve(ID, action="link"),
    "balance": lambda api: api.balance.retrieve(),
    "detail records": lambda api: api.detail_records.list(
        filter=DETAIL_FILTER,
        sort=["-created_at", "cld"],
        page_size=3,
    ),
    "ledger report, create": lambda api: api.ledger_billing_group_reports.create(
        year=2026, month=7
    ),
    "ledger report, read": lambda api: api.ledger_billing_group_reports.retrieve(ID),
    "billing groups": lambda api: api.billing_groups.list(page_number=2, page_size=10),
    "billing group, create": lambda api: api.billing_groups.create(name="North"),
    "billing group, read": lambda api: api.billing_groups.retrieve(ID),
    "billing group, update": lambda api: api.billing_groups.update(ID, name="South"),
    "billing group, delete": lambda api: api.billing_groups.delete(ID),
    "wireless reports": lambda api: api.wireless.detail_records_reports.list(page_size=5),
    "wireless report, create": lambda api: api.wireless.detail_records_reports.create(
        start_time="2026-07-01T00:00:00Z", end_time="2026-07-02T00:00:00Z"
    ),
    "wireless report, read": lambda api: api.wireless.detail_records_reports.retrieve(ID),
    "wireless report, delete": lambda api: api.wireless.detail_records_reports.delete(ID),
    "sub-number orders, create": lambda api: api.sub_number_orders_report.create(
        status="success", country_code="US", created_at_gt=START
    ),
    "sub-number orders, read": lambda api: api.sub_number_orders_report.retrieve(ID),
    "sub-number orders, download": lambda api: api.sub_number_orders_report.download(ID),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_the_clients_own_models_accept_the_answer_to(call: Call, client: Telnyx) -> None:
    answer = call(client)

    assert answer
    assert not lacking(answer)


def test_a_report_that_is_read_by_id_carries_that_id(client: Telnyx) -> None:
    report = client.reports.mdr_usage_reports.retrieve(ID).data

    assert report is not None
    assert (report.id, report.record_type) == (ID, "mdr_usage_report")


def test_a_csv_download_is_text_with_the_columns_that_telnyx_names(client: Telnyx) -> None:
    first_line = client.sub_number_orders_report.download(ID).splitlines()[0]

    assert first_line.split(",")[:3] == ["id", "order_request_id", "is_block_sub_number_order"]


REFUSALS: dict[str, tuple[Call, type[telnyx.APIStatusError], str]] = {
    "a value outside its list": (
        lambda api: api.reports.mdr_usage_reports.fetch_sync(
            aggregation_type="WEEKDAY"  # type: ignore[arg-type]
        ),
        telnyx.BadRequestError,
        "10011",
    ),
    "an id that is no uuid": (
        lambda api: api.reports.mdr_usage_reports.retrieve("zzz"),
        telnyx.BadRequestError,
        "10011",
    ),
    "no key": (
        lambda api: api.balance.retrieve(extra_headers={"Authorization": telnyx.omit}),
        telnyx.AuthenticationError,
        "10009",
    ),
    "a path that nobody serves": (
        lambda api: api.get("/no_such_thing", cast_to=object),
        telnyx.NotFoundError,
        "10005",
    ),
}


@pytest.mark.parametrize(("call", "error", "code"), REFUSALS.values(), ids=REFUSALS.keys())
def test_the_vendors_error_answers(
    call: Call, error: type[telnyx.APIStatusError], code: str, faithful: Telnyx
) -> None:
    with pytest.raises(error) as caught:
        call(faithful)

    assert [item["code"] for item in _errors(caught.value)] == [code]


ASKED_FOR: dict[int, type[telnyx.APIStatusError]] = {
    400: telnyx.BadRequestError,
    401: telnyx.AuthenticationError,
    403: telnyx.PermissionDeniedError,
    404: telnyx.NotFoundError,
    409: telnyx.ConflictError,
    422: telnyx.UnprocessableEntityError,
    429: telnyx.RateLimitError,
    500: telnyx.InternalServerError,
    503: telnyx.InternalServerError,
}


@pytest.mark.parametrize(("status", "error"), ASKED_FOR.items(), ids=map(str, ASKED_FOR))
def test_a_preferred_status_raises_the_clients_own_error(
    status: int, error: type[telnyx.APIStatusError], faithful: Telnyx
) -> None:
    with pytest.raises(error) as caught:
        faithful.billing_groups.delete(ID, extra_headers={"Prefer": f"code={status}"})

    assert caught.value.status_code == status
    assert _errors(caught.value)


def _errors(error: telnyx.APIStatusError) -> list[dict[str, Any]]:
    """The vendor's error objects; each names a code, a title and a detail."""
    body = error.body
    assert isinstance(body, dict), body
    assert list(body) == ["errors"]
    assert all({"code", "title"} <= item.keys() for item in body["errors"])
    return list(body["errors"])
