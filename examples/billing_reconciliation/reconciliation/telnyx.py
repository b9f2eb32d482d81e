"""What Telnyx says about messages: its usage report, single records, and charges of a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from reconciliation.books import Books, Key, Sum, books
from reconciliation.patience import Patient

PAGE_SIZE = 50
PARTS = ("new_mrc", "new_otc", "existing_mrc", "other", "credits", "ledger_adjustments")


def usage(telnyx: Patient, first: date, last: date) -> Books:
    """The sums that the vendor made."""
    rows = pages(
        telnyx,
        "/usage_reports",
        PAGE_SIZE,
        product="messaging",
        dimensions="date,direction",
        metrics="count,cost",
        start_date=f"{first}T00:00:00Z",
        end_date=f"{last + timedelta(days=1)}T00:00:00Z",
    )
    return books(
        (
            Key(date.fromisoformat(row["date"]), row["direction"]),
            Sum(int(row["count"]), Decimal(str(row["cost"]))),
        )
        for row in rows
    )


def details(telnyx: Patient, first: date, last: date) -> Books:
    """The sums that we make of its records."""
    window = {
        "filter[record_type]": "messaging",
        "filter[sent_at][gte]": f"{first}T00:00:00Z",
        "filter[sent_at][lt]": f"{last + timedelta(days=1)}T00:00:00Z",
    }
    return books(
        (
            Key(datetime.fromisoformat(row["sent_at"]).date(), row["direction"]),
            Sum(1, Decimal(str(row["cost"]))),
        )
        for row in pages(telnyx, "/detail_records", PAGE_SIZE, **window)
    )


def charges_off_by(telnyx: Patient, first: date, end: date) -> Decimal:
    """By how much the total of the charges is more than its parts."""
    answer = telnyx.get("/charges_summary", start_date=str(first), end_date=str(end))
    total = answer.json()["data"]["total"]
    return Decimal(total["grand_total"]) - sum(Decimal(total[part]) for part in PARTS)


def pages(telnyx: Patient, path: str, size: int, **parameters: str) -> Iterator[Any]:
    """The rows of all pages."""
    number = 1
    while True:
        paging = {"page[number]": number, "page[size]": size}
        found = telnyx.get(path, **parameters, **paging).json()
        yield from found["data"]
        if number >= found["meta"]["total_pages"]:
            return
        number += 1
