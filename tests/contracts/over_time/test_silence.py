"""What an outage of one operation leaves open is neither there nor gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contracts.over_time.holding import Hold, events, standing
from contracts.over_time.runs import Run, append_run, read_runs

START = datetime(2026, 10, 1, tzinfo=UTC)
BILLS = "GET /bills"


def nightly(*nights: str) -> list[Run]:
    """A run a night: "a" was found in the bills, or nothing (""), or they did not answer ("?")."""
    return [
        Run(
            START + timedelta(days=day),
            "ours -> theirs",
            "",
            {"f": "changed"} if night == "a" else {},
            about={"f": BILLS} if night == "a" else {},
            silent=(BILLS,) if night == "?" else (),
        )
        for day, night in enumerate(nights)
    ]


def test_a_night_without_an_answer_does_not_begin_the_hold_again() -> None:
    found = standing("f", nightly("a", "?", "?", "a"), Hold(2))

    assert (found.state, found.runs, found.before) == ("standing", 2, 0)


def test_a_night_without_an_answer_takes_nothing_back() -> None:
    assert events(nightly("a", "?")) == ()
    assert events(nightly("a", "?", "?")) == ()
    assert events(nightly("a", "?", "a")) == ()


def test_what_is_gone_after_such_nights_is_taken_back_once() -> None:
    assert events(nightly("a", "?", "")) == ("Taken back after 2 days: changed",)
    assert events(nightly("a", "?", "", "")) == ()


def test_the_silence_of_another_operation_leaves_nothing_open() -> None:
    found, other = nightly("a", "?")

    told = events([found, replace(other, silent=("GET /other",))])

    assert told == ("Taken back after 24 hours: changed",)


def test_silence_is_kept_and_older_files_have_none(tmp_path: Path) -> None:
    file = tmp_path / "runs.jsonl"
    for run in nightly("a", "?"):
        append_run(file, run)
    older = file.read_text().replace(', "about": {}, "silent": ["GET /bills"]', "")

    assert read_runs(file, "ours -> theirs") == tuple(nightly("a", "?"))
    file.write_text(older)
    assert read_runs(file, "ours -> theirs")[1].silent == ()
