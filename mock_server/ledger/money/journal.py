"""Every movement of an account in order: payments, credits, adjustments, and what rounding took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money.invoices import Invoice, invoice, invoice_total, month_cost
from mock_server.ledger.money.months import ONE_DAY, Month, date_at, months_between, ms_at
from mock_server.ledger.money.movements import Movement, corrections, deposits
from mock_server.ledger.money.owned import opened_day


def movements(
    dataset: Dataset, account_id: str, from_day: date, to_day: date, now_ms: int
) -> tuple[Movement, ...]:
    """All movements of the days [from, to) that have happened by now, by day.

    What rounding an invoice takes is a movement of the last day of its month; it is there when the
    invoice is.
    """
    begin = max(from_day, opened_day(dataset.account(account_id)))
    end = min(to_day, date_at(now_ms) + ONE_DAY)
    found = [
        *deposits(dataset, account_id, begin, end),
        *corrections(dataset, account_id, begin, end),
        *(
            movement
            for month in months_between(Month.of(begin).previous.first, end)
            for movement in _of_invoice(dataset, account_id, month, now_ms)
            if begin <= movement.day < end
        ),
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def _of_invoice(dataset: Dataset, account_id: str, month: Month, now_ms: int) -> Iterator[Movement]:
    opened = opened_day(dataset.account(account_id))
    asked = invoice(dataset, account_id, month)
    if month.end <= opened or not asked.is_issued(now_ms):
        return
    total = invoice_total(dataset, account_id, month)
    exact = month_cost(dataset, account_id, month, ms_at(asked.issued_day))
    if exact != total:
        text = f"Rounding of invoice {asked.number}"
        yield Movement(month.last, "rounding", exact - total, text, asked.id)
    if total and asked.is_paid(now_ms):
        yield _payment(asked, total)


def _payment(asked: Invoice, total: int) -> Movement:
    text = f"{'Payment' if total > 0 else 'Payout'} of invoice {asked.number}"
    return Movement(asked.paid_day, "payment", total, text, asked.id)
