"""HTTP archives (HAR 1.2): those of browsers and proxies, and what our own journal exports.

An archive of a day's traffic may be larger than memory, so one entry at a time is read.

Source of the structure: "HAR 1.2 Spec", Jan Odvarko. What begins with an underscore is Chrome's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mock_server.calibration.jsontext import BrokenText, JsonText
from mock_server.calibration.sample import (
    Sample,
    Told,
    base64_size,
    number,
    table,
    text,
    unreadable,
)

_BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:')


def is_archive(beginning: bytes) -> bool:
    """Whether a file that begins so is an archive."""
    return _BEGINNING.match(beginning) is not None


def samples(path: Path, told: Told) -> Iterator[Sample]:
    """The exchanges of an archive, in its order.

    Raises:
        ConfigError: it is no archive, or not a whole one.
    """
    with path.open("rb") as file:
        try:
            for entry in _entries(JsonText(file, told)):
                yield _sample(entry)
        except BrokenText as error:
            fix = "export it again as HAR 1.2, and let the export end"
            raise unreadable(path, str(error), fix) from None


def _entries(text: JsonText) -> Iterator[Any]:
    for name in text.members():
        if name != "log":
            text.value()
            continue
        for of_log in text.members():
            if of_log == "entries":
                yield from text.items()
                return
            text.value()
    raise BrokenText("there is no list `log.entries` in it")


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
