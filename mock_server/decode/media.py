"""Media types: what a `Content-Type` says, and which entry of a `content` map answers to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from python_multipart.multipart import parse_options_header

from mock_server.spec.operation import MediaType


@dataclass(frozen=True, slots=True)
class ContentType:
    """A parsed `Content-Type`: lower case, without its parameters but for these two."""

    essence: str
    charset: str = ""
    boundary: bytes = b""


def content_type(header: str) -> ContentType:
    """Read a header; nothing is refused, an essence that makes no sense matches nothing."""
    # A character outside Latin-1 cannot have been on the wire, and the parser would stumble.
    essence, parameters = parse_options_header(header.encode("latin-1", "replace"))
    charset = parameters.get(b"charset", b"").decode("latin-1").strip().lower()
    return ContentType(essence.decode("latin-1"), charset, parameters.get(b"boundary", b""))


def is_json(essence: str) -> bool:
    """`application/json`, or any type with the suffix `+json` (RFC 6839)."""
    kind = essence.partition(";")[0].strip().lower()
    return kind.endswith(("/json", "+json"))


def family_of(essence: str) -> Literal["json", "xml", "form", "multipart", "text", "bytes"]:
    """How a body of that type is written; "bytes" if we cannot look inside.

    Source for XML: RFC 7303, `application/xml`, `text/xml`, and the suffix `+xml`.
    """
    if is_json(essence):
        return "json"
    if essence.endswith(("/xml", "+xml")):
        return "xml"
    if essence == "application/x-www-form-urlencoded":
        return "form"
    if essence.startswith("multipart/"):
        return "multipart"
    return "text" if essence.startswith("text/") else "bytes"


def best_match(essence: str, entries: Iterable[MediaType]) -> MediaType | None:
    """The most specific entry whose range holds the type: itself, then `type/*`, then `*/*`."""
    main = essence.partition("/")[0]
    wanted = {essence: 3, f"{main}/*": 2, "*/*": 1}
    ranked = [(wanted.get(essence_of(entry), 0), entry) for entry in entries]
    rank, entry = max(ranked, key=lambda each: each[0], default=(0, None))
    return entry if rank else None


def essence_of(entry: MediaType) -> str:
    """The range of an entry, lower case and without parameters."""
    return entry.range.partition(";")[0].strip().lower()
