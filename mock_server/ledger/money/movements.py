"""What moves an account's balance beside usage and charges.

The first payment is a deposit of about four months' charges; top-ups add to it. Credits and
adjustments count in their month's invoice, as usage and charges do, and invoices are paid exactly
(see `invoices`): in the long run the balance is what was paid in before.

How often all this happens and how much it is, is ASSUMED.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from mock_server.ledger.account import Account, Draws
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money.currency import minor_unit, payable, round_number
from mock_server.ledger.money.months import ONE_DAY, Month, months_between
from mock_server.ledger.money.owned import opened_day, owned_numbers

TOP_UPS, PROMOTIONS, REFERRALS, REFUNDS, CORRECTIONS = 80, 60, 30, 60, 40
"""Of 1,000 months so many have one."""

DEPOSIT_MONTHS = 4
SAFE_DAYS = 28
"""Every month has so many."""

MovementKind: TypeAlias = Literal["payment", "credit", "adjustment", "rounding"]


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that was added to a balance, or taken from it.

    Args:
        amount: added; less than 0 if it was taken.
        reference: the id of the invoice or the phone number that it is about; may be empty.
    """

    day: date
    kind: MovementKind
    amount: int
    description: str
    reference: str = ""


def deposits(
    dataset: Dataset, account_id: str, from_day: date, to_day: date
) -> tuple[Movement, ...]:
    """What was paid in on the days [from, to) that no invoice asked for: deposit and top-ups."""
    return _within(_Plan(dataset, account_id), from_day, to_day, _deposits)


def corrections(
    dataset: Dataset, account_id: str, from_day: date, to_day: date
) -> tuple[Movement, ...]:
    """Credits and adjustments of the days [from, to)."""
    return _within(_Plan(dataset, account_id), from_day, to_day, _corrections)


def draws(dataset: Dataset, account_id: str) -> Draws:
    """Chance for an account's money."""
    return Draws((dataset.fingerprint, "money", account_id))


def monthly_estimate(dataset: Dataset, account: Account) -> int:
    """What a month's usage may come to, in hundred-millionths of the currency.

    Within a tenth of what it is when the account's level is met: the parts were fitted to the usage
    of a few accounts of different countries, with the products and the world's tables of 2026.
    """
    world = dataset.world
    reached = [world.countries[world.networks[network].country] for network in account.networks]
    rates = (
        weight * (750 * country.message_rate + 450 * country.call_rate)
        for weight, country in zip(account.network_weights, reached, strict=True)
    )
    return account.per_day * 30 * sum(rates) // (1000 * sum(account.network_weights))


def _within(
    plan: _Plan, from_day: date, to_day: date, make: Callable[[_Plan, Month], Iterator[Movement]]
) -> tuple[Movement, ...]:
    begin = max(plan.opened, from_day)
    found = (
        movement
        for month in months_between(begin, to_day)
        for movement in make(plan, month)
        if begin <= movement.day < to_day
    )
    return tuple(sorted(found, key=lambda one: one.day))


class _Plan:
    """What an account's movements are drawn from."""

    def __init__(self, dataset: Dataset, account_id: str) -> None:
        account = dataset.account(account_id)
        self.dataset, self.account_id = dataset, account_id
        self.opened = opened_day(account)
        self.unit = minor_unit(account.currency)
        self.estimate = monthly_estimate(dataset, account)
        self._draws = draws(dataset, account_id)

    def below(self, limit: int, what: str, month: Month) -> int:
        return self._draws.below(limit, what, month.number)

    def happens(self, what: str, per_mille: int, month: Month) -> bool:
        return self.below(1000, what, month) < per_mille

    def day(self, what: str, month: Month) -> date:
        return month.first + ONE_DAY * self.below(SAFE_DAYS, f"{what} day", month)

    def part(self, what: str, least: int, most: int, month: Month) -> int:
        """A part of the estimate between so many thousandths."""
        thousandths = least + self.below(most - least, f"{what} amount", month)
        return self.estimate * thousandths // 1000


def _deposits(plan: _Plan, month: Month) -> Iterator[Movement]:
    if month == Month.of(plan.opened):
        amount = round_number((plan.estimate + _recurring(plan)) * DEPOSIT_MONTHS, plan.unit)
        yield Movement(plan.opened, "payment", amount, "Deposit")
    if plan.happens("top-up", TOP_UPS, month):
        amount = round_number(plan.part("top-up", 100, 600, month), plan.unit)
        yield Movement(plan.day("top-up", month), "payment", amount, "Top-up")


def _recurring(plan: _Plan) -> int:
    """What the numbers that the account begins with come to in a month."""
    numbers = owned_numbers(plan.dataset, plan.account_id)
    first = [number for number in numbers if number.owned_on(plan.opened)]
    features = sum(one.mrc * one.quantity for number in first for one in number.features)
    return features + sum(number.mrc for number in first)


def _corrections(plan: _Plan, month: Month) -> Iterator[Movement]:
    for what, often in (("Promotional", PROMOTIONS), ("Referral", REFERRALS)):
        if plan.happens(what, often, month):
            amount = round_number(plan.part(what, 2, 20, month), plan.unit)
            yield Movement(plan.day(what, month), "credit", amount, f"{what} credit")
    if plan.happens("correction", CORRECTIONS, month):
        amount = payable(plan.part("correction", 1, 15, month), plan.unit)
        sign = 1 if plan.happens("correction sign", 700, month) else -1
        text = f"Correction of the usage of {month.previous.first:%Y-%m}"
        yield Movement(plan.day("correction", month), "adjustment", sign * amount, text)
    if plan.happens("refund", REFUNDS, month):
        yield from _refund(plan, plan.day("refund", month), month)


def _refund(plan: _Plan, day: date, month: Month) -> Iterator[Movement]:
    """Back with the monthly charge of a number that is owned on that day."""
    numbers = owned_numbers(plan.dataset, plan.account_id)
    owned = [number for number in numbers if number.owned_on(day)]
    if owned:
        number = owned[plan.below(len(owned), "refund number", month)]
        text = f"Refund of the monthly charge of +{number.number}"
        yield Movement(day, "adjustment", number.mrc, text, number.number)
