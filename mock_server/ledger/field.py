"""What a column of a report is: texts put together from tables, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sized
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeAlias, TypeVar

import numpy as np
import orjson
from numpy.typing import NDArray

from mock_server.errors import DataError

Indexes: TypeAlias = NDArray[Any]
"""One integer (or truth value) for each record."""

Table: TypeAlias = tuple[str | None, ...] | NDArray[np.bytes_]
"""Texts by their index. An array is for large tables of ASCII that is written alike everywhere,
letters, digits and any of "-+:."; it is taken as it is."""

C = TypeVar("C", bound=Sized)
"""The columns of some records: any object with a length and with NumPy columns."""


@dataclass(frozen=True, slots=True)
class Split(Generic[C]):
    """One of several index columns that come from one calculation, which is then done once.

    Its indexes are trusted: the calculation, not the layout, sees to it that they are in range.
    """

    calculation: Callable[[C], tuple[Indexes, ...]]
    position: int

    def __call__(self, columns: C) -> Indexes:
        return self.calculation(columns)[self.position]


@dataclass(frozen=True, slots=True)
class Lookup(Generic[C]):
    """The text `table[index[j]]` for record j.

    None stands for JSON's null and an empty cell of CSV, and may only be in the table of a field
    that has no other part. Neighbours that share one and the same `index` become one table.
    """

    table: Table
    index: Callable[[C], Indexes]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a typed export makes of a column.

    Args:
        name: a moment is in milliseconds since 1970 UTC, a decimal in units of 10**-scale.
        scale: of a decimal.
    """

    name: Literal["text", "integer", "decimal", "moment", "flag"]
    scale: int = 0


TEXT = Kind("text")


@dataclass(frozen=True, slots=True)
class Field(Generic[C]):
    """A column of a report: its text is the concatenation of its parts.

    Args:
        name: heads the column in CSV and is the key in JSON.
        parts: texts that are the same for all records, and lookups.
        json: "text" is quoted and escaped in JSON; "raw" stands as it is, and has to be JSON.
        kind: what a typed export makes of it.
        value: the column as integers, for every kind but text.
        absent: true where there is nothing: an empty cell in CSV, and in JSON what `nothing` says.
            The parts need valid indexes even there.
        nothing: null or an empty text.

    Raises:
        DataError: a text cannot be written.
    """

    name: str
    parts: tuple[str | Lookup[C], ...]
    json: Literal["text", "raw"] = "text"
    kind: Kind = TEXT
    value: Callable[[C], NDArray[Any]] | None = None
    absent: Callable[[C], NDArray[np.bool_]] | None = None
    nothing: Literal["null", "empty"] = "null"

    def __post_init__(self) -> None:
        texts = [text for part in self.parts for text in _texts(part)]
        together = "".join((self.name, *(text for text in texts if text is not None)))
        if not self.name or "\0" in together or not _is_unicode(together):
            raise self._unusable("a name or text is missing, holds NUL, or half a surrogate pair")
        if None in texts and len(self.parts) > 1:
            raise self._unusable("nothing (None) can only be chosen instead of the whole value")
        if any(isinstance(part, Lookup) and len(part.table) == 0 for part in self.parts):
            raise self._unusable("a table has no texts")
        if self.json == "raw" and len(self.parts) == 1:
            self._check_raw(texts)

    def texts(self) -> Iterator[str]:
        """All that may be part of its value, but for texts that are written alike everywhere."""
        return (text for part in self.parts for text in _texts(part) if text is not None)

    def _check_raw(self, texts: list[str | None]) -> None:
        wrong = next((text for text in texts if text is not None and not _is_json(text)), None)
        if wrong is not None:
            raise self._unusable(f"{wrong!r} is no JSON, and would have to stand there as it is")

    def _unusable(self, why: str) -> DataError:
        return DataError(
            "A field of a report cannot be written",
            where=f"field {self.name!r}",
            why=why,
            fix="change the texts of the field, or how it stands in JSON",
        )


def _texts(part: str | Lookup[Any]) -> tuple[str | None, ...]:
    if isinstance(part, str):
        return (part,)
    return part.table if isinstance(part.table, tuple) else ()


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_json(text: str) -> bool:
    """Whether a text is JSON, of one line."""
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return "\n" not in text
