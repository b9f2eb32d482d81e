from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mock_server.errors import DataError
from mock_server.ledger.field import Field, Lookup, Split
from mock_server.ledger.layout import Layout
from tests.ledger.layout.records import Records, cells, column

Quoting = Literal["needed", "all"]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
special = st.sampled_from(
    ['"', ",", "\n", "\r\n", ";", "\\", "null", "", "\x01", "\u2028", "é" * 9]
)
tables = st.lists(texts | special, min_size=1, max_size=5).map(tuple)
numbers = st.lists(st.integers(0, 59), min_size=0, max_size=20)


@st.composite
def joined_fields(draw: st.DrawFn, name: str) -> Field[Records]:
    """Texts and lookups in any number and order; each lookup by a column of its own length."""
    parts: list[str | Lookup[Records]] = []
    for _ in range(draw(st.integers(0, 3))):
        if draw(st.booleans()):
            table = draw(tables)
            parts.append(Lookup(table, _modulo(draw(st.integers(0, 1)), len(table))))
        else:
            parts.append(draw(texts | special))
    return Field(name, tuple(parts), absent=draw(st.sampled_from([None, _is_third])))


@st.composite
def nullable_fields(draw: st.DrawFn, name: str) -> Field[Records]:
    table = (*draw(tables), None)
    return Field(name, (Lookup(table, _modulo(0, len(table))),))


@st.composite
def layouts(draw: st.DrawFn) -> Layout[Records]:
    names = draw(st.lists(texts.filter(bool), min_size=1, max_size=5, unique=True))
    fields = [draw(joined_fields(name) | nullable_fields(name)) for name in names]
    quoting: Quoting = draw(st.sampled_from(["needed", "all"]))
    return Layout(tuple(fields), quoting, draw(st.sampled_from([",", ";", "\t", "|", "a"])))


