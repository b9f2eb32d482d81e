"""JSON bodies (RFC 8259), strict: no NaN, no comments, no trailing commas."""

from __future__ import annotations

import orjson

from mock_server.decode.charset import Unreadable, decoded
from mock_server.spec.operation import Json

_BOM = b"\xef\xbb\xbf"


def parse_json(raw: bytes, charset: str = "") -> Json:
    """The value of a body.

    A byte order mark is ignored, as RFC 8259 section 8.1 allows. The last of equal names wins.
    Integers of more than 64 bits become floats.

    Raises:
        Unreadable: not JSON, with line and column, or not of that character set.
    """
    text: bytes | str = raw.removeprefix(_BOM)
    if charset not in ("", "utf-8", "utf8"):
        text = decoded(raw, charset)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(
            "malformed_body", f"The body is not JSON: {error.msg}, at {place}."
        ) from None
