"""What the caller asked for: `Prefer: code=404, example=name, dynamic=true`, or in the query.

The words are those of Prism, so that what was written for it keeps working.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from mock_server.exchange import Preference

_PART = re.compile(r'\s*([A-Za-z_-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;]*)))?\s*(?:[,;]|$)')
_KEYS = {b"__code": "code", b"__example": "example", b"__dynamic": "dynamic"}


def from_header(text: str) -> Preference | None:
    """The preference in a `Prefer` header (RFC 7240); None when it holds none of ours."""
    found: dict[str, str] = {}
    for name, quoted, plain in _PART.findall(text):
        found.setdefault(name.lower(), quoted or plain)
    return _preference(found)


def from_query(query: bytes) -> tuple[Preference | None, bytes]:
    """The preference in `__code` and its kin, and the query without them."""
    found: dict[str, str] = {}
    others = []
    for part in query.split(b"&"):
        name, _, value = part.partition(b"=")
        if name in _KEYS:
            found[_KEYS[name]] = unquote_plus(value.decode("latin-1"))
        else:
            others.append(part)
    return _preference(found), b"&".join(others)


def _preference(found: dict[str, str]) -> Preference | None:
    text = found.get("code", found.get("status", ""))
    is_status = text.isascii() and text.isdigit() and 200 <= int(text) <= 599
    code = int(text) if is_status else None
    example = found.get("example") or None
    dynamic = found.get("dynamic", "").lower() == "true"
    return Preference(code, example, dynamic) if code or example or dynamic else None
