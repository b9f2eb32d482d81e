"""The requests for records and reports that were made here: what REPORTS-USAGE is about.

They are kept by the account that they were about, in order of time. A record's id holds its ms and
a count, and so its place among the account's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from uuid import UUID

from mock_server.state.ids import time_id
from mock_server.state.kind import Kind
from mock_server.state.store import State
from mock_server.vendors.vonage.records import UsageRecord
from mock_server.vendors.vonage.records.usage import PRICE
from mock_server.vendors.vonage.window import Window, moment_at

MOST = 10_000
"""Records that are kept of an account, our own bound: a quarter of an hour at full speed."""

PRICES: Mapping[str, Decimal] = {"payg": PRICE, "unlimited": Decimal(0)}
"""Of each record handed out, by the setting `plan`. Source: the vendor's price list of 2020."""

COUNT_BITS = 15
"""What tells the records of one ms apart; with the 48 bits of the ms it fits into a cursor."""

CHANCE_BITS = 74 - COUNT_BITS


@dataclass(frozen=True, slots=True)
class UsagePage:
    """Some records, the newest first, and the place where the next ones begin, if any do."""

    records: tuple[UsageRecord, ...]
    next: int | None


def new_id(state: State, account_id: str, now: datetime) -> str:
    """The id of an account's next record; when there are too many, the oldest is forgotten."""
    mark = _mark(account_id)
    number = state.ordinal(f"vonage.usage {mark}")
    if number > MOST:
        for oldest in state.page(USAGE, after=f"{mark} ", limit=1):
            state.delete(USAGE, _key(oldest))
    chance = int(blake2b(f"{mark} {number}".encode(), digest_size=7).hexdigest(), 16)
    return time_id(now, number << CHANCE_BITS | chance)


def note(state: State, record: UsageRecord) -> None:
    """Keep a record, or what has become of it since."""
    state.put(USAGE, record)


def noted(state: State, account_id: str, record_id: str) -> UsageRecord | None:
    """The record of an id, if it is this account's."""
    return state.get(USAGE, f"{_mark(account_id)} {record_id}")


def usage(
    state: State, account_id: str, window: Window, limit: int, place: int | None = None
) -> UsagePage:
    """An account's records of a window, by when they were received, from the newest on.

    Args:
        place: where to begin, of a later page.
    """
    begin, end = (ms << COUNT_BITS for ms in window)
    if place is not None:
        end = min(end, place + 1)
    mark = _mark(account_id)
    found = state.page(USAGE, f"{mark} {_lowest_id(end)}", limit + 1, descending=True)
    # Beyond the account's oldest come those of another account.
    wanted = [one for one in found if one.account_id == account_id and _place(one.id) >= begin]
    more = _place(wanted[limit].id) if len(wanted) > limit else None
    return UsagePage(tuple(wanted[:limit]), more)


def _lowest_id(place: int) -> str:
    ms, count = divmod(place, 1 << COUNT_BITS)
    return time_id(moment_at(ms), count << CHANCE_BITS)


def _place(record_id: str) -> int:
    """The ms and the count of an id, as `new_id` made it."""
    value = UUID(record_id).int
    count = (value >> 64 & 0xFFF) << 3 | value >> 59 & 0b111
    return value >> 80 << COUNT_BITS | count


def _mark(account_id: str) -> str:
    """Of one length for all accounts, and of letters that every store can keep."""
    return blake2b(account_id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _key(record: UsageRecord) -> str:
    return f"{_mark(record.account_id)} {record.id}"


USAGE = Kind("vonage.usage", UsageRecord, id_of=_key)
