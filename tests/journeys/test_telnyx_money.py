"""Balance, invoices, charges and billing groups, with Telnyx's official Python client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from telnyx import ConflictError, NotFoundError, Telnyx, UnprocessableEntityError

from tests.journeys.telnyx_client import TODAY, rows_of, telnyx_client
from tests.serving import Server

FIRST = TODAY.replace(day=1).date()
LAST = FIRST - timedelta(days=1)
"""Of the last month that is over."""


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Telnyx]:
    with telnyx_client(server, "KEY_MONEY") as strict:
        yield strict


def test_what_is_available_is_the_balance_and_the_credit(client: Telnyx) -> None:
    balance = client.balance.retrieve().data

    assert balance is not None
    assert balance.record_type == "balance"
    amounts = (balance.balance, balance.credit_limit, balance.available_credit)
    own, limit, available = (Decimal(amount or "") for amount in amounts)
    assert own + limit == available


def test_an_invoice_is_found_and_its_file_fetched(client: Telnyx) -> None:
    newest = next(iter(client.invoices.list()))
    assert newest.invoice_id is not None

    plain = client.invoices.retrieve(newest.invoice_id).data
    linked = client.invoices.retrieve(newest.invoice_id, action="link").data

    assert plain is not None
    assert linked is not None
    assert plain.to_dict() == newest.to_dict()
    assert plain.period_end is not None
    assert plain.period_end < FIRST
    assert linked.download_url is not None
    assert linked.to_dict() == {**newest.to_dict(), "download_url": linked.download_url}
    rows = rows_of(linked.download_url)
    assert rows
    assert {row["currency"] for row in rows} == {"USD"}


def test_an_invoice_of_nobody_is_not_found(client: Telnyx) -> None:
    with pytest.raises(NotFoundError):
        client.invoices.retrieve("182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e")


def test_the_charges_of_a_month_come_to_their_total(client: Telnyx) -> None:
    charges = client.charges_summary.retrieve(start_date=LAST.replace(day=1), end_date=FIRST).data

    lines: list[Any] = list(charges.summary.lines)
    new, existing, once, other = (Decimal(0) for _ in range(4))
    for line in lines:
        if line.type == "simple":
            other += Decimal(line.amount)
        else:
            new += Decimal(line.new_this_month.mrc)
            once += Decimal(line.new_this_month.otc or 0)
            existing += Decimal(line.existing_this_month.mrc)
    total = {name: Decimal(str(text)) for name, text in charges.total.to_dict().items()}
    assert (charges.start_date, charges.end_date) == (LAST.replace(day=1), FIRST)
    assert new + existing > 0
    assert [total[name] for name in ("new_mrc", "new_otc", "existing_mrc", "other")] == [
        new, once, existing, other,
    ]  # fmt: skip
    assert total.pop("grand_total") == sum(total.values())


def test_the_breakdown_comes_to_the_summary(client: Telnyx) -> None:
    days: Any = {"start_date": LAST.replace(day=1), "end_date": FIRST}

    results = client.charges_breakdown.retrieve(**days).data.results
    total = client.charges_summary.retrieve(**days).data.total

    costs = [Decimal(each.cost) for number in results for each in number.services]
    assert sum(costs) == Decimal(total.new_mrc) + Decimal(total.new_otc) + Decimal(
        total.existing_mrc
    )
    assert all(number.tn.startswith("+") for number in results)


def test_the_breakdown_as_csv_is_text_to_a_client_that_takes_what_comes(server: Server) -> None:
    with telnyx_client(server, "KEY_MONEY", strict=False) as loose:
        text: Any = loose.charges_breakdown.retrieve(
            start_date=LAST.replace(day=1), end_date=FIRST, format="csv"
        )
        results = loose.charges_breakdown.retrieve(start_date=LAST.replace(day=1)).data.results

    lines = text.splitlines()
    assert isinstance(text, str)
    assert len(lines) - 1 == sum(len(number.services) for number in results)


def test_a_billing_group_is_made_renamed_and_deleted(client: Telnyx) -> None:
    groups = client.billing_groups
    made = groups.create(name="North").data
    assert made is not None
    assert made.id is not None

    renamed = groups.update(made.id, name="South").data
    read = groups.retrieve(made.id).data
    listed = {one.id: one.name for one in groups.list()}
    deleted = groups.delete(made.id).data

    assert (made.name, made.record_type, made.deleted_at) == ("North", "billing_group", None)
    assert renamed == read
    assert renamed is not None
    assert (renamed.name, renamed.created_at) == ("South", made.created_at)
    assert listed[made.id] == "South"
    assert deleted is not None
    assert (deleted.id, deleted.deleted_at is None) == (made.id, False)
    assert made.id not in [one.id for one in groups.list()]
    for act in (groups.retrieve, groups.delete):
        with pytest.raises(NotFoundError):
            act(made.id)


def test_billing_groups_that_cannot_be_are_refused(client: Telnyx) -> None:
    groups = client.billing_groups
    in_use = next(iter(groups.list()))
    assert in_use.id is not None
    assert in_use.name is not None

    with pytest.raises(ConflictError) as taken:
        groups.create(name=in_use.name)
    with pytest.raises(ConflictError) as used:
        groups.delete(in_use.id)
    with pytest.raises(UnprocessableEntityError):
        groups.create(name="")

    codes = [one.value.body["errors"][0]["code"] for one in (taken, used)]  # type: ignore[index]
    assert codes == [10012, 10021]
