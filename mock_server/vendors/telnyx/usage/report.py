"""The rows of a usage report: one for each combination of its dimensions."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from operator import add, attrgetter

from mock_server.ledger.dataset import Dataset
from mock_server.spec.operation import Json
from mock_server.vendors.telnyx.usage.metrics import Metric
from mock_server.vendors.telnyx.usage.products import PRODUCTS, TIMES
from mock_server.vendors.telnyx.usage.question import CREATED_AT, Question
from mock_server.vendors.telnyx.usage.sums import Ask, Row, usage_rows
from mock_server.vendors.telnyx.usage.windows import edges_ms, told


@dataclass(frozen=True, slots=True)
class UsageRow:
    """A row.

    Args:
        window: the place of the day or hour that it is about.
        labels: of the question's dimensions, in their order.
        amounts: of its metrics, each the numerator that `Metric` speaks of.
    """

    window: int
    labels: tuple[str, ...]
    amounts: tuple[int, ...]


def usage_report(
    dataset: Dataset, accounts: Sequence[str], asked: Question, now_ms: int
) -> list[UsageRow]:
    """All rows, sorted as asked; what that leaves open, by time and then by their dimensions.

    Args:
        accounts: whose usage is added up.

    Raises:
        TooManyRows: there are more than can be meant.
    """
    metrics = metrics_of(asked)
    found: dict[tuple[int, tuple[str, ...]], tuple[int, ...]] = {}
    for row in _summed(dataset, accounts, asked, now_ms):
        key, amounts = (row.window, row.labels), tuple(one.amount(row) for one in metrics)
        before = found.get(key)
        found[key] = amounts if before is None else tuple(map(add, before, amounts))
    times = _times(asked)
    rows = [
        UsageRow(window, _labels(asked, times[window], others), amounts)
        for (window, others), amounts in sorted(found.items())
        if times[window] is not None
    ]
    return _sorted(rows, asked)


def metrics_of(asked: Question) -> tuple[Metric, ...]:
    return tuple(PRODUCTS[asked.product].metrics[name] for name in asked.metrics)


def as_json(row: UsageRow, asked: Question) -> dict[str, Json]:
    """Dimensions, product and metrics, which are numbers."""
    numbers = map(Metric.value, metrics_of(asked), row.amounts)
    return {
        **dict(zip(asked.dimensions, row.labels, strict=True)),
        "product": asked.product,
        **dict(zip(asked.metrics, numbers, strict=True)),
    }


def as_csv(rows: Sequence[UsageRow], asked: Question) -> str:
    """The columns are those of `as_json`. Source: the contract's example."""
    metrics = metrics_of(asked)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*asked.dimensions, "product", *asked.metrics))
    for row in rows:
        writer.writerow((*row.labels, asked.product, *map(Metric.text, metrics, row.amounts)))
    return text.getvalue()


def _summed(
    dataset: Dataset, accounts: Sequence[str], asked: Question, now_ms: int
) -> Iterator[Row]:
    ask = Ask(
        service=asked.product,
        edges_ms=edges_ms(asked.span, asked.dimensions),
        dimensions=tuple(name for name in asked.dimensions if name not in TIMES),
        wanted={name: values for name, values in asked.wanted.items() if name not in TIMES},
    )
    for account_id in accounts:
        yield from usage_rows(dataset, account_id, ask, now_ms)


def _times(asked: Question) -> list[dict[str, str] | None]:
    """For each window what the dimensions of time say; None when that is not wanted."""
    names = [name for name in TIMES if name in asked.dimensions]
    found: list[dict[str, str] | None] = []
    for begin in edges_ms(asked.span, asked.dimensions)[:-1]:
        texts = {name: told(begin, name) for name in names}
        fits = all(text in asked.wanted.get(name, {text}) for name, text in texts.items())
        found.append(texts if fits else None)
    return found


def _labels(
    asked: Question, times: dict[str, str] | None, others: tuple[str, ...]
) -> tuple[str, ...]:
    if not times:
        return others
    rest = iter(others)
    return tuple(times[name] if name in TIMES else next(rest) for name in asked.dimensions)


def _sorted(rows: list[UsageRow], asked: Question) -> list[UsageRow]:
    for name in reversed(asked.sort):
        rows.sort(key=_key(name.removeprefix("-"), asked), reverse=name.startswith("-"))
    return rows


def _key(name: str, asked: Question) -> Callable[[UsageRow], str | int]:
    if name == CREATED_AT:
        return attrgetter("window")
    if name in asked.dimensions:
        place = asked.dimensions.index(name)
        return lambda row: row.labels[place]
    place = asked.metrics.index(name)
    return lambda row: row.amounts[place]
