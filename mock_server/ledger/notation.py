"""What CSV and JSON put around and inside the texts of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import orjson

from mock_server.ledger.field import C, Field, Lookup
from mock_server.ledger.pieces import Choice, Maybe, Piece

Write = Callable[[str | None], bytes]
"""How a text of a table is written; None is what is not there."""


def csv_pieces(
    fields: Iterable[Field[C]], separator: str, *, quote_all: bool
) -> Iterator[Piece[C]]:
    """A row of CSV without its end (RFC 4180)."""
    between = b""
    for field in fields:
        quoted = quote_all or any(needs_quotes(text, separator) for text in field.texts())
        quote, write = (b'"', _csv_quoted) if quoted else (b"", _csv_plain)
        yield between + quote
        yield from _or_blank(field, _written(field, write), b"")
        yield quote
        between = separator.encode()


def json_pieces(fields: Iterable[Field[C]]) -> Iterator[Piece[C]]:
    """A JSON object without its end (RFC 8259)."""
    between = b"{"
    for field in fields:
        yield between + orjson.dumps(field.name) + b":"
        blank = b"null" if field.nothing == "null" else b'""'
        yield from _or_blank(field, _json_value(field), blank)
        between = b","
    yield b"}"


def csv_cell(text: str, separator: str, *, quoted: bool) -> bytes:
    """A cell by itself, quoted if it has to be."""
    if quoted or needs_quotes(text, separator):
        return b'"' + _csv_quoted(text) + b'"'
    return text.encode()


def needs_quotes(text: str, separator: str) -> bool:
    """Whether a text would be misread in CSV as it is."""
    return separator in text or '"' in text or "\r" in text or "\n" in text


def _or_blank(
    field: Field[C], pieces: tuple[bytes | Choice[C], ...], blank: bytes
) -> tuple[Piece[C], ...]:
    return pieces if field.absent is None else (Maybe(pieces, blank, field.absent),)


def _json_value(field: Field[C]) -> tuple[bytes | Choice[C], ...]:
    if field.json == "raw":
        return _written(field, _json_raw)
    if any(isinstance(part, Lookup) and _has_nothing(part) for part in field.parts):
        return _written(field, _json_text)
    return (b'"', *_written(field, _json_inside), b'"')


def _has_nothing(lookup: Lookup[C]) -> bool:
    return isinstance(lookup.table, tuple) and None in lookup.table


def _written(field: Field[C], write: Write) -> tuple[bytes | Choice[C], ...]:
    return tuple(
        write(part)
        if isinstance(part, str)
        else Choice(
            field.name,
            tuple(write(text) for text in part.table)
            if isinstance(part.table, tuple)
            else part.table,
            part.index,
        )
        for part in field.parts
    )


def _csv_plain(text: str | None) -> bytes:
    return (text or "").encode()


def _csv_quoted(text: str | None) -> bytes:
    return (text or "").replace('"', '""').encode()


def _json_raw(text: str | None) -> bytes:
    return b"null" if text is None else text.encode()


def _json_text(text: str | None) -> bytes:
    return orjson.dumps(text)


def _json_inside(text: str | None) -> bytes:
    return orjson.dumps(text)[1:-1]
