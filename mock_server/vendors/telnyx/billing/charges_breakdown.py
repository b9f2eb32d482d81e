"""Charges of a period, number by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mock_server.ledger.money import UNIT, Charge, OwnedNumber, minor_digits
from mock_server.spec.operation import Json
from mock_server.vendors.telnyx.billing.charge_names import CHARGE_NAMES
from mock_server.vendors.telnyx.billing.customer import Customer
from mock_server.vendors.telnyx.billing.money_text import money_text
from mock_server.vendors.telnyx.csv_line import csv_line
from mock_server.vendors.telnyx.people import email, user_id

COLUMNS = (
    "tn", "charge_type", "service_owner_user_id", "service_owner_email", "name", "cost_type",
    "cost",
)  # fmt: skip
"""Of the CSV. ASSUMED: Telnyx publishes none; these are the members of the JSON, one row for each
service."""


@dataclass(frozen=True, slots=True)
class NumberCharges:
    """What one number and its features were charged, at least one charge."""

    number: OwnedNumber
    charges: Sequence[Charge]

    def services(self, currency: str) -> Iterator[dict[str, str]]:
        """A service for each unit of each charge, since Telnyx tells the cost of one."""
        for charge in self.charges:
            name = CHARGE_NAMES[charge.name].name
            for cost in unit_costs(charge, currency):
                yield {"name": name, "cost_type": charge.kind, "cost": money_text(cost)}


def by_number(charged: Iterable[Charge]) -> list[NumberCharges]:
    """Charges by number, in order of the numbers' first charges."""
    found: dict[str, list[Charge]] = {}
    for charge in charged:
        found.setdefault(charge.number.number, []).append(charge)
    return [NumberCharges(alike[0].number, alike) for alike in found.values()]


def unit_costs(charge: Charge, currency: str) -> Iterator[int]:
    """What each unit of a charge costs: equal shares that can be paid and come to the charge.

    Where a part of a month's charge for several cannot be shared equally, the first cost the
    smallest coin more.
    """
    coin = UNIT // 10 ** minor_digits(currency)
    share, left = divmod(charge.amount // coin, charge.quantity)
    for place in range(charge.quantity):
        yield (share + (place < left)) * coin


def results(whose: Customer, charged: Iterable[Charge]) -> list[Json]:
    """The numbers with their services, as JSON."""
    return [
        {**_head(whose, one), "services": list(one.services(whose.account.currency))}
        for one in by_number(charged)
    ]


def csv(whose: Customer, charged: Iterable[Charge]) -> Iterator[bytes]:
    """The same as lines of CSV, after a header."""
    yield csv_line(COLUMNS)
    for one in by_number(charged):
        head = _head(whose, one)
        for service in one.services(whose.account.currency):
            row = head | service
            yield csv_line([row[name] for name in COLUMNS])


def _head(whose: Customer, one: NumberCharges) -> dict[str, str]:
    """A number is its account's own: services of others are not told here (ASSUMED)."""
    return {
        "tn": f"+{one.number.number}",
        "charge_type": CHARGE_NAMES[one.number.kind].alias,
        "service_owner_email": email(whose.account_id),
        "service_owner_user_id": user_id(whose.account_id),
    }
