from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts.errors import CheckError
from contracts.over_time.holding import (
    Hold,
    events,
    parse_hold,
    standing,
    trouble_over_time,
)
from contracts.over_time.runs import Run, append_run, read_runs

START = datetime(2026, 10, 1, tzinfo=UTC)


def nightly(*told: str, states: str = "") -> list[Run]:
    """A run a night; each letter is the fingerprint of something that was told."""
    return [
        Run(
            START + timedelta(days=night),
            "ours -> theirs",
            states[night] if states else "",
            {letter: f"{letter} changed" for letter in letters},
        )
        for night, letters in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("told", "hold", "state"),
    [
        (("a",), Hold(1), "standing"),
        (("a",), Hold(3), "waiting"),
        (("a", "a", "a"), Hold(3), "standing"),
        (("a", "", "a", "a"), Hold(3), "flapping"),
        (("a", "", "a", "a", "a"), Hold(3), "standing"),
        (("a", "a"), Hold(time=timedelta(hours=24)), "standing"),
        (("", "a"), Hold(time=timedelta(hours=24)), "waiting"),
    ],
)
def test_a_difference_has_to_hold(told: tuple[str, ...], hold: Hold, state: str) -> None:
    assert standing("a", nightly(*told), hold).state == state


def test_a_cost_that_comes_back_within_a_week_is_told_as_taken_back() -> None:
    runs = nightly("", "a", "a", "a", "a", "")

    assert events(runs) == ("Taken back after 4 days: a changed",)


def test_what_flips_says_how_often() -> None:
    runs = nightly("a", "", "a", "", "a")

    found = standing("a", runs, Hold(2))

    assert (found.state, found.before) == ("flapping", 2)
    assert "come and gone twice" in found.says


def test_a_document_that_is_rolled_back_for_a_day_is_one_event() -> None:
    runs = nightly("", "", "abcdefgh", states="121")

    assert events(runs) == ("All of it is again as it was on 2026-10-01: a rollback.",)


def test_many_differences_that_go_at_once_are_one_event() -> None:
    runs = nightly("z", "zabcdefgh", "z")

    (said,) = events(runs)

    assert said.startswith("8 differences are gone at once and 1 are left")


@pytest.mark.parametrize(
    ("text", "hold"),
    [("3", Hold(3)), ("36h", Hold(time=timedelta(hours=36))), ("2d", Hold(time=timedelta(2)))],
)
def test_a_hold_is_runs_or_a_time(text: str, hold: Hold) -> None:
    assert parse_hold(text) == hold


@pytest.mark.parametrize("text", ["", "0", "-1", "3w", "soon", "99999999999d"])
def test_what_is_no_hold_is_told_so(text: str) -> None:
    with pytest.raises(CheckError, match="no time to hold"):
        parse_hold(text)


def test_runs_read_back_as_they_were_written_and_others_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "history" / "runs.jsonl"
    ours = nightly("a", "b")
    other = Run(START, "something else", "", {})

    for run in (ours[0], other, ours[1]):
        append_run(file, run)

    assert read_runs(file, "ours -> theirs") == tuple(ours)
    assert read_runs(tmp_path / "none", "x") == ()


def test_a_line_that_was_cut_short_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "runs.jsonl"
    ours = nightly("a", "b")
    append_run(file, ours[0])
    with file.open("a") as written:
        written.write('{"at": "2026-10')

    assert read_runs(file, ours[0].source) == (ours[0],)
    append_run(file, ours[1])
    assert read_runs(file, ours[0].source) == tuple(ours)


def test_what_is_no_file_of_runs_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "runs.jsonl"
    file.write_text("<html>\n<body>\n")

    with pytest.raises(CheckError, match="cannot be read"):
        read_runs(file, "x")


def test_trouble_adds_up_over_runs(tmp_path: Path) -> None:
    file = tmp_path / "runs.jsonl"
    outage = Run(START, "s", "", {}, {"503": 4}, is_judged=False)
    later = Run(START + timedelta(days=1), "s", "", {}, {"429": 1, "503": 1})
    for run in (outage, later):
        append_run(file, run)

    told = trouble_over_time(read_runs(file, "s"))

    assert told == ("Trouble in 2 of the last 2 runs: 1 x 429, 5 x 503.",)
