"""Bytes of one media type from a schema: JSON as generated, anything else laid over it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from hashlib import shake_128
from typing import TYPE_CHECKING, TypeAlias

import orjson

from mock_server.decode.forms import render_form
from mock_server.decode.xml import render_xml
from mock_server.spec.operation import Json, MediaType

if TYPE_CHECKING:  # what generates is loaded when something is generated
    from mock_server.data.choice import Answers

Render: TypeAlias = Callable[[Json], bytes]


def is_json(media_type: str) -> bool:
    """JSON by name or by suffix; a range such as `*/*` is answered in JSON too."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence.endswith(("/json", "+json")) or essence in {"*/*", "application/*", ""}


def concrete(media_range: str) -> str:
    """The media type that is sent where the document names a range."""
    essence = media_range.partition(";")[0].strip().lower()
    if essence in {"*/*", "application/*", ""}:
        return "application/json"
    return "text/plain" if essence == "text/*" else media_range.replace("/*", "/octet-stream")


def renderer(media: MediaType) -> Render:
    """How a JSON value is written in this media type."""
    essence = media.range.partition(";")[0].strip().lower()
    if is_json(essence):
        return orjson.dumps
    if essence.endswith(("/xml", "+xml")):
        return lambda value: render_xml(value, media.schema, "response")
    if essence == "application/x-www-form-urlencoded":
        return render_form
    if essence == "text/csv":
        return csv_text
    return text


def text(value: Json) -> bytes:
    """A string as itself, anything else as JSON."""
    return value.encode() if isinstance(value, str) else orjson.dumps(value)


def csv_text(value: Json) -> bytes:
    """Rows under a header line: a list of objects, or the list that an object holds."""
    if isinstance(value, str):
        return value.encode()
    rows = [row for row in _rows(value) if isinstance(row, dict)]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in rows)
    return out.getvalue().encode()


def binary(generator: Answers, seed: bytes) -> bytes:
    """Bytes where the schema promises nothing but bytes; a constant or pattern is kept to."""
    value = orjson.loads(generator.render(seed))
    return text(value) if not isinstance(value, str) else shake_128(seed).digest(256)


def is_binary(media: MediaType) -> bool:
    """Whether the schema says no more than "bytes", so that any will do."""
    schema = media.schema
    if schema is True or schema == {}:
        return not is_json(media.range) and not media.range.startswith("text/")
    if not isinstance(schema, dict) or schema.get("type", "string") != "string":
        return False
    return schema.get("format") == "binary" and not media.range.startswith("text/")


def _rows(value: Json) -> list[Json]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        lists = [inner for inner in value.values() if isinstance(inner, list)]
        return lists[0] if lists else [value]
    return []


def _cell(value: Json) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
