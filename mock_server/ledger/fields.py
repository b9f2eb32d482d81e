"""The columns that reports are made of, each from integer columns of the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.errors import DataError
from mock_server.ledger import field_tables as tables
from mock_server.ledger.field import C, Field, Indexes, Kind, Lookup, Split

UNIT = 10**8
"""Money is counted in hundred-millionths of the currency."""

UNIT_DIGITS = 8
MOST_UNITS = 10**9
MOST_INTEGER = 10**12
MOST_DIGITS = 18
"""Of a number of fixed width: the most that a 64-bit integer always holds."""

Json: TypeAlias = Literal["text", "raw"]
Column: TypeAlias = Callable[[C], NDArray[Any]]
"""An integer for each record."""


@dataclass(frozen=True, slots=True)
class MomentShape:
    """How a moment in UTC is written.

    Args:
        separator: between the date and the time of day.
        milliseconds: three digits after a point; without them the rest of the second is cut off.
        suffix: what says that it is UTC, such as "Z", "+00:00" or "+0000".
    """

    separator: str = "T"
    milliseconds: bool = True
    suffix: str = "Z"


ISO = MomentShape()
"""2026-03-04T05:06:07.089Z"""


def constant(name: str, text: str | None, json: Json = "text") -> Field[Any]:
    """The same in every record; None for nothing."""
    return choice(name, (text,), _zeros, json)


def choice(
    name: str, labels: tuple[str | None, ...], index: Column[C], json: Json = "text"
) -> Field[C]:
    """One of some texts. Neighbouring choices with one and the same `index` cost as much as one."""
    return Field(name, (Lookup(labels, index),), json)


def flag(
    name: str, column: Column[C], true: str = "true", false: str = "false", json: Json = "raw"
) -> Field[C]:
    """One of two texts; with other words than true and false, `json` has to be "text"."""
    return Field(name, (Lookup((false, true), column),), json, Kind("flag"), column)


def joined(name: str, *parts: str | Lookup[C] | Field[C]) -> Field[C]:
    """A text of several parts; of a field, its text is taken.

    Raises:
        DataError: a part may be nothing at all.
    """
    flat: list[str | Lookup[C]] = []
    for part in parts:
        if isinstance(part, Field) and part.absent is not None:
            raise _unusable(part.name, "it may be absent, and half a text cannot be")
        flat += part.parts if isinstance(part, Field) else (part,)
    return Field(name, tuple(flat))


def as_text(field: Field[C]) -> Field[C]:
    """The same field as a JSON string, whatever it was."""
    return replace(field, json="text")


def uuid(name: str, words: Callable[[C], tuple[NDArray[np.uint64], ...]]) -> Field[C]:
    """A UUID of its high and its low 64 bits, in lower case."""

    def quarters(columns: C) -> tuple[Indexes, ...]:
        high, low = words(columns)
        return (*_quarters(high), *_quarters(low))

    four = tables.hexadecimal(4)
    digits = [Lookup(four, Split(quarters, position)) for position in range(8)]
    a, b, c, d, e, f, g, h = digits
    return Field(name, (a, b, "-", c, "-", d, "-", e, "-", f, g, h))


def hexadecimal(name: str, words: Column[C], digits: int = 16) -> Field[C]:
    """The last digits of 64 bits, in lower case.

    Raises:
        DataError: not 1 to 16 digits.
    """
    if not 1 <= digits <= 16:
        raise _unusable(name, f"64 bits have 1 to 16 hexadecimal digits, not {digits}")
    first = digits % 4

    def quarters(columns: C) -> tuple[Indexes, ...]:
        found = _quarters(words(columns))[(16 - digits) // 4 :]
        return (found[0] & np.uint16(16**first - 1), *found[1:]) if first else found

    widths = _widths(digits)
    lookups = (tables.hexadecimal(width) for width in widths)
    return Field(name, _split(lookups, quarters))


def digits(name: str, column: Column[C], width: int) -> Field[C]:
    """A number of fixed width, with leading zeros.

    Raises:
        DataError: not 1 to 18 digits.
    """
    if not 1 <= width <= MOST_DIGITS:
        raise _unusable(name, f"a number of fixed width has 1 to 18 digits, not {width}")

    def groups(columns: C) -> tuple[Indexes, ...]:
        numbers = _within(name, column(columns), 0, 10**width - 1)
        return _groups(numbers, len(widths))

    widths = _widths(width)
    return Field(name, _split(map(tables.padded, widths), groups))


def integer(name: str, column: Column[C], json: Json = "raw", most: int = MOST_INTEGER) -> Field[C]:
    """A number from 0 on, without leading zeros. The smaller `most`, the faster it is written."""

    def groups(columns: C) -> tuple[Indexes, ...]:
        return _whole_groups(_within(name, column(columns), 0, most), count)

    count = _group_count(most)
    return Field(name, _split(_whole_tables(count), groups), json, Kind("integer"), column)


def decimal(
    name: str,
    column: Column[C],
    places: int | None = None,
    json: Json = "text",
    most: int = MOST_UNITS,
) -> Field[C]:
    """An amount of money, exactly.

    Args:
        name: of the field.
        column: the amounts, in `UNIT`s; they may be negative.
        places: digits after the point, even if they are zeros; a value that has more keeps them
            all. None for no more than it needs.
        json: "raw" for a JSON number.
        most: whole units, up or down. The smaller, the faster it is written.

    Raises:
        DataError: not 0 to 8 places.
    """
    least = places or 0
    if not 0 <= least <= UNIT_DIGITS:
        raise _unusable(name, f"amounts have 0 to {UNIT_DIGITS} places, not {places}")
    count = _group_count(most)

    def parts(columns: C) -> tuple[Indexes, ...]:
        amounts = _within(name, column(columns), -most * UNIT, most * UNIT)
        size = np.abs(amounts)
        whole = size // UNIT
        head, tail = _groups(size - whole * UNIT, 2)
        if least <= 4:
            head = head + tables.GROUP * (tail == 0)
        return (amounts < 0, *_whole_groups(whole, count), head, tail)

    fraction = (tables.fraction_head(min(least, 4)), tables.fraction_tail(max(least - 4, 0)))
    lookups = _split((("", "-"), *_whole_tables(count), *fraction), parts)
    return Field(name, lookups, json, Kind("decimal", UNIT_DIGITS), column)


def moment(
    name: str,
    column: Column[C],
    shape: MomentShape = ISO,
    absent: Callable[[C], NDArray[np.bool_]] | None = None,
) -> Field[C]:
    """A moment, from milliseconds since 1970 UTC.

    Args:
        name: of the field.
        column: from 1970 to 2099, where it is not absent.
        shape: how it is written.
        absent: true where there is none.
    """

    def present(columns: C) -> NDArray[Any]:
        moments = column(columns)
        return moments if absent is None else np.where(absent(columns), 0, moments)

    def parts(columns: C) -> tuple[Indexes, ...]:
        moments = _within(name, present(columns), 0, tables.END_MS - 1)
        seconds = moments // 1000
        day = seconds // 86_400
        return (day, seconds - day * 86_400, moments - seconds * 1000)

    day, second, thousandth = _split((tables.days(), tables.clock(), tables.padded(3)), parts)
    fraction = (".", thousandth) if shape.milliseconds else ()
    texts = (day, shape.separator, second, *fraction, shape.suffix)
    return Field(name, texts, kind=Kind("moment"), value=present, absent=absent)


def _zeros(columns: C) -> Indexes:
    return np.zeros(len(columns), np.uint8)


def _split(
    texts: Iterable[Any], calculation: Callable[[C], tuple[Indexes, ...]]
) -> tuple[Lookup[C], ...]:
    """A lookup for each index column of a calculation."""
    return tuple(Lookup(table, Split(calculation, k)) for k, table in enumerate(texts))


def _quarters(words: NDArray[Any]) -> tuple[Indexes, ...]:
    """16 bits each, the highest first."""
    halves = np.ascontiguousarray(words, "<u8").view("<u2").reshape(-1, 4)
    return (halves[:, 3], halves[:, 2], halves[:, 1], halves[:, 0])


def _widths(digits: int) -> tuple[int, ...]:
    """Four digits each, and the rest first."""
    rest = (digits % 4,) if digits % 4 else ()
    return (*rest, *(4,) * (digits // 4))


def _groups(numbers: NDArray[Any], count: int) -> tuple[Indexes, ...]:
    """The last digits in groups of four, the highest first."""
    groups: list[Indexes] = []
    for _ in range(count - 1):
        higher = numbers // tables.GROUP
        groups.append(numbers - higher * tables.GROUP)
        numbers = higher
    return (numbers, *reversed(groups))


def _group_count(most: int) -> int:
    return -(-len(str(most)) // 4)


def _whole_tables(count: int) -> tuple[tables.Texts, ...]:
    if count == 1:
        return (tables.unpadded(),)
    between = (tables.group(last=False),) * (count - 2)
    return (tables.leading(), *between, tables.group(last=True))


def _whole_groups(numbers: NDArray[Any], count: int) -> tuple[Indexes, ...]:
    """Indexes for `_whole_tables`."""
    groups = list(_groups(numbers, count))
    limit = tables.GROUP
    for position in range(count - 1, 0, -1):
        groups[position] = groups[position] + tables.GROUP * (numbers < limit)
        limit *= tables.GROUP
    return tuple(groups)


def _within(name: str, numbers: NDArray[Any], least: int, most: int) -> NDArray[Any]:
    if len(numbers) and not least <= int(numbers.min()) <= int(numbers.max()) <= most:
        span = f"{int(numbers.min())} to {int(numbers.max())}"
        raise _unusable(name, f"its column goes from {span}, outside {least} to {most}")
    # Of a narrower kind, the numbers could not even be divided by those used here.
    return numbers.astype(np.int64, copy=False)


def _unusable(name: str, why: str) -> DataError:
    return DataError(
        "A column of a report cannot be written",
        where=f"field {name!r}",
        why=why,
        fix="give the field what it can write, or another maker of fields",
    )
