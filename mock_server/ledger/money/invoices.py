"""Invoices: one for each month, made when the month is over and all of its usage is known.

An invoice is made on the 2nd to 5th day of the next month, later than any record of the month
appears; from then on its month is closed and nothing in it changes. It asks for usage and charges
less credits and adjustments, rounded to the currency's minor unit, and is paid exactly, one to
twenty days after it was made. One that is below zero is paid out. All these days are ASSUMED.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money.charges import charges
from mock_server.ledger.money.currency import minor_unit, to_unit
from mock_server.ledger.money.kept import kept
from mock_server.ledger.money.months import LAST_DAY, ONE_DAY, Month, date_at, months_between, ms_at
from mock_server.ledger.money.movements import corrections, draws
from mock_server.ledger.money.owned import opened_day
from mock_server.ledger.money.usage import Window, cost

FIRST_ISSUE_DAY, ISSUE_DAYS = 2, 4
"""Invoices are made on the 2nd, and on the three days after it."""

DUE_AFTER_DAYS = 14

PAID_WITHIN_DAYS = 20
"""The 25th at the latest: never more than one invoice is unpaid when a month ends."""


@dataclass(frozen=True, slots=True)
class Invoice:
    """What is asked for a month; the amount is `invoice_total`.

    Args:
        id: a UUID.
        number: the month and six digits.
        paid_day: may still be to come.
    """

    id: str
    number: str
    month: Month
    issued_day: date
    due_day: date
    paid_day: date

    @property
    def period_first(self) -> date:
        return self.month.first

    @property
    def period_last(self) -> date:
        """The last day of the period, part of it."""
        return self.month.last

    def is_issued(self, now_ms: int) -> bool:
        """Whether it has been made, and its month is closed."""
        return now_ms >= ms_at(self.issued_day)

    def is_paid(self, now_ms: int) -> bool:
        return now_ms >= ms_at(self.paid_day)


def invoices(dataset: Dataset, account_id: str, now_ms: int) -> tuple[Invoice, ...]:
    """All invoices that were made by now, the oldest first; quick, since no usage is looked at."""
    opened = opened_day(dataset.account(account_id))
    made = (
        invoice(dataset, account_id, month)
        for month in months_between(opened, min(date_at(now_ms), LAST_DAY))
    )
    return tuple(one for one in made if one.is_issued(now_ms))


def invoice(dataset: Dataset, account_id: str, month: Month) -> Invoice:
    """The invoice of a month that the account was open in; it may be still to come."""
    chance = draws(dataset, account_id)
    late = chance.below(ISSUE_DAYS, "invoice issued", month.number)
    issued = month.end + ONE_DAY * (FIRST_ISSUE_DAY - 1 + late)
    paid_after = 1 + chance.below(PAID_WITHIN_DAYS, "invoice paid", month.number)
    digits = chance.below(10**6, "invoice number", month.number)
    return Invoice(
        id=chance.uuid("invoice", month.number),
        number=f"{month.first:%Y%m}-{digits:06d}",
        month=month,
        issued_day=issued,
        due_day=issued + ONE_DAY * DUE_AFTER_DAYS,
        paid_day=issued + ONE_DAY * paid_after,
    )


def invoice_total(dataset: Dataset, account_id: str, month: Month) -> int:
    """What the invoice of a month asks for, once it is made: a multiple of the minor unit."""
    issued_ms = ms_at(invoice(dataset, account_id, month).issued_day)
    exact = month_cost(dataset, account_id, month, issued_ms)
    return to_unit(exact, minor_unit(dataset.account(account_id).currency))


def month_cost(dataset: Dataset, account_id: str, month: Month, now_ms: int) -> int:
    """Usage and charges less credits and adjustments of a month, as far as they are there now."""
    end = min(month.end, date_at(now_ms) + ONE_DAY)
    window = usage_window(dataset, account_id, month)
    if end <= opened_day(dataset.account(account_id)):
        return 0
    given = corrections(dataset, account_id, month.first, end)
    return (
        cost(dataset, account_id, window, now_ms)
        + _charged(dataset, account_id, month.first, end)
        - sum(movement.amount for movement in given)
    )


def owed(dataset: Dataset, account_id: str, month: Month, now_ms: int) -> int:
    """What a month takes from the balance as of now: its invoice, or as much as has come."""
    if invoice(dataset, account_id, month).is_issued(now_ms):
        return invoice_total(dataset, account_id, month)
    return month_cost(dataset, account_id, month, now_ms)


def usage_window(dataset: Dataset, account_id: str, month: Month) -> Window:
    """The part of a month in which the account was open, in ms since 1970."""
    opened = opened_day(dataset.account(account_id))
    return ms_at(max(opened, month.first)), ms_at(max(opened, month.end))


def _charged(dataset: Dataset, account_id: str, from_day: date, to_day: date) -> int:
    return kept(dataset, account_id).costs.get(
        ("charges", from_day, to_day),
        lambda: sum(one.amount for one in charges(dataset, account_id, from_day, to_day)),
    )
