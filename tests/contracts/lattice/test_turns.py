"""Baselines that several runs write, and those that cannot be read or written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import CheckError
from contracts.lattice.baseline import Baseline, read_baseline, write_baseline
from contracts.lattice.capture import seen
from tests.contracts.lattice.answers import answered, bill, bills

Json = Any


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "baseline.json"
    write_baseline(file, taught(tmp_path, Baseline("live:bills")))
    return file


def taught(folder: Path, baseline: Baseline, times: int = 1) -> Baseline:
    for _ in range(times):
        baseline.add("bills", seen(answered(bills(folder), bill()), str))
    return baseline


def test_what_two_runs_learn_at_once_is_both_kept(file: Path) -> None:
    one, other = read_baseline(file), read_baseline(file)

    write_baseline(file, taught(file.parent, one, 2))
    write_baseline(file, taught(file.parent, other, 3))

    assert read_baseline(file).cases["bills"].captures == 1 + 2 + 3


def test_what_is_written_twice_is_learned_once(file: Path) -> None:
    baseline = taught(file.parent, read_baseline(file), 2)

    write_baseline(file, baseline)
    write_baseline(file, baseline)

    assert read_baseline(file).cases["bills"].captures == 1 + 2


def test_two_that_begin_a_baseline_at_once_do_not_mix_their_pseudonyms(file: Path) -> None:
    before = file.read_bytes()

    with pytest.raises(CheckError, match="cannot be written"):
        write_baseline(file, taught(file.parent, Baseline("live:bills")))

    assert file.read_bytes() == before


def test_a_baseline_behind_a_link_is_written_where_it_is(file: Path) -> None:
    link = file.with_name("link.json")
    link.symlink_to(file)

    write_baseline(link, taught(file.parent, read_baseline(link)))

    assert link.is_symlink()
    assert read_baseline(file).cases["bills"].captures == 2


def test_a_place_that_nothing_can_be_written_to_is_told(file: Path) -> None:
    with pytest.raises(CheckError, match="cannot be written"):
        write_baseline(file / "below" / "b.json", Baseline("live:bills"))


def body(told: Json) -> Json:
    return told["cases"]["bills"]["statuses"]["200"]["body"]


WRONG: tuple[tuple[str, Callable[[Json], object]], ...] = (
    ("a count is a text", lambda told: body(told)["types"].update(object="1")),
    ("a count is less than nothing", lambda told: body(told)["types"].update(object=-1)),
    ("a count is null", lambda told: body(told)["types"].update(object=None)),
    ("a magnitude is of texts", lambda told: body(told).update(magnitude=["a", "b", "c"])),
    ("a magnitude is short", lambda told: body(told).update(magnitude=[1])),
    ("a body is a list", lambda told: body(told).update(items=[1])),
    ("lengths are words", lambda told: body(told).update(lengths={"x": 1})),
    ("cases are a list", lambda told: told.update(cases=[])),
)


@pytest.mark.parametrize("change", [change for _, change in WRONG], ids=[name for name, _ in WRONG])
def test_a_baseline_that_was_spoilt_is_told(file: Path, change: Callable[[Json], object]) -> None:
    told = json.loads(file.read_text())
    change(told)
    file.write_text(json.dumps(told))

    with pytest.raises(CheckError, match="cannot be read"):
        read_baseline(file)


def test_a_baseline_without_a_bottom_is_told(file: Path) -> None:
    file.write_text("[" * 200_000)

    with pytest.raises(CheckError, match="cannot be read"):
        read_baseline(file)
