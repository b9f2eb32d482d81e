"""What numbers and their features are charged: every line of it.

A monthly charge (MRC) is made on the 1st for what is owned then. What comes during a month is
charged on its day for the rest of that month, the day itself included: MRC * days left / days of
the month, rounded to the currency's minor unit, halves up. A one-time charge (OTC) is made on the
day of the purchase. Nothing is paid back when a number leaves; one that is ported out is charged
for that once, on its first day away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money.currency import minor_unit, payable, share
from mock_server.ledger.money.months import LAST_DAY, months_between
from mock_server.ledger.money.owned import OwnedNumber, owned_numbers
from mock_server.ledger.money.rates import rates

PORT_OUT: Final = "port-out"

Subject: TypeAlias = Literal["number", "feature", "port-out"]
ChargeKind: TypeAlias = Literal["MRC", "partial MRC", "OTC"]


@dataclass(frozen=True, slots=True)
class Charge:
    """One line.

    Args:
        number: what it is charged for, or the number that has the feature.
        name: of what is charged: the number's kind, the feature's name, or "port-out".
        kind: how it is charged; "partial MRC" is for the rest of a month.
        since: the day on which what is charged was bought.
        unit_cost: of one of them: the whole monthly charge, also for a part of the month.
        amount: what is charged.
    """

    day: date
    number: OwnedNumber
    subject: Subject
    name: str
    kind: ChargeKind
    since: date
    quantity: int
    unit_cost: int
    amount: int


@dataclass(frozen=True, slots=True)
class MonthlyAndOnce:
    """What some numbers or features cost in a window.

    Args:
        quantity: of different ones that were charged.
    """

    quantity: int
    mrc: int
    otc: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came during a window beside what was there before, of one name.

    Args:
        name: a kind of number, or a feature.
    """

    subject: Subject
    name: str
    new: MonthlyAndOnce
    existing: MonthlyAndOnce


def charges(dataset: Dataset, account_id: str, from_day: date, to_day: date) -> tuple[Charge, ...]:
    """Every charge of the days [from, to), by day and number.

    It knows no now: who does not want charges that are still to come ends the window tomorrow.
    """
    unit = minor_unit(dataset.settings.currency)
    window = from_day, min(to_day, LAST_DAY)
    found = (
        charge
        for number in owned_numbers(dataset, account_id)
        if number.bought_day < window[1]
        if number.left_day is None or number.left_day >= from_day
        for charge in _of_number(number, window, unit)
        if window[0] <= charge.day < window[1]
    )
    return tuple(sorted(found, key=lambda one: (one.day, one.number.number)))


def comparison(lines: Iterable[Charge], from_day: date) -> tuple[Comparison, ...]:
    """New and existing numbers and features, each by name: new is what came on `from_day` or later.

    Port-outs are neither, and left out.
    """
    by_name: dict[tuple[Subject, str], list[Charge]] = {}
    for line in lines:
        if line.subject != PORT_OUT:
            by_name.setdefault((line.subject, line.name), []).append(line)
    return tuple(
        Comparison(
            subject=subject,
            name=name,
            new=_together(one for one in by_name[subject, name] if one.since >= from_day),
            existing=_together(one for one in by_name[subject, name] if one.since < from_day),
        )
        for subject, name in sorted(by_name, key=lambda key: (key[0] != "number", key))
    )


def _together(lines: Iterable[Charge]) -> MonthlyAndOnce:
    lines = tuple(lines)
    quantities = {line.number.number: line.quantity for line in lines}
    return MonthlyAndOnce(
        quantity=sum(quantities.values()),
        mrc=sum(line.amount for line in lines if line.kind != "OTC"),
        otc=sum(line.amount for line in lines if line.kind == "OTC"),
    )


def _of_number(number: OwnedNumber, window: tuple[date, date], unit: int) -> Iterator[Charge]:
    """Its charges; those of purchase and port-out also when they lie outside of the window."""
    begin = number.bought_day
    yield Charge(begin, number, "number", number.kind, "OTC", begin, 1, number.otc, number.otc)
    whole = Charge(begin, number, "number", number.kind, "MRC", begin, 1, number.mrc, number.mrc)
    yield from _monthly(whole, window, unit)
    for one in number.features:
        cost = one.quantity * one.mrc
        since = one.from_day
        whole = Charge(
            since, number, "feature", one.name, "MRC", since, one.quantity, one.mrc, cost
        )
        yield from _monthly(whole, window, unit)
    port_out = payable(rates().port_out, unit)
    if number.leaving == "ported out" and number.left_day is not None:
        left = number.left_day
        yield Charge(left, number, PORT_OUT, PORT_OUT, "OTC", left, 1, port_out, port_out)


def _monthly(whole: Charge, window: tuple[date, date], unit: int) -> Iterator[Charge]:
    """A monthly charge from the day of purchase on, as long as the number is owned."""
    end = min(window[1], whole.number.left_day or window[1])
    for month in months_between(max(window[0], whole.since), end):
        if month.first > whole.since:
            yield _on(month.first, whole, "MRC", whole.amount)
        elif month.first == whole.since:
            yield whole
        else:
            rest, days = (month.end - whole.since).days, (month.end - month.first).days
            yield _on(whole.since, whole, "partial MRC", share(whole.amount, rest, days, unit))


def _on(day: date, whole: Charge, kind: ChargeKind, amount: int) -> Charge:
    # Twice as fast as dataclasses.replace, and a long window has thousands of these.
    return Charge(day, whole.number, whole.subject, whole.name, kind, whole.since,
                  whole.quantity, whole.unit_cost, amount)  # fmt: skip
