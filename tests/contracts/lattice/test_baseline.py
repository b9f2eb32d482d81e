from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.errors import CheckError
from contracts.lattice.baseline import Baseline, read_baseline, write_baseline
from contracts.lattice.capture import seen
from contracts.lattice.document import naming
from contracts.lattice.shape import Shape
from tests.contracts.lattice.answers import answered, bill, bills

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.sampled_from(["a", "b", "C d", ""]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
    ),
    max_leaves=8,
)


def shape(values: list[Any]) -> Shape:
    found = Shape()
    for value in values:
        found.see(value, str)
    return found


@settings(deadline=None, max_examples=60)
@given(st.lists(VALUES, max_size=5), st.lists(VALUES, max_size=5))
def test_shapes_of_two_runs_add_up_to_the_shape_of_one(one: list[Any], other: list[Any]) -> None:
    together = shape(one)
    together.add(shape(other))

    whole = shape(one + other)

    assert together.types == whole.types
    assert together.properties.keys() == whole.properties.keys()
    assert together.words == whole.words
    assert together.empty == whole.empty
    assert together.magnitude.count == whole.magnitude.count


def recorded(folder: Path) -> Baseline:
    promised = bills(folder)
    baseline = Baseline("live:bills", salt="salt")
    secret = bill(note="tell nobody", owner="anna.secret@example.com", phone="+447700900123")
    other = bill(status="paid", nick="bob", **{"+447700900999": 1})
    observed = answered(promised, secret, other)
    baseline.add("bills", seen(observed, naming(observed.promise, baseline.salt)))
    return baseline


def test_a_baseline_reads_back_as_it_was_written(tmp_path: Path) -> None:
    baseline = recorded(tmp_path)
    file = tmp_path / "baseline.json"

    write_baseline(file, baseline)
    again = read_baseline(file)
    write_baseline(tmp_path / "again.json", again)

    assert again.salt == baseline.salt
    assert (tmp_path / "again.json").read_bytes() == file.read_bytes()


def test_a_baseline_holds_shapes_and_documented_words_and_no_value(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"

    write_baseline(file, recorded(tmp_path))
    text = file.read_text()

    assert '"paid"' in text
    for value in ("secret", "anna", "7700900", "bob", "nobody", "12.50", "0b5c6f1e"):
        assert value not in text


BROKEN = ["", "[]", "<html>", '{"format": "understudy-baseline/9"}', '{"format": 1}', "{", "null"]


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_baseline_is_told_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text)

    with pytest.raises(CheckError, match="cannot be read"):
        read_baseline(file)


def test_a_cut_short_baseline_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    write_baseline(file, recorded(tmp_path))
    file.write_text(file.read_text()[:-20])

    with pytest.raises(CheckError, match="cannot be read"):
        read_baseline(file)


def test_a_new_baseline_is_salted_by_itself() -> None:
    assert Baseline("x").salt != Baseline("x").salt
    assert json.dumps(Baseline("x").salt).isascii()
