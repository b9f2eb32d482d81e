"""The seam between records and backends: JSON documents by space, kind and id.

Ids are in order of their code points, in every backend. Whoever calls has checked all texts with
`is_key`, and has no more transactions open than the backend takes at once.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

LONGEST_KEY = 512
"""Bytes; three of these fit into an index row of PostgreSQL, which ends at 2,704 bytes.

Source: "index row size exceeds btree version 4 maximum 2704", BTMaxItemSize of its 8 KiB pages.
"""


class Due(NamedTuple):
    """When the first document of some kind in a space is due, in microseconds since 1970."""

    us: int
    space: str


class Documents(Protocol):
    """The documents of one space, as one transaction sees and changes them."""

    def get(self, kind: str, key: str) -> bytes | None: ...

    def put(self, kind: str, key: str, document: bytes, due_us: int | None) -> None:
        """Keep a document in the place of any other under this key.

        Args:
            due_us: microseconds since 1970, of 64 bits; None keeps it out of `due`.
        """

    def delete(self, kind: str, key: str) -> bool:
        """Whether there was one."""

    def page(self, kind: str, after: str | None, limit: int, descending: bool) -> list[bytes]:
        """The first `limit` documents in order of id, or of those beyond `after`."""

    def count(self, kind: str) -> int: ...

    def due(self, kind: str, now_us: int, limit: int) -> list[bytes]:
        """The first `limit` documents that are due by now, in order of due and id."""

    def clear(self) -> None:
        """Forget every document of the space."""


class Backend(Protocol):
    """Keeps documents. Used by at most `at_once` threads at a time, whichever those are.

    `is_shared` says whether other processes may use the same documents.
    """

    @property
    def at_once(self) -> int: ...

    @property
    def is_shared(self) -> bool: ...

    def transaction(self, space: str) -> AbstractContextManager[Documents]:
        """All that happens inside is kept when it ends well, and nothing when it raises.

        No other transaction on the same documents, of this process or another, comes between.
        """

    def firsts(self, kind: str) -> list[Due]:
        """The first to be due in each space that has one, in order of that."""

    def close(self) -> None: ...


def is_key(text: str) -> bool:
    """Whether every backend can keep this text: not empty, not too long, no NUL, real Unicode."""
    try:
        size = len(text) if text.isascii() else len(text.encode())
    except UnicodeEncodeError:
        return False
    return 0 < size <= LONGEST_KEY and "\0" not in text
