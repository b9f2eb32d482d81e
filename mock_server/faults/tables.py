"""Tables that a person wrote, in TOML or JSON: read with errors that say where and how to mend."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from mock_server.errors import ConfigError

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""Source: RFC 9110, section 5.6.2."""

_HEADER_VALUE = re.compile(r"[ -~]*")


class Table:
    """A table, all of whose keys are known.

    Args:
        where: what it is called in errors, such as "rules[0].fault".
        takes: the keys that it may have.
        example: what it could be.

    Raises:
        ConfigError: it is no table, or has another key. So do all methods when a value is not what
            they are asked for.
    """

    def __init__(
        self, value: Any, where: str, takes: Collection[str], example: str = "{ ... }"
    ) -> None:
        if not isinstance(value, Mapping):
            raise wrong(where, f"{value!r:.80} is no table", f"write {example}")
        self.values, self.where = value, where
        for key in value:
            if key not in takes:
                raise wrong(where, f"it has no {key!r:.80}", suggestion(str(key), takes))

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def at(self, key: str) -> str:
        """What a key is called in errors."""
        return f"{self.where}.{key}"

    def text(self, key: str, default: str = "") -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise wrong(self.at(key), f"{value!r:.80} is no text", 'write it between "quotes"')
        return value

    def choice(self, key: str, choices: Collection[str], default: str = "") -> str:
        value = self.text(key, default)
        if value not in choices:
            why = f"{value!r:.80} is not one of {', '.join(choices)}"
            raise wrong(self.at(key), why, suggestion(value, choices))
        return value

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise wrong(self.at(key), f"{value!r:.80} is neither true nor false", "write true")
        return value

    def number(self, key: str, low: float, high: float, default: float = 0.0) -> float:
        value = self.values.get(key, default)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high:
            why = f"{value!r:.80} is no number from {low:.10g} to {high:.10g}"
            raise wrong(self.at(key), why, f"write one that is, such as {default or high:.10g}")
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int = 0) -> int:
        value = self.values.get(key, default)
        if type(value) is not int or not low <= value <= high:
            why = f"{value!r:.80} is no whole number from {low} to {high}"
            raise wrong(self.at(key), why, f"write one that is, such as {default or low}")
        return value

    def moment(self, key: str) -> datetime | None:
        """In UTC; None when it is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            moment = None
        if not isinstance(moment, datetime) or moment.tzinfo is None:
            why = f"{value!r:.80} is no moment with its offset from UTC"
            raise wrong(self.at(key), why, 'write it as "2026-11-02T12:00:00Z"')
        return moment.astimezone(UTC)

    def texts(self, key: str) -> dict[str, str]:
        """A table of texts."""
        values = self.values.get(key, {})
        if not isinstance(values, Mapping):
            raise wrong(self.at(key), f"{values!r:.80} is no table", 'write { name = "text" }')
        for name, value in values.items():
            if not isinstance(value, str):
                where = f"{self.at(key)}[{name!r}]"
                raise wrong(where, f"{value!r:.80} is no text", 'write it between "quotes"')
        return dict(values)

    def headers(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of header fields."""
        for name, value in self.texts(key).items():
            if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
                where = f"{self.at(key)}[{name!r:.80}]"
                raise wrong(where, "no header can have that name or value", "use visible ASCII")
        return tuple(self.texts(key).items())


def suggestion(word: str, known: Collection[str]) -> str:
    """How to mend a word that is unknown."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"there is {', '.join(sorted(known))}"


def wrong(where: str, why: str, fix: str) -> ConfigError:
    return ConfigError("A rule makes no sense", where=where, why=why, fix=fix)
