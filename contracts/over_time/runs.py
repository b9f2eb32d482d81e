"""The runs so far: a file with a line of JSON for each, oldest first."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from contracts.errors import CheckError

BEGINNING = '{"at": "'
"""How each line begins."""

MOST_RUNS = 2_000
"""That are kept; more than five years of nightly ones."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Args:
        at: in UTC.
        source: what was compared, such as "specs/telnyx -> live:telnyx"; runs of other sources do
            not count.
        state: a digest of what was looked at, where there is one: equal states were equal.
        told: what was found, by fingerprint: the message.
        trouble: how often each status of an outage, a key or a limit was answered.
        is_judged: whether it came to a verdict; of one that did not, only the trouble counts.
        about: the first operation of each finding, by its fingerprint.
        silent: operations that did not tell all that they are asked for: what was found in them
            before is neither there nor gone.
    """

    at: datetime
    source: str
    state: str
    told: Mapping[str, str]
    trouble: Mapping[str, int] = field(default_factory=dict)
    is_judged: bool = True
    about: Mapping[str, str] = field(default_factory=dict)
    silent: tuple[str, ...] = ()


def state_of(told: Mapping[str, str]) -> str:
    """The state of what was looked at, as far as its differences from one and the same tell."""
    return sha256("\n".join(sorted(told)).encode()).hexdigest()[:16]


def read_runs(path: Path, source: str) -> tuple[Run, ...]:
    """The runs of one source; none where there is no file yet.

    Raises:
        CheckError: the file is not one of runs.
    """
    try:
        lines = _lines(path.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from None
    return tuple(run for run in _runs(path, lines) if run.source == source)


def _runs(path: Path, lines: list[str]) -> Iterator[Run]:
    for number, line in enumerate(lines, 1):
        try:
            yield _run(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            if number == len(lines) and _is_cut_short(line):
                return
            raise _unreadable(path, f"line {number} is not a run") from None


def _is_cut_short(line: str) -> bool:
    """Whether it is the beginning of a run, which was stopped while it was written."""
    return (line.startswith(BEGINNING) or BEGINNING.startswith(line)) and not _is_whole(line)


def _run(told: Mapping[str, Any]) -> Run:
    at = datetime.fromisoformat(told["at"]).astimezone(UTC)
    trouble = {str(status): int(count) for status, count in told["trouble"].items()}
    judged = bool(told["is_judged"])
    return Run(
        at,
        str(told["source"]),
        str(told["state"]),
        dict(told["told"].items()),
        trouble,
        judged,
        dict(told.get("about", {}).items()),
        tuple(told.get("silent", ())),
    )


def _unreadable(path: Path, why: str) -> CheckError:
    return CheckError(
        "The runs so far cannot be read",
        where=str(path),
        why=why,
        fix="name a file that --history has written, or a new one",
    )


def append_run(path: Path, run: Run) -> None:
    """Add a run; of too many the oldest are let go. Two processes take turns.

    Raises:
        CheckError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+", encoding="utf-8", newline="\n") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _append(file, run)
    except OSError as error:
        raise CheckError(
            "The run cannot be kept",
            where=str(path),
            why=str(error),
            fix="name a file that can be written",
        ) from None


def _append(file: TextIO, run: Run) -> None:
    """Nothing that stands there is written again unless some of it has to go."""
    file.seek(0)
    text = file.read()
    lines = [line for line in _lines(text) if _is_whole(line)][1 - MOST_RUNS :]
    kept = "".join(line + "\n" for line in lines)
    if kept != text:
        file.truncate(0)
        file.write(kept)
    told = {**asdict(run), "at": run.at.isoformat()}
    file.write(json.dumps(told, ensure_ascii=False) + "\n")


def _lines(text: str) -> list[str]:
    """The lines; only a line feed ends one, whatever else a message may hold."""
    return [line for line in text.split("\n") if line]


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
