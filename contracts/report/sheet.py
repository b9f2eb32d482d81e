"""What every format is made of, whichever command tells it: rows, cases, tables and plots.

Nothing here knows what a finding of a check or of a comparison is; `told.py` makes sheets of
reports, and other commands make theirs. All texts are plain: each format escapes for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "note"]
Outcome = Literal["passed", "failed", "skipped"]

LEVELS: tuple[Level, ...] = ("error", "warning", "note")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that somebody should know.

    Args:
        rule: what was held against it, by its name: a key of `Sheet.rules`.
        label: the word for the level that people see, such as "breaking"; the level by default.
        subjects: the operations that it is about.
        where: the place in what was sent or answered, such as "200 /data/*/id"; may be "".
        message: what is the matter, in one line.
        details: the message taken apart, by name: expected, actual.
        command: what shows it again, for a shell; "" for none.
        answer: what came, over several lines; "" for nothing to show.
        places: where the documents speak of it, "file#/json/pointer"; the one to mend first.
        fingerprint: the same for the same thing in every run.
        suppressed: why it does not count; "" where it does.
    """

    rule: str
    level: Level
    subjects: tuple[str, ...]
    message: str
    fingerprint: str
    label: str = ""
    where: str = ""
    details: tuple[tuple[str, str], ...] = ()
    command: str = ""
    answer: str = ""
    places: tuple[str, ...] = ()
    suppressed: str = ""

    @property
    def word(self) -> str:
        return self.label or self.level

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What to tell of it line by line: the details, which say all of the message, or that."""
        return self.details or (("what", self.message),)


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a suite, for those who count tests."""

    suite: str
    name: str
    outcome: Outcome
    message: str = ""
    detail: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """How long one operation took: quantiles in seconds, rising, by their names."""

    subject: str
    count: int
    quantiles: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one run of one command tells.

    Args:
        command: such as "understudy check".
        title: what it was about: a target, two documents.
        verdict: one word.
        summary: one line with the numbers.
        is_good: whether people may go on.
        facts: by name, such as seed and time.
        rules: the sentence behind each rule, by its name.
    """

    command: str
    title: str
    verdict: str
    summary: str
    is_good: bool
    rows: tuple[Row, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.suppressed)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that say the same of several operations; the first stands for all of them."""

    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for row in self.rows for one in row.subjects))


def grouped(rows: Iterable[Row]) -> tuple[Group, ...]:
    """Rows by what they say, the worst first, then what concerns most operations."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        said = tuple(value for _, value in row.details)
        found.setdefault((row.rule, row.level, row.where, row.message, *said), []).append(row)
    groups = [Group(tuple(one)) for one in found.values()]
    return tuple(sorted(groups, key=_weight))


def printable(text: str) -> str:
    """The text without what does something to whoever shows it, such as colours and bells."""
    return "".join(one if one.isprintable() else "?" for one in text)


def few(names: Iterable[str], most: int) -> str:
    """The first of some names, and how many more there are."""
    listed = list(names)
    more = len(listed) - most
    shown = ", ".join(listed[:most])
    return f"{shown} and {more:,} more" if more > 0 else shown


def _weight(group: Group) -> tuple[int, int, str, str]:
    first = group.first
    return (LEVELS.index(first.level), -len(group.subjects), first.rule, first.subjects[0])
