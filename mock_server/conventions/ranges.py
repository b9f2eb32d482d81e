"""Parts of a body that a client asks for, such as the rest of a download that broke off."""

from __future__ import annotations

import re

Span = tuple[int, int]
"""Bytes [begin, end)."""

_ONE_RANGE = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*\Z", re.IGNORECASE)


def is_range(header: str) -> bool:
    """Whether it asks for one part. Several at once, other units and nonsense count as no range.

    Source: RFC 9110, section 14.2: a server may ignore the field.
    """
    found = _ONE_RANGE.match(header)
    if found is None or found.groups() == ("", ""):
        return False
    return not all(found.groups()) or int(found[1]) <= int(found[2])


def span_of(header: str, length: int) -> Span | None:
    """The bytes that a range means of a body of this length; None when it has none of them.

    Args:
        header: one for which `is_range` holds.
    """
    found = _ONE_RANGE.match(header)
    first, last = found.groups() if found else ("", "")
    if not first:
        begin, end = max(0, length - int(last or 0)), length
    else:
        begin, end = int(first), min(length, int(last) + 1 if last else length)
    return (begin, end) if begin < end else None
