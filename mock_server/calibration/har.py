"""HTTP archives (HAR 1.2): those of browsers and proxies, and what our own journal exports.

An archive of a day's traffic is larger than memory, so entries are found in the file by their
brackets, and one at a time is read.

Source of the structure: "HAR 1.2 Spec", Jan Odvarko. What begins with an underscore is Chrome's.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from mock_server.calibration.sample import (
    Sample,
    Told,
    base64_size,
    number,
    table,
    text,
    unreadable,
)

TELL_EVERY = 1 << 20
"""Bytes between two words of progress."""

_BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:')
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]:]', re.DOTALL)
_ENTRIES = 3
"""How deep in an archive the list of entries is: in `log`, in the archive."""


def is_archive(beginning: bytes) -> bool:
    """Whether a file that begins so is an archive."""
    return _BEGINNING.match(beginning) is not None


def samples(path: Path, told: Told) -> Iterator[Sample]:
    """The exchanges of an archive, in its order.

    Raises:
        ConfigError: it is no archive, or not a whole one.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        last = 0
        for start, end in _entries(data, path):
            try:
                entry = orjson.loads(data[start:end])
            except orjson.JSONDecodeError as error:
                raise _broken(path, f"the entry at byte {start} is no JSON: {error}") from None
            yield _sample(entry)
            if end - last > TELL_EVERY:
                told(end)
                last = end
        told(len(data))


def _entries(data: mmap.mmap, path: Path) -> Iterator[tuple[int, int]]:
    """Where each entry begins and ends."""
    depth, key, start, names = 0, b"", 0, [b""] * _ENTRIES
    inside = False
    for token in _TOKEN.finditer(data):
        sign = token[0]
        if sign == b":":
            if depth < _ENTRIES:
                names[depth] = key
        elif sign in b"{[":
            depth += 1
            inside = inside or (depth == _ENTRIES and names[1:] == [b'"log"', b'"entries"'])
            if inside and depth == _ENTRIES + 1:
                start = token.start()
        elif sign in b"}]":
            depth -= 1
            if inside and depth == _ENTRIES:
                yield start, token.end()
            elif inside and depth < _ENTRIES:
                return
        elif depth < _ENTRIES:
            key = sign
    why = "it ends before its entries do" if inside else "there is no list `log.entries` in it"
    raise _broken(path, why)


def _sample(entry: Any) -> Sample:
    given = table(entry)
    request, response = table(given.get("request")), table(given.get("response"))
    return Sample(
        method=text(request.get("method")).upper(),
        url=text(request.get("url")),
        status=int(number(response.get("status")) or 0),
        took_s=_took_s(given),
        size=_size(response),
        at=_moment(text(given.get("startedDateTime"))),
        is_cached=bool(given.get("_fromCache") or given.get("_fetchedViaServiceWorker")),
    )


def _took_s(entry: dict[str, Any]) -> float | None:
    """What sending, waiting and receiving took, without the client's own queue and connection.

    An archive that says nothing of these has one time for everything.
    """
    timings = table(entry.get("timings"))
    parts = [number(timings.get(name)) for name in ("send", "wait", "receive")]
    milliseconds = sum(part or 0.0 for part in parts) or number(entry.get("time"))
    return milliseconds / 1000 if milliseconds else None


def _size(response: dict[str, Any]) -> int | None:
    content = table(response.get("content"))
    size = number(content.get("size"))
    body = content.get("text")
    if isinstance(body, str) and not size:
        is_base64 = content.get("encoding") == "base64"
        return base64_size(body) if is_base64 else len(body.encode("utf-8", "replace"))
    size = number(response.get("bodySize")) if size is None else size
    return None if size is None else int(size)


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _broken(path: Path, why: str) -> Exception:
    return unreadable(path, why, "export it again as HAR 1.2, and let the export end")
