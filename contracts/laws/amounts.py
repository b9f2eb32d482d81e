"""Amounts of money are numbers, always written in one way, and of one currency."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.asking import told
from contracts.laws.known import QUESTIONS
from contracts.laws.law import Breach, Law, NoData, Told
from contracts.laws.questions import Asking, affordable
from contracts.laws.trial import each
from contracts.observed import Json

NAME = "amounts_are_written_in_one_way"
BALANCE = "GET /balance"
MONEY = re.compile(
    r"(^|_)(amount|balance|cost|credit|credits|fee|mrc|otc|price|rate|total)$|^grand_total$"
)
"""Names that are of money wherever they stand in the documents that are here."""

NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    yield from each(affordable(QUESTIONS, api, chance), partial(_of, api=api))


def _of(asking: Asking, api: Api) -> Iterator[Told]:
    body = told(api, asking.key, params=asking.params)
    found: dict[str, list[Json]] = defaultdict(list)
    for name, value in _members(body):
        found[name].append(value)
    amounts = {name: found[name] for name in found if MONEY.search(name.rpartition("/")[2])}
    if not amounts:
        raise NoData(f"{asking.key} tells no amounts")
    for pointer, values in amounts.items():
        yield from _written(asking.key, pointer, [one for one in values if one is not None])
    places = [name for name in found if name.endswith("/currency")]
    currencies = sorted({str(one) for name in places for one in found[name] if one})
    if len(currencies) > 1:
        said = "one currency in an answer, that of the account"
        yield broken(asking.key, said, ", ".join(currencies), pointer="/currency")
    if asking.key == BALANCE:
        yield from _available(body["data"])


def _members(body: Json, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """All that is no list and no object, by its pointer; `*` stands for elements of lists."""
    if isinstance(body, list):
        for one in body:
            yield from _members(one, f"{pointer}/*")
    elif isinstance(body, dict):
        for name, value in body.items():
            yield from _members(value, f"{pointer}/{name}")
    else:
        yield pointer, body


def _written(key: str, pointer: str, values: list[Json]) -> Iterator[Told]:
    name = pointer.rpartition("/")[2]
    kinds = {"text" if isinstance(one, str) else "number" for one in values}
    if len(kinds) > 1:
        yield broken(key, f"{name} always as text or always as number", "both", pointer=pointer)
    wrong = [one for one in values if isinstance(one, str) and not NUMBER.fullmatch(one)]
    if wrong:
        said = f"{name} as a decimal number, such as 0.0012"
        yield broken(key, said, f"{len(wrong)} of {len(values)} are none", pointer=pointer)


def _available(told_: Json) -> Iterator[Told]:
    wanted = Decimal(told_["balance"]) + Decimal(told_["credit_limit"])
    if Decimal(told_["available_credit"]) != wanted:
        said = "available_credit, balance and credit_limit together"
        yield broken(BALANCE, said, "another sum", pointer="/data/available_credit")


AMOUNTS = Law(
    name=NAME,
    says="Amounts are decimal numbers, of one type by name and of one currency in an answer.",
    applies=lambda api: bool(api.contract.promises),
    tried=_tried,
    requests=32,
    cost=20,
)
