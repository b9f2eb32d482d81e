"""The file of runs: what it survives, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.errors import CheckError
from contracts.over_time.runs import Run, append_run, read_runs

AT = datetime(2026, 3, 1, tzinfo=UTC)


def run(message: str = "the type was number") -> Run:
    return Run(AT, "a -> b", "s", {"f": message})


@pytest.mark.parametrize(
    "text", ['{"openapi": "3.0.3"}', "hello\n", '{"openapi": "3.', "[" * 99_999]
)
def test_a_file_of_another_kind_is_told_and_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other"
    file.write_text(text)

    with pytest.raises(CheckError, match="cannot be read"):
        read_runs(file, "a -> b")

    assert file.read_text() == text


@pytest.mark.parametrize("length", [1, 7, 9, 40])
def test_a_run_that_was_stopped_anywhere_costs_only_itself(tmp_path: Path, length: int) -> None:
    file = tmp_path / "runs.jsonl"
    append_run(file, run())
    line = file.read_text()
    file.write_text(line + line[:length])

    append_run(file, run("again"))

    assert [one.told["f"] for one in read_runs(file, "a -> b")] == ["the type was number", "again"]


def test_a_message_may_hold_whatever_ends_lines_elsewhere(tmp_path: Path) -> None:
    file, message = tmp_path / "runs.jsonl", "one\u2028two\x85three\x0bfour\rfive\nsix"

    append_run(file, run(message))
    append_run(file, run())

    assert [one.told["f"] for one in read_runs(file, "a -> b")] == [message, "the type was number"]


def test_what_stands_there_is_not_written_again(tmp_path: Path) -> None:
    file = tmp_path / "runs.jsonl"
    append_run(file, run())
    before = file.read_bytes()

    append_run(file, run("again"))

    assert file.read_bytes().startswith(before)


def test_a_place_where_no_run_can_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CheckError, match="cannot be kept"):
        append_run(tmp_path / "file" / "runs.jsonl", run())
