"""Charges of a period by kind, and their totals.

What is charged stands positive here: the summary tells what the account owes. So adjustments in
the account's favour are negative, as in the contract's example.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mock_server.ledger.money import Charge, Comparison, Movement, comparison, movements
from mock_server.ledger.money.charges import PORT_OUT, MonthlyAndOnce
from mock_server.spec.operation import Json
from mock_server.vendors.telnyx.billing.charge_names import CHARGE_NAMES
from mock_server.vendors.telnyx.billing.charges_period import Period
from mock_server.vendors.telnyx.billing.customer import Customer
from mock_server.vendors.telnyx.billing.money_text import money_text

CreditSign: TypeAlias = Literal["negative", "positive"]
"""How funds that were added to the balance count in `credits`. The contract's example shows a
negative amount, production clients take positive ones for deposits (M2 of
specs/telnyx/SOURCE.toml); what the vendor does is unknown."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was charged in a period, and what else moved the balance.

    Args:
        funds: added to the balance: payments, promotional and referral credit. Source: D of
            specs/telnyx/SOURCE.toml for what counts as credit.
        adjustments: corrections of the ledger, refunds among them. What rounding an invoice takes
            is about usage, and not here.
    """

    compared: Sequence[Comparison]
    ported_out: Sequence[Charge]
    funds: Sequence[Movement]
    adjustments: Sequence[Movement]

    def lines(self) -> Json:
        """What the totals come from; kinds of which nothing was charged have no line (ASSUMED)."""
        simple = [_simple(self.ported_out)] if self.ported_out else []
        return {
            "lines": [*map(_comparative, self.compared), *simple],
            "adjustments": [_adjustment(one) for one in self.adjustments],
        }

    def totals(self, sign: CreditSign) -> Json:
        """Each is the sum of its lines, and the last the signed sum of the others."""
        funds = _sum(self.funds)
        found = {
            "new_mrc": sum(one.new.mrc for one in self.compared),
            "new_otc": sum(one.new.otc for one in self.compared),
            "existing_mrc": sum(one.existing.mrc for one in self.compared),
            "other": _sum(self.ported_out),
            "credits": funds if sign == "positive" else -funds,
            "ledger_adjustments": -_sum(self.adjustments),
        }
        found["grand_total"] = sum(found.values())
        return {name: money_text(amount) for name, amount in found.items()}


def summary(whose: Customer, asked: Period, charged: Sequence[Charge]) -> Summary:
    """What moved an account's balance in a period, but for usage.

    Args:
        charged: in that period.
    """
    moved = movements(whose.dataset, whose.account_id, asked.first, asked.end, whose.now_ms)
    return Summary(
        compared=comparison(charged, asked.first),
        ported_out=[one for one in charged if one.subject == PORT_OUT],
        funds=[one for one in moved if one.kind in {"payment", "credit"}],
        adjustments=[one for one in moved if one.kind == "adjustment"],
    )


def _comparative(one: Comparison) -> Json:
    """Features cost nothing but their monthly charge, and what was there before was paid for."""
    new = _detail(one.new)
    new["otc"] = money_text(one.new.otc) if one.subject == "number" else None
    known = CHARGE_NAMES[one.name]
    return {
        "type": "comparative",
        "name": known.name,
        "alias": known.alias,
        "new_this_month": new,
        "existing_this_month": _detail(one.existing),
    }


def _detail(found: MonthlyAndOnce) -> dict[str, Json]:
    return {"quantity": found.quantity, "mrc": money_text(found.mrc)}


def _simple(charged: Sequence[Charge]) -> Json:
    known = CHARGE_NAMES[PORT_OUT]
    return {
        "type": "simple",
        "name": known.name,
        "alias": known.alias,
        "quantity": sum(one.quantity for one in charged),
        "amount": money_text(_sum(charged)),
    }


def _adjustment(one: Movement) -> Json:
    return {
        "amount": money_text(-one.amount),
        "description": one.description,
        "event_date": one.day.isoformat(),
    }


def _sum(found: Iterable[Charge | Movement]) -> int:
    return sum(one.amount for one in found)
