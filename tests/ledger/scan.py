"""The judge of everything that is worked out without looking at records: look at every record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.columns import Columns
from mock_server.ledger.mix import Integers
from mock_server.ledger.selection import Filter
from mock_server.ledger.stream import Stream

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

ACCOUNTS = {
    "three-a-day": 5,
    "hobby": 300,
    "medium": 5_000,
    "busy": 100_000,
    "large": 3_000_000,
    "largest": 17_000_000,
    "gigantic": 550_000_000,
}
"""Records of all products a day: of messages it is 60 %, so 3, 180, ... 10 and 330 million."""

Texts: TypeAlias = NDArray[np.object_]
Table: TypeAlias = dict[tuple[int, tuple[str, ...]], tuple[int, int, int, int]]


def ms(moment: str) -> int:
    """An ISO 8601 moment in UTC as ms since 1970."""
    return round(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1000)


NOW = ms("2026-03-05T12:34:56.789")


def columns(stream: Stream, from_ms: int, to_ms: int, now_ms: int) -> Columns:
    """Everything that was made in [from, to) and is there at `now`, one by one."""
    begin, end = stream.window(from_ms, to_ms, now_ms)
    return Columns(stream, np.arange(begin, end), now_ms)


def texts(found: Columns) -> dict[str, Texts]:
    """What each record says of each attribute, from its own columns and the lists they point to."""
    stream = found.stream
    account, product, world = stream.account, stream.product, stream.world
    lists: dict[str, tuple[Sequence[Any], Integers]] = {
        "direction": (("outbound", "inbound"), found.direction),
        "status": ([one.status for one in product.states], found.state),
        "error": ([one.code for one in product.states], found.state),
        "kind": ([one.name for one in product.kinds], found.kind),
        "country": ([one.code for one in world.countries], found.country),
        "network": ([world.networks[n].code for n in account.networks], found.network),
        "profile": ([one.id for one in account.profiles], found.profile),
        "connection": ([one.id for one in account.connections], found.connection),
        "tag": ([one.name for one in account.tags], found.tag),
    }
    return {name: np.array(values, object)[index] for name, (values, index) in lists.items()}


def numbers(found: Columns) -> list[str]:
    """The customers' numbers, E.164 without the plus."""
    heads, tails, widths = (one.tolist() for one in found.number)
    return [
        f"{found.stream.world.heads[head]}{tail:0{width}d}"
        for head, tail, width in zip(heads, tails, widths, strict=True)
    ]


def kept(found: Columns, wanted: Filter) -> NDArray[np.bool_]:
    """Which records a filter means, by comparing texts."""
    mask = np.ones(len(found), bool)
    said = texts(found)
    for name, values in wanted.equal.items():
        mask &= np.array([one in values for one in said[name].tolist()], bool)
    account = found.stream.account
    if wanted.number is not None:
        number = wanted.number.removeprefix("+")
        mask &= np.array([one == number for one in numbers(found)], bool)
    if wanted.sender is not None:
        mask &= np.array([account.senders[one] == wanted.sender for one in found.sender], bool)
    if wanted.own_number is not None:
        own = wanted.own_number.removeprefix("+")
        mask &= np.array([account.numbers[one] == own for one in found.own_number], bool)
    return mask


def table(found: Columns, edges_ms: Sequence[int], by: Sequence[str], wanted: Filter) -> Table:
    """Records, units, billed units and cost by window and group: Python's integers, one by one."""
    mask = kept(found, wanted)
    said = texts(found)
    window = (np.searchsorted(np.array(edges_ms), found.made_ms, "right") - 1)[mask].tolist()
    groups = (
        zip(*(said[name][mask].tolist() for name in by), strict=True) if by else [()] * len(window)
    )
    values = zip(
        *(one[mask].tolist() for one in (found.units, found.billed, found.cost)), strict=True
    )
    sums: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for place, group, (units, billed, cost) in zip(window, groups, values, strict=True):
        total = sums[place, tuple(group)]
        for number, value in enumerate((1, units, billed, cost)):
            total[number] += value
    return {key: (one[0], one[1], one[2], one[3]) for key, one in sums.items()}
