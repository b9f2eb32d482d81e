"""Statements: all that moved an account's balance in a month, and what it came from and to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money.balance import opening
from mock_server.ledger.money.charges import Charge, charges
from mock_server.ledger.money.invoices import invoice, usage_window
from mock_server.ledger.money.journal import movements
from mock_server.ledger.money.kept import kept
from mock_server.ledger.money.months import ONE_DAY, Month, date_at, ms_at
from mock_server.ledger.money.movements import Movement
from mock_server.ledger.money.owned import opened_day
from mock_server.ledger.money.sections import SECTIONS, Line, Section, lines
from mock_server.ledger.money.usage import LATEST_MS, Usage, usage


@dataclass(frozen=True, slots=True)
class Statement:
    """A month of an account, or of some accounts together.

    Args:
        accounts: whose.
        is_open: the month goes on, or its invoice is still to come: there may be more lines later.
        opening: balance when the month began; when it was the first, 0.
        usage: by product and country.
        movements: without usage and charges.
    """

    accounts: tuple[str, ...]
    month: Month
    currency: str
    is_open: bool
    opening: int
    charges: tuple[Charge, ...]
    usage: tuple[Usage, ...]
    movements: tuple[Movement, ...]

    def lines(self) -> tuple[Line, ...]:
        """All of it, by section."""
        return lines(self.charges, self.usage, self.movements, self.month.first)

    def totals(self) -> Mapping[Section, int]:
        """The sum of each section's lines: what it added to the balance; 0 for empty ones."""
        found: dict[Section, int] = dict.fromkeys(SECTIONS, 0)
        for line in self.lines():
            found[line.section] += line.amount
        return found

    @property
    def closing(self) -> int:
        """The balance when the month ended, or as of now."""
        taken = sum(one.amount for one in self.charges) + sum(one.cost for one in self.usage)
        return self.opening - taken + sum(one.amount for one in self.movements)


def statement(dataset: Dataset, account_id: str, month: Month, now_ms: int) -> Statement | None:
    """An account's statement of a month, as of now.

    Returns:
        None if the account was not open yet in that month, or the month has not begun.
    """
    account = dataset.account(account_id)
    today, opened = date_at(now_ms), opened_day(account)
    if today < opened or not Month.of(opened) <= month <= Month.of(today):
        return None
    end = min(month.end, today + ONE_DAY)
    return Statement(
        accounts=(account_id,),
        month=month,
        currency=account.currency,
        is_open=not invoice(dataset, account_id, month).is_issued(now_ms),
        opening=opening(dataset, account_id, month, now_ms),
        charges=charges(dataset, account_id, month.first, end),
        usage=_usage(dataset, account_id, month, now_ms),
        movements=movements(dataset, account_id, month.first, end, now_ms),
    )


def group_statement(
    dataset: Dataset, account_id: str, month: Month, now_ms: int
) -> Statement | None:
    """The statement of an account and all of its sub-accounts together.

    Returns:
        None if none of them has one.
    """
    ids = (account_id, *dataset.account(account_id).sub_accounts)
    found = [one for each in ids if (one := statement(dataset, each, month, now_ms)) is not None]
    return _together(found) if found else None


def _together(found: Sequence[Statement]) -> Statement:
    return Statement(
        accounts=tuple(account for one in found for account in one.accounts),
        month=found[0].month,
        currency=found[0].currency,
        is_open=any(one.is_open for one in found),
        opening=sum(one.opening for one in found),
        charges=tuple(charge for one in found for charge in one.charges),
        usage=_merged([row for one in found for row in one.usage]),
        movements=tuple(movement for one in found for movement in one.movements),
    )


def _merged(rows: Sequence[Usage]) -> tuple[Usage, ...]:
    by_group: dict[tuple[str, tuple[str, ...]], list[Usage]] = {}
    for row in rows:
        by_group.setdefault((row.product, row.group), []).append(row)
    return tuple(
        Usage(
            product=product,
            group=group,
            records=sum(row.records for row in alike),
            units=sum(row.units for row in alike),
            billed=sum(row.billed for row in alike),
            cost=sum(row.cost for row in alike),
        )
        for (product, group), alike in sorted(by_group.items())
    )


def _usage(dataset: Dataset, account_id: str, month: Month, now_ms: int) -> tuple[Usage, ...]:
    window = usage_window(dataset, account_id, month)
    if now_ms < ms_at(month.end) + LATEST_MS:
        return usage(dataset, account_id, window, now_ms)
    memo = kept(dataset, account_id).usage
    return memo.get(month, lambda: usage(dataset, account_id, window, now_ms))
