"""What an account's records cost, in any window.

Units and costs are known when a record is made and never change; only its status may. But some
records appear late: calls when they must be over, data sessions after half a day. None of them
takes as long as `LATEST_MS`: what is used of a window is final that long after its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mock_server.ledger.blocks import SLOTS
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money.kept import kept
from mock_server.ledger.product import Product
from mock_server.ledger.stream import Stream
from mock_server.ledger.sums import MEASURES, SCAN, settled_sums, sums
from mock_server.ledger.timeline import DAY_MS

LATEST_MS = DAY_MS
"""Every record is there so long after it was made, see `Product.published_after_s`."""

COST = MEASURES.index("cost")

Window = tuple[int, int]
"""From a moment to before another, in ms since 1970."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the records of one product and group come to.

    Args:
        group: texts of the attributes that were asked for, in their order.
        units: used, of the product's units.
        billed: units that are paid for.
        cost: in hundred-millionths of the currency; not rounded.
    """

    product: str
    group: tuple[str, ...]
    records: int
    units: int
    billed: int
    cost: int


def usage(
    dataset: Dataset,
    account_id: str,
    window_ms: Window,
    now_ms: int,
    by: Sequence[str] = ("country",),
) -> tuple[Usage, ...]:
    """What was used, by product and by attributes of `ATTRIBUTES`; only groups with records.

    Args:
        window_ms: by when the records were made.
        now_ms: the moment at which it is asked: records that appear later do not count.
    """
    return tuple(
        Usage(name, group, **row)
        for name in dataset.products
        for _, group, row in sums(
            dataset.stream(account_id, name), window_ms, now_ms, tuple(by)
        ).rows()
    )


def cost(dataset: Dataset, account_id: str, window_ms: Window, now_ms: int) -> int:
    """What `usage` costs altogether, quickly: whole days that are final are added up only once."""
    begin, end = window_ms
    final = max(begin, min(end, (now_ms - LATEST_MS) // DAY_MS * DAY_MS))
    total = _cost(dataset, account_id, (final, end), now_ms) if final < end else 0
    if begin < final:
        total += kept(dataset, account_id).costs.get(
            ("usage", begin, final), lambda: _cost(dataset, account_id, (begin, final), now_ms)
        )
    return total


def coming_cost(dataset: Dataset, account_id: str, now_ms: int) -> int:
    """What those records cost that are made already and still to appear."""
    total = 0
    for stream in _paid_streams(dataset, account_id):
        made = stream.timeline.index_at(now_ms)
        total += _of_indexes(stream, min(made, stream.visible(now_ms)), made)
    return total


def _cost(dataset: Dataset, account_id: str, window_ms: Window, now_ms: int) -> int:
    return sum(
        _of_indexes(stream, *stream.window(*window_ms, now_ms))
        for stream in _paid_streams(dataset, account_id)
    )


def _paid_streams(dataset: Dataset, account_id: str) -> Iterator[Stream]:
    for product in dataset.products.values():
        if _has_price(product):
            yield dataset.stream(account_id, product.name)


def _has_price(product: Product) -> bool:
    return any(rate != 0 for rate in product.rates.values())


def _of_indexes(stream: Stream, begin: int, end: int) -> int:
    if end - begin > SCAN:
        one_group = np.zeros(SLOTS, np.int64)
        return int(settled_sums(stream, np.array((begin, end)), one_group, 1)[0, 0, COST])
    # As few as these are looked at one by one: that takes a quarter of the time of all measures.
    slots = stream.blocks.slots(np.arange(begin, end))
    return int(stream.table.cost.take(slots).sum())
