"""The records that answer a question, as JSON, the newest first.

ASSUMED: the order. It is known for files alone, and the pages together are what a file has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from mock_server.ledger.columns import Columns
from mock_server.ledger.mix import Integers
from mock_server.ledger.pages import page
from mock_server.ledger.stream import Stream
from mock_server.state.store import State
from mock_server.vendors.vonage.question import Question
from mock_server.vendors.vonage.records import Options, UsageRecord, by_ids, layout, selection
from mock_server.vendors.vonage.report_usage import seen_at
from mock_server.vendors.vonage.usage_log import noted, usage


@dataclass(frozen=True, slots=True)
class Answered:
    """Records of one page.

    Args:
        records: each as JSON.
        next: what the next page begins with; None when this is the last one.
        not_found: the ids of no record, as they were given.
    """

    records: tuple[bytes, ...]
    next: int | None = None
    not_found: tuple[str, ...] = ()


def of_ledger(asked: Question, stream: Stream) -> Answered:
    """Records that the ledger makes up."""
    if asked.span is None:
        found = by_ids(asked.product, stream, asked.ids, asked.parameters, asked.as_of_ms)
        return Answered(
            rendered(asked, stream, found.indexes), not_found=tuple(map(str, found.not_found))
        )
    chosen = selection(asked.product, stream, asked.parameters, asked.as_of_ms)
    begin, end = chosen.within(stream.window(*asked.kept, asked.as_of_ms))
    if asked.begin is not None:
        end = min(end, asked.begin.index + 1)
    one = page(chosen, (begin, end), asked.limit, descending=True)
    return Answered(rendered(asked, stream, one.indexes), one.next)


def rendered(asked: Question, stream: Stream, indexes: Integers) -> tuple[bytes, ...]:
    """Records from the newest to the oldest; rows of JSON have no line breaks but at their end."""
    columns = Columns(stream, indexes, asked.as_of_ms)
    rows = layout(asked.product, stream, Options.of(asked.parameters)).json_lines(columns)
    return tuple(reversed(rows.splitlines()))


def of_usage(asked: Question, state: State) -> Answered:
    """Records of what was asked here; a report may be under way still."""
    if asked.span is None:
        found = {one: noted(state, asked.account, one) for one in asked.ids}
        records = (record for record in found.values() if record is not None)
        newest = sorted(records, key=lambda one: one.id, reverse=True)
        missing = tuple(name for name, record in found.items() if record is None)
        return Answered(written(asked, newest), not_found=missing)
    begin = asked.begin.index if asked.begin else None
    one = usage(state, asked.account, asked.kept, asked.limit, begin)
    return Answered(written(asked, one.records), one.next)


def written(asked: Question, records: Iterable[UsageRecord]) -> tuple[bytes, ...]:
    return tuple(orjson.dumps(seen_at(one, asked.now).to_wire()) for one in records)
