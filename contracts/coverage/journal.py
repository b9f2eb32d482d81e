"""Exchanges of your own tests, from an archive of the mock's journal (HAR 1.2)."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from contracts.contract import Contract, Promise
from contracts.errors import CheckError
from contracts.observed import Observed

Json = Any

MAX_BYTES = 256 * 1024 * 1024

MOST_PREFIXES = 6
"""Segments before a document's path: a session, a vendor's name, a base path."""


def journalled(file: Path, contract: Contract) -> Iterator[Observed]:
    """The exchanges of an archive that are for operations of the contract, in its order.

    Raises:
        CheckError: the file is no HTTP archive.
    """
    for entry in archived(file):
        try:
            observed = _observed(entry, contract)
        except (KeyError, TypeError, ValueError, httpx.InvalidURL):
            raise _unusable(file, "an entry of it is not what HAR 1.2 says") from None
        if observed is not None:
            yield observed


def archived(file: Path) -> list[Json]:
    """The entries of an archive, whatever is in them.

    Raises:
        CheckError: the file is no HTTP archive.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise _unusable(file, f"it is larger than {MAX_BYTES // 1024 // 1024} MiB")
        archive = orjson.loads(file.read_bytes())
    except OSError as error:
        raise _unusable(file, error.strerror or str(error)) from None
    except orjson.JSONDecodeError as error:
        raise _unusable(file, str(error)) from None
    try:
        entries = archive["log"]["entries"]
    except (KeyError, TypeError):
        entries = None
    if not isinstance(entries, list):
        raise _unusable(file, "it has no list `log.entries`")
    return entries


def _observed(entry: Json, contract: Contract) -> Observed | None:
    asked, answered = entry["request"], entry["response"]
    promise = _promise(asked["method"], urlsplit(asked["url"]).path, contract)
    is_other = promise and entry.get("_operation") not in (None, promise.operation.id, promise.key)
    if promise is None or is_other or not 100 <= int(answered["status"]) <= 599:
        return None
    return Observed(
        promise,
        httpx.Request(
            asked["method"],
            asked["url"],
            headers=_headers(asked),
            content=_content(asked.get("postData")),
        ),
        httpx.Response(
            int(answered["status"]),
            headers=_headers(answered),
            content=_content(answered.get("content")),
        ),
        seconds=float(entry.get("time", 0)) / 1000,
        source="tests",
    )


def _promise(method: str, path: str, contract: Contract) -> Promise | None:
    """The operation of a path, whatever a server has put in front of the document's own."""
    rest = path
    for _ in range(MOST_PREFIXES):
        if promise := contract.promise(method.upper(), rest):
            return promise
        _, slash, after = rest[1:].partition("/")
        if not slash:
            return None
        rest = slash + after
    return None


def _headers(message: Json) -> list[tuple[bytes, bytes]]:
    """Without those that tell how bytes travelled: bodies in an archive are plain."""
    unsaid = {"content-encoding", "content-length", "transfer-encoding"}
    fields = ((str(one["name"]), str(one["value"])) for one in message.get("headers", []))
    return [
        (name.encode(), value.encode("utf-8", "replace"))
        for name, value in fields
        if name.lower() not in unsaid
    ]


def _content(said: Json) -> bytes:
    text = (said or {}).get("text") or ""
    if (said or {}).get("encoding") != "base64":
        return str(text).encode("utf-8", "surrogatepass")
    try:
        return b64decode(text)
    except NotBase64:
        return b""


def _unusable(file: Path, why: str) -> CheckError:
    return CheckError(
        "This is no archive of a journal",
        where=f"--journal {file}",
        why=why,
        fix="save one from the mock: GET /_mock/journal/har; see docs/control.md",
    )
