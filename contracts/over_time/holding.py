"""What of the differences of a run is news that stands, and what may take itself back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from contracts.errors import CheckError
from contracts.over_time.runs import Run

State = Literal["standing", "waiting", "flapping"]

MASS = 5
"""So many differences that go at once are one event and not so many."""


@dataclass(frozen=True, slots=True)
class Hold:
    """How long a difference must be there before it alarms: runs in a row, or a time.

    Of one vendor's 226 contract changes in six years 68 in 100 were taken back.
    """

    runs: int = 1
    time: timedelta | None = None

    def is_over(self, runs: int, time: timedelta) -> bool:
        return runs >= self.runs if self.time is None else time >= self.time


_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def parse_hold(text: str) -> Hold:
    """The hold that "3" (runs), "36h" or "2d" mean.

    Raises:
        CheckError: it means nothing.
    """
    match = re.fullmatch(r"([1-9]\d{0,4})([mhd]?)", text.strip())
    if match is None:
        raise CheckError(
            f"{text!r:.40} is no time to hold",
            where="--hold",
            why="it is neither a number of runs nor of minutes, hours or days",
            fix="write for example 3 (runs), 36h or 2d",
        )
    if not match[2]:
        return Hold(int(match[1]))
    return Hold(time=timedelta(**{_UNITS[match[2]]: int(match[1])}))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a difference stands.

    Args:
        since: when it was first seen in this row of runs.
        runs: in a row, the present one among them.
        before: how often it had come and gone again.
    """

    state: State
    since: datetime
    runs: int
    before: int

    @property
    def says(self) -> str:
        """For people; "" for what is simply there."""
        again = f"; it had come and gone {_times(self.before)} before" if self.before else ""
        if self.state == "standing":
            return again.removeprefix("; ")
        since = f"{self.since:%Y-%m-%d %H:%M}"
        return f"seen in {self.runs} run{'s' * (self.runs > 1)} since {since}{again}"


def standing(fingerprint: str, runs: Sequence[Run], hold: Hold) -> Standing:
    """Where a difference of the last run stands.

    Args:
        runs: all of one source, the present one last.
    """
    rows = list(_rows(fingerprint, runs))
    row, before = rows[-1], len(rows) - 1
    if hold.is_over(len(row), runs[-1].at - row[0].at):
        state: State = "standing"
    else:
        state = "flapping" if before else "waiting"
    return Standing(state, row[0].at, len(row), before)


def _rows(fingerprint: str, runs: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs in a row that told it, one list for each time it came."""
    row: list[Run] = []
    for run in runs:
        if fingerprint in run.told:
            row.append(run)
        elif row and row[-1].about.get(fingerprint) not in run.silent:
            yield row
            row = []
    if row:
        yield row


def events(runs: Sequence[Run]) -> tuple[str, ...]:
    """What the runs tell together: what was taken back, one by one or all at once."""
    if len(runs) < 2:
        return ()
    gone = _gone(runs)
    return (*_returned(runs), *(_mass(runs, gone) if len(gone) >= MASS else _taken(runs, gone)))


def _gone(runs: Sequence[Run]) -> dict[str, str]:
    """What stood before the last run and does not any more, with its message."""
    stands = _stands(runs)
    return {one: told for one, (told, _) in _stands(runs[:-1]).items() if one not in stands}


def _stands(runs: Sequence[Run]) -> dict[str, tuple[str, str]]:
    """What the last run found or had to leave open: message and operation, by fingerprint."""
    stands: dict[str, tuple[str, str]] = {}
    for run in runs:
        left_open = {one: it for one, it in stands.items() if it[1] in run.silent}
        found = {one: (told, run.about.get(one, "")) for one, told in run.told.items()}
        stands = {**left_open, **found}
    return stands


def _returned(runs: Sequence[Run]) -> Iterator[str]:
    """All is again as it was at an earlier run, but not at the one before."""
    last = runs[-1]
    if not last.state or last.state == runs[-2].state:
        return
    for run in reversed(runs[:-2]):
        if run.state == last.state:
            yield f"All of it is again as it was on {run.at:%Y-%m-%d}: a rollback."
            return


def _mass(runs: Sequence[Run], gone: Mapping[str, str]) -> Iterator[str]:
    left = len(runs[-1].told)
    first = min(_since(one, runs[:-1]) for one in gone)
    yield (
        f"{len(gone)} differences are gone at once and {left} are left: "
        f"what changed on {first:%Y-%m-%d} was taken back."
    )


def _taken(runs: Sequence[Run], gone: Mapping[str, str]) -> Iterator[str]:
    for one, told in gone.items():
        lasted = runs[-1].at - _since(one, runs[:-1])
        yield f"Taken back after {_span(lasted)}: {told}"


def _since(fingerprint: str, runs: Sequence[Run]) -> datetime:
    return list(_rows(fingerprint, runs))[-1][0].at


MOST_TROUBLED = 30
"""Runs over which trouble is added up."""


def trouble_over_time(runs: Sequence[Run]) -> tuple[str, ...]:
    """How much trouble the last runs had: an outage is no drift, but one may want to know."""
    last = runs[-MOST_TROUBLED:]
    counts: Counter[str] = Counter()
    for run in last:
        counts.update(run.trouble)
    if len(last) < 2 or not counts:
        return ()
    told = ", ".join(f"{count} x {what}" for what, count in sorted(counts.items()))
    troubled = sum(bool(run.trouble) for run in last)
    return (f"Trouble in {troubled} of the last {len(last)} runs: {told}.",)


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"


def _span(time: timedelta) -> str:
    hours = time.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 36 else f"{hours:.0f} hours"
