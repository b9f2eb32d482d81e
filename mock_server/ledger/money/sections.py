"""The lines of a statement, by section: charges, usage and movements in one form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from mock_server.ledger.money.charges import PORT_OUT, Charge
from mock_server.ledger.money.movements import Movement, MovementKind
from mock_server.ledger.money.usage import Usage

Section: TypeAlias = Literal[
    "new numbers", "existing numbers", "new features", "existing features", "port-outs",
    "usage", "adjustments", "credits", "payments", "rounding",
]  # fmt: skip

SECTIONS: tuple[Section, ...] = (
    "new numbers", "existing numbers", "new features", "existing features", "port-outs",
    "usage", "adjustments", "credits", "payments", "rounding",
)  # fmt: skip
"""In the order in which they stand."""

_OF_MOVEMENTS: dict[MovementKind, Section] = {
    "adjustment": "adjustments",
    "credit": "credits",
    "payment": "payments",
    "rounding": "rounding",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement.

    Args:
        name: a kind of number, a feature, a product, or what a movement says of itself.
        kind: of a charge: "MRC", "partial MRC" or "OTC"; else empty.
        country: ISO 3166-1 alpha-2; empty for movements.
        quantity: numbers, features or records.
        amount: what it adds to the balance: charges and usage take away.
    """

    section: Section
    name: str
    kind: str
    country: str
    quantity: int
    amount: int


def lines(
    charges: Iterable[Charge],
    used: Iterable[Usage],
    movements: Iterable[Movement],
    first_day: date,
) -> tuple[Line, ...]:
    """All lines, in order of the sections; what is alike but for quantity and amount is one line.

    Args:
        used: by country.
        first_day: what came on this day or later is new.
    """
    every = [
        *(_of_charge(one, first_day) for one in charges),
        *(Line("usage", one.product, "", one.group[0], one.records, -one.cost) for one in used),
    ]
    return (
        *sorted(_together(every), key=lambda line: (SECTIONS.index(line.section), _key(line))),
        *sorted(
            (_of_movement(one) for one in movements),
            key=lambda line: SECTIONS.index(line.section),
        ),
    )


def _of_charge(charge: Charge, first_day: date) -> Line:
    return Line(
        section=_section(charge, first_day),
        name=charge.name,
        kind=charge.kind,
        country=charge.number.country,
        quantity=charge.quantity,
        amount=-charge.amount,
    )


def _section(charge: Charge, first_day: date) -> Section:
    is_new = charge.since >= first_day
    if charge.subject == PORT_OUT:
        return "port-outs"
    if charge.subject == "number":
        return "new numbers" if is_new else "existing numbers"
    return "new features" if is_new else "existing features"


def _of_movement(movement: Movement) -> Line:
    section = _OF_MOVEMENTS[movement.kind]
    return Line(section, movement.description, "", "", 1, movement.amount)


def _key(line: Line) -> tuple[Section, str, str, str]:
    return line.section, line.name, line.kind, line.country


def _together(every: Iterable[Line]) -> Iterator[Line]:
    found: dict[tuple[Section, str, str, str], list[Line]] = {}
    for line in every:
        found.setdefault(_key(line), []).append(line)
    for key, alike in found.items():
        quantity = sum(line.quantity for line in alike)
        yield Line(*key, quantity, sum(line.amount for line in alike))
