"""What a recording tells of one exchange: nothing of what was said in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from mock_server.errors import ConfigError

Told: TypeAlias = Callable[[int], None]
"""Is told how many bytes of a recording were read, now and then."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A request and its answer.

    Args:
        status: 0 when there was no answer.
        took_s: from the request until its answer was whole; None when the recording does not say.
        size: bytes of the answer's body, not compressed; None when the recording does not say.
        at: when it was recorded, if known.
        is_cached: the answer came from the client's own memory, so it says nothing of the API.
    """

    method: str
    url: str
    status: int
    took_s: float | None = None
    size: int | None = None
    at: datetime | None = None
    is_cached: bool = False


def number(value: Any) -> float | None:
    """A number, or a text that is one; None when it is neither, or not finite or negative."""
    if isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if 0 <= found < float("inf") else None


def table(value: Any) -> dict[str, Any]:
    """The value if it is a table, else an empty one: what is missing is not known."""
    return value if isinstance(value, dict) else {}


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def base64_size(body: str) -> int:
    """How many bytes a text in Base64 stands for."""
    signs = len(body) - sum(map(body.count, "\r\n ="))
    return signs * 3 // 4


def unreadable(path: Path, why: str, fix: str) -> ConfigError:
    return ConfigError("A recording cannot be read", where=str(path), why=why, fix=fix)
