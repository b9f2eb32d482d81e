"""Cookies (RFC 6265), read as OpenAPI's style `form`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mock_server.decode.options import DecodeOptions
from mock_server.decode.percent import percent_decoded, query_text
from mock_server.decode.query import Broken, QueryReader
from mock_server.spec.operation import Json, Parameter


class CookieReader:
    """Reads the cookies that an operation knows.

    Escapes are decoded as in a query, but `+` stays: cookies hold Base64 more often than spaces.
    Where an exploded array or object is expected, `&` parts its members, as in OpenAPI's table of
    styles; elsewhere it is data.
    """

    __slots__ = ("_reader",)

    def __init__(self, parameters: Sequence[Parameter], options: DecodeOptions) -> None:
        self._reader = QueryReader(parameters, percent_decoded, options)

    def read(self, headers: Sequence[tuple[bytes, bytes]], broken: Broken) -> dict[str, Json]:
        sent = [value for name, value in headers if name == b"cookie"]
        if not sent:
            return {}
        return self._reader.read(self._parts(query_text(b";".join(sent))), broken)

    def _parts(self, cookies: str) -> Iterator[str]:
        for cookie in cookies.split(";"):
            name, _, value = cookie.strip().partition("=")
            part = f"{name}={_unquoted(value)}"
            if "&" not in value or self._reader.is_whole(name):
                yield part
            else:
                yield from part.split("&")


def _unquoted(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] == '"'
    return value[1:-1] if is_quoted else value
