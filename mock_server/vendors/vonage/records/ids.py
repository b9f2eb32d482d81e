"""Ids beside a record's own: each leads back to its record or its neighbours, without a search.

Those that the ledger has no place for are made as the ledger makes its own, under another scope.
"""

from __future__ import annotations

import re
from typing import TypeAlias
from uuid import UUID

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.fields import joined, uuid
from mock_server.ledger.ids import ShortIds, UuidIds, scope
from mock_server.ledger.mix import Words
from mock_server.ledger.stream import Stream
from mock_server.vendors.vonage.records.blanks import capitals, of_other_kinds, or_empty
from mock_server.vendors.vonage.records.product import Mark

Span: TypeAlias = tuple[int, int]
"""Indexes [begin, end)."""

_UUID_DIGITS = re.compile(r"[0-9a-f]{32}\Z")


def id_field(stream: Stream, name: str, mark: Mark) -> Field[Columns]:
    """The field of an id."""
    field = joined(name, mark.prefix, _digits(stream, name, mark))
    return or_empty(field, of_other_kinds(stream, mark.kinds)) if mark.kinds else field


def span_of(stream: Stream, name: str, mark: Mark, text: str) -> Span | None:
    """The records that have an id; None when none could."""
    ids = _ids(stream, name, mark)
    found = ids.index(_bare(text, mark))
    # What only reads like it, in other letters or without its prefix, is not this id.
    if found is None or _text(ids, found, mark) != text:
        return None
    return found << mark.group_bits, (found + 1) << mark.group_bits


def _digits(stream: Stream, name: str, mark: Mark) -> Field[Columns]:
    ids = _ids(stream, name, mark)
    if isinstance(ids, ShortIds):
        return capitals(name, lambda columns: ids.words(columns.indexes))
    if mark.form == "record":
        return uuid(name, lambda columns: columns.id_words)
    return _without_dashes(_long(name, ids, mark)) if mark.form == "hex" else _long(name, ids, mark)


def _long(name: str, ids: UuidIds, mark: Mark) -> Field[Columns]:
    def words(columns: Columns) -> tuple[Words, Words]:
        return ids.words(columns.indexes >> mark.group_bits)

    return uuid(name, words)


def _without_dashes(field: Field[Columns]) -> Field[Columns]:
    return joined(field.name, *(part for part in field.parts if part != "-"))


def _ids(stream: Stream, name: str, mark: Mark) -> UuidIds | ShortIds:
    if mark.form == "record":
        return stream.ids
    if mark.form == "short":
        return stream.short_ids
    own = scope(stream.account.id, stream.product.name, name)
    if mark.form == "reference":
        return ShortIds(stream.short_ids.cipher, own)
    return UuidIds(stream.ids.cipher, own)


def _bare(text: str, mark: Mark) -> str:
    if mark.form == "hex":
        return str(UUID(text)) if _UUID_DIGITS.match(text) else ""
    return text.removeprefix(mark.prefix)


def _text(ids: UuidIds | ShortIds, index: int, mark: Mark) -> str:
    text = ids.text(index)
    return mark.prefix + (text.replace("-", "") if mark.form == "hex" else text)
