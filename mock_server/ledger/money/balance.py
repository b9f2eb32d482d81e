"""What an account has, as of now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money.invoices import invoice, owed
from mock_server.ledger.money.months import ONE_DAY, Month, date_at
from mock_server.ledger.money.movements import deposits
from mock_server.ledger.money.owned import opened_day
from mock_server.ledger.money.usage import coming_cost


@dataclass(frozen=True, slots=True)
class Balance:
    """Amounts in hundred-millionths of the currency.

    Args:
        amount: everything up to now; less than 0 is owed.
        pending: the cost of what is under way: made already, but not among the records yet.
        credit_limit: how far below 0 the amount may go.
    """

    currency: str
    amount: int
    pending: int
    credit_limit: int

    @property
    def available(self) -> int:
        """What can be spent."""
        return self.amount + self.credit_limit


def balance(dataset: Dataset, account_id: str, now_ms: int) -> Balance:
    """An account's balance: the closing one of the statement of the month that it is."""
    account = dataset.account(account_id)
    today = date_at(now_ms)
    is_open = today >= opened_day(account)
    return Balance(
        currency=account.currency,
        amount=amount(dataset, account_id, now_ms) if is_open else 0,
        pending=coming_cost(dataset, account_id, now_ms) if is_open else 0,
        credit_limit=account.credit_limit,
    )


def amount(dataset: Dataset, account_id: str, now_ms: int) -> int:
    """Everything up to now that moved the balance.

    Only two months have to be looked at: an invoice and its payment cancel each other out, to the
    last digit, and older ones are all paid.
    """
    today = date_at(now_ms)
    month = Month.of(today)
    total = paid_in(dataset, account_id, today + ONE_DAY) - owed(dataset, account_id, month, now_ms)
    if not invoice(dataset, account_id, month.previous).is_paid(now_ms):
        total -= owed(dataset, account_id, month.previous, now_ms)
    return total


def opening(dataset: Dataset, account_id: str, month: Month, now_ms: int) -> int:
    """The balance when a month begins, as far as it is known now; 0 when the account begins."""
    before = paid_in(dataset, account_id, month.first)
    return before - owed(dataset, account_id, month.previous, now_ms)


def paid_in(dataset: Dataset, account_id: str, to_day: date) -> int:
    """What was paid before a day that no invoice asked for."""
    begin = opened_day(dataset.account(account_id))
    return sum(one.amount for one in deposits(dataset, account_id, begin, to_day))
