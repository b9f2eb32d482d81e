"""The runs so far: a file with a line of JSON for each, oldest first."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from contracts.errors import CheckError

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
    """

    at: datetime
    source: str
    state: str
    told: Mapping[str, str]
    trouble: Mapping[str, int] = field(default_factory=dict)
    is_judged: bool = True


def state_of(told: Mapping[str, str]) -> str:
    """The state of what was looked at, as far as its differences from one and the same tell."""
    return sha256("\n".join(sorted(told)).encode()).hexdigest()[:16]


def read_runs(path: Path, source: str) -> tuple[Run, ...]:
    """The runs of one source; none where there is no file yet.

    Raises:
        CheckError: the file is not one of runs.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from None
    return tuple(run for run in _runs(path, lines) if run.source == source)


def _runs(path: Path, lines: list[str]) -> Iterator[Run]:
    for number, line in enumerate(lines, 1):
        try:
            yield _run(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            if number == len(lines):  # cut short while it was written
                return
            raise _unreadable(path, f"line {number} is not a run") from None


def _run(told: Mapping[str, Any]) -> Run:
    at = datetime.fromisoformat(told["at"]).astimezone(UTC)
    trouble = {str(status): int(count) for status, count in told["trouble"].items()}
    judged = bool(told["is_judged"])
    told_then = dict(told["told"].items())
    return Run(at, str(told["source"]), str(told["state"]), told_then, trouble, judged)


def _unreadable(path: Path, why: str) -> CheckError:
    return CheckError(
        "The runs so far cannot be read",
        where=str(path),
        why=why,
        fix="name a file that --history has written, or a new one",
    )


def append_run(path: Path, run: Run) -> None:
    """Add a run; of too many the oldest are let go. Two processes take turns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = [line for line in file.read().splitlines() if _is_whole(line)]
        told = {**asdict(run), "at": run.at.isoformat()}
        lines.append(json.dumps(told, ensure_ascii=False))
        file.truncate(0)
        file.write("\n".join(lines[-MOST_RUNS:]) + "\n")


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
