"""What reports must come to, found without the API and without sums: every record is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.product import DIRECTIONS
from mock_server.vendors.telnyx import TELNYX
from tests.vendors.telnyx.asking import KEY, Telnyx

UNIT = 10**8


@dataclass(frozen=True)
class Seen:
    """One record. Amounts are hundred-millionths of a dollar."""

    product: str
    direction: str
    kind: str
    country: str
    profile_id: str
    profile_name: str
    connection: int
    connection_id: str
    tag: str
    status: str
    units: int
    billed: int
    cost: int


def dataset_of(telnyx: Telnyx, seed: int = 11) -> Dataset:
    return telnyx.backings.of(TELNYX).dataset(str(seed).encode())


def seen(
    dataset: Dataset, product: str, span: tuple[datetime, datetime], now: datetime, key: str = KEY
) -> Iterator[Seen]:
    """The records of [from, to) that are there, as they look now."""
    stream = dataset.stream(key, product)
    now_ms, begin, end = (round(at.timestamp() * 1000) for at in (now, *span))
    first, last = stream.window(begin, end, now_ms)
    columns = Columns(stream, np.arange(first, last), now_ms)
    account, world = stream.account, stream.world
    values = zip(
        columns.direction, columns.kind, columns.country, columns.profile, columns.connection,
        columns.tag, columns.state, columns.units, columns.billed, columns.cost,
        strict=True,
    )  # fmt: skip
    for direction, kind, country, profile, connection, tag, state, *counts in values:
        yield Seen(
            product,
            DIRECTIONS[direction],
            stream.product.kinds[kind].name,
            world.countries[country].code,
            account.profiles[profile].id,
            account.profiles[profile].name,
            account.connections[connection].number,
            account.connections[connection].id,
            account.tags[tag].name,
            stream.product.states[state].status,
            *map(int, counts),
        )


def fee(one: Seen) -> int:
    """What carriers take: three tenths, in the United States and Canada."""
    return one.cost * 3 // 10 if one.country in {"US", "CA"} else 0


def grouped(
    records: Iterable[Seen], key: Callable[[Seen], tuple[object, ...]]
) -> dict[tuple[object, ...], list[Seen]]:
    found: dict[tuple[object, ...], list[Seen]] = {}
    for one in records:
        found.setdefault(key(one), []).append(one)
    return found