@settings(deadline=None, max_examples=150)
@given(layouts(), numbers)
def test_csv_and_json_read_back_as_the_texts_of_the_fields(
    layout: Layout[Records], drawn: list[int]
) -> None:
    records = Records(drawn, [number // 7 for number in drawn])
    expected = [[_value(field, records, j) for field in layout.fields] for j in range(len(drawn))]
    names = [field.name for field in layout.fields]

    objects = json.loads(layout.json(records))
    lines = [json.loads(line) for line in layout.json_lines(records).split(b"\n")[:-1]]

    assert cells(layout, records) == [[text or "" for text in row] for row in expected]
    assert [list(item.items()) for item in objects] == [
        list(zip(names, row, strict=True)) for row in expected
    ]
    assert lines == objects


@settings(deadline=None, max_examples=50)
@given(layouts(), numbers.filter(bool), st.integers(0, 20))
def test_rows_do_not_depend_on_which_others_are_made_with_them(
    layout: Layout[Records], drawn: list[int], cut: int
) -> None:
    both = np.array([drawn, drawn[::-1]])

    together = layout.csv(Records(*both)) + layout.json_lines(Records(*both))

    parts = [Records(*both[:, :cut]), Records(*both[:, cut:])]
    apart = b"".join([*map(layout.csv, parts), *map(layout.json_lines, parts)])
    assert together == apart


@settings(deadline=None, max_examples=50)
@given(layouts(), numbers)
def test_backwards_the_last_record_comes_first(layout: Layout[Records], drawn: list[int]) -> None:
    both = np.array([drawn, [number // 7 for number in drawn]])

    backwards = layout.csv(Records(*both), backwards=True)

    assert backwards == layout.csv(Records(*both[:, ::-1]))


def test_many_records_are_the_same_as_few_at_a_time() -> None:
    layout = Layout((_choice("a", ("x", 'y"y', "zzz")), _choice("b", ("", "w" * 900, "v" * 30))))
    drawn = np.random.default_rng(1).integers(0, 3, 20_000)

    whole = layout.csv(Records(drawn))

    assert whole == b"".join(
        layout.csv(Records(drawn[at : at + 77])) for at in range(0, 20_000, 77)
    )


def test_long_texts_that_are_rare_stand_in_their_order() -> None:
    """Several in a row, beside short ones and beside each other."""
    heads = (*(f"short {k}" for k in range(40)), "é" * 3000, 'say "yes",\n' * 200)
    tails = (*(f"brief {k}" for k in range(80)), "z" * 5000)
    field = Field("text", (Lookup(heads, column(0)), " - ", Lookup(tails, column(1))))
    layout = Layout((field, Field("again", (Lookup(tails, column(1)),))))
    draws = np.random.default_rng(2)
    records = Records(draws.integers(0, 42, 5000), draws.integers(0, 81, 5000))

    pairs = zip(*records.columns, strict=True)
    rows = [[f"{heads[head]} - {tails[tail]}", tails[tail]] for head, tail in pairs]

    assert cells(layout, records) == rows
    assert [list(item.values()) for item in json.loads(layout.json(records))] == rows


def test_long_texts_may_be_absent() -> None:
    texts = (*(f"short {k}" for k in range(40)), "z" * 3000)
    field = Field("text", (Lookup(texts, column(0)), "."), absent=_is_third)
    layout = Layout((field, _choice("again", texts)))

    rows = cells(layout, Records([40, 40, 1], [0, 1, 3]))

    assert rows == [["", texts[40]], [f"{texts[40]}.", texts[40]], ["", texts[1]]]


def test_what_is_absent_in_some_rows_is_whole_in_those_made_after_them() -> None:
    text = Lookup(("a", "bb", "ccc"), column(0))
    field = Field("text", ("before ", text, " after"), absent=lambda one: one.columns[1] < 100)
    layout = Layout((field, _choice("again", ("a", "b", "c"))))
    number = np.arange(20_000)

    rows = cells(layout, Records(number % 3, number))

    assert rows[:100] == [["", "abc"[k % 3]] for k in range(100)]
    assert rows[100:] == [
        [f"before {'abc'[k % 3] * (k % 3 + 1)} after", "abc"[k % 3]] for k in range(100, 20_000)
    ]


def test_a_column_is_quoted_in_all_rows_when_any_text_needs_it() -> None:
    layout = Layout((_choice("plain", ("a", "b")), _choice("mixed", ("a", "b,c"))))

    rows = layout.csv(Records([0, 0]))

    assert rows == b'a,"a"\na,"a"\n'


def test_all_cells_and_names_are_quoted_when_that_is_wanted() -> None:
    layout = Layout((_choice("one", ("a", "b")), _choice("two", ("", None))), quoting="all")

    text = layout.header() + layout.csv(Records([0, 1]))

    assert text == b'"one","two"\n"a",""\n"b",""\n'


def test_an_empty_cell_that_is_alone_in_its_row_is_no_empty_line() -> None:
    layout = Layout((_choice("one", ("", "a")),))

    assert cells(layout, Records([0, 1])) == [[""], ["a"]]


def test_no_records_are_no_rows_and_an_empty_array() -> None:
    layout = Layout((_choice("one", ("a", "b")), _choice("two", ("a", "b"))))

    made = layout.csv(Records([])), layout.json(Records([])), layout.json_lines(Records([]))

    assert made == (b"", b"[]", b"")


def test_what_several_lookups_share_is_calculated_once() -> None:
    calls = []

    def calculation(records: Records) -> tuple[NDArray[Any], ...]:
        calls.append(len(records))
        return records.columns[0], records.columns[0] + 1

    parts = (
        Lookup(("a", "b"), Split(calculation, 0)),
        Lookup(("", "x", "y"), Split(calculation, 1)),
    )
    layout = Layout((Field("one", parts), Field("two", parts)))

    assert layout.csv(Records([0, 1])) == b"ax,ax\nby,by\n"
    assert calls == [2]


def test_many_threads_can_use_one_layout() -> None:
    layout = Layout((_choice("a", tuple(map(str, range(60)))), _choice("b", ("x" * 300, "y", "z"))))
    draws = [np.arange(start, start + 3000) % 3 for start in range(16)]

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda drawn: layout.csv(Records(drawn)), draws))

    assert made == [layout.csv(Records(drawn)) for drawn in draws]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: Layout(()), id="no fields"),
        pytest.param(lambda: Layout((_plain("a"), _plain("a"))), id="equal names"),
        pytest.param(lambda: Layout((_plain("a"),), separator='"'), id="a quote as separator"),
        pytest.param(lambda: Layout((_plain("a"),), separator=", "), id="two separators"),
        pytest.param(lambda: Layout((_plain("a"),), separator="é"), id="separator not ASCII"),
        pytest.param(lambda: _plain(""), id="no name"),
        pytest.param(lambda: _plain("a\0b"), id="NUL in a name"),
        pytest.param(lambda: _choice("a", ("b\0",)), id="NUL in a table"),
        pytest.param(lambda: Field("a", ("\ud800",)), id="half a surrogate pair"),
        pytest.param(lambda: _choice("a", ()), id="empty table"),
        pytest.param(lambda: Field("a", ("b", Lookup((None,), column(0)))), id="part of nothing"),
        pytest.param(lambda: Field("a", ("yes",), json="raw"), id="raw text that is no JSON"),
        pytest.param(lambda: Field("a", ("[1,\n2]",), json="raw"), id="raw text of two lines"),
    ],
)
def test_what_cannot_be_written_is_refused_at_once(make: Callable[[], object]) -> None:
    with pytest.raises(DataError):
        make()


@pytest.mark.parametrize(
    "records",
    [
        pytest.param(Records([0, 2]), id="above"),
        pytest.param(Records([0, -1]), id="below"),
        pytest.param(Records(np.zeros((2, 2), int)), id="of another shape"),
    ],
)
def test_indexes_that_do_not_fit_their_table_are_refused(records: Records) -> None:
    layout = Layout((_choice("a", ("x", "y")),))

    with pytest.raises(DataError, match="field 'a'"):
        layout.csv(records)


def _choice(name: str, labels: tuple[str | None, ...]) -> Field[Records]:
    return Field(name, (Lookup(labels, column(0)),))


def _plain(name: str) -> Field[Records]:
    return Field(name, ("text",))


@cache
def _modulo(number: int, length: int) -> Callable[[Records], NDArray[Any]]:
    return lambda records: records.columns[number] % length


def _is_third(records: Records) -> NDArray[np.bool_]:
    return np.asarray(records.columns[1] % 3 == 0)


def _value(field: Field[Records], records: Records, j: int) -> str | None:
    """What the field says of one record, put together the slow way."""
    if field.absent is not None and field.absent(records)[j]:
        return None
    found = [
        part if isinstance(part, str) else part.table[part.index(records)[j]]
        for part in field.parts
    ]
    return None if None in found else "".join(map(str, found))
