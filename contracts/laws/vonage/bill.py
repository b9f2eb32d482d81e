"""What was asked is on the bill."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from contracts.api import Api
from contracts.laws.asking import told
from contracts.laws.law import Breach, Inconclusive, Law, Told
from contracts.laws.series import Query, busy_window
from contracts.laws.vonage.series import RECORDS, VONAGE_SERIES, asked, product_of

NAME = "what_was_asked_is_on_the_bill"
MARK = "991"
"""A limit that nobody else asks with: it tells the law's request from others for the same."""

broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    series = chance.choice(VONAGE_SERIES)
    window = busy_window(series, api, chance)
    params = asked(api, window, product_of(series))
    count = len(told(api, RECORDS, params={**params, "limit": MARK})["records"])
    whose = {"account_id": api.account} if api.account else {}
    usage = told(api, RECORDS, params={"product": "REPORTS-USAGE", **whose, "limit": "20"})
    mine = [one for one in usage["records"] if _is_of(one, params)]
    if not mine:
        if api.kind != "mock":
            raise Inconclusive("the bill does not have the request yet")
        said = f"the request for records of {series.name} among the newest of REPORTS-USAGE"
        yield broken(RECORDS, said, f"{len(usage['records'])} others", pointer="/records")
        return
    yield from _priced(mine[0], count, series.name)


def _is_of(entry: Any, params: Query) -> bool:
    sent = entry["request_params"]
    names = ("product", "date_start", "date_end")
    return sent.get("limit") == MARK and all(sent.get(one) == params[one] for one in names)


def _priced(entry: Any, count: int, name: str) -> Iterator[Told]:
    if entry["items_written"] != str(count):
        said = f"items_written {count}, as many records of {name} as there were"
        yield broken(RECORDS, said, str(entry["items_written"]), pointer="/items_written")
    price = Decimal(entry["price"]) * Decimal(entry["items_written"])
    if Decimal(entry["total_price"]) != price:
        said = f"total_price {price:f}, {entry['items_written']} times {entry['price']}"
        yield broken(RECORDS, said, str(entry["total_price"]), pointer="/total_price")


BILL = Law(
    name=NAME,
    says="A request for records is listed with as many items as it got, and with their price.",
    applies=lambda api: api.has(RECORDS),
    tried=_tried,
    requests=12,
    cost=100,
)
