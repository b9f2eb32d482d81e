from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mock_server.errors import DataError
from mock_server.ledger.field import Field, Lookup
from mock_server.ledger.fields import (
    UNIT,
    MomentShape,
    as_text,
    choice,
    constant,
    decimal,
    digits,
    flag,
    hexadecimal,
    integer,
    joined,
    moment,
    uuid,
)
from mock_server.ledger.layout import Layout
from tests.ledger.layout.records import Records, cells, column

END = datetime(2100, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

words = st.integers(0, 2**64 - 1)
moments = st.integers(0, (END - EPOCH) // timedelta(milliseconds=1) - 1)
amounts = st.integers(-(10**9) * UNIT, 10**9 * UNIT) | st.builds(
    lambda size, power: size * 10**power, st.integers(-9999, 9999), st.integers(0, 12)
)


@settings(deadline=None)
@given(st.lists(amounts, min_size=1), st.none() | st.integers(0, 8))
@example([0, 1, -1, UNIT, 10**9 * UNIT, -(10**9) * UNIT, 3_330_000, 99_999_999, 10_000], None)
def test_decimals_are_exact_and_have_as_many_places_as_they_need_or_are_told(
    drawn: list[int], places: int | None
) -> None:
    field = decimal("price", column(0), places)

    told = _cells(field, drawn)

    assert list(map(Decimal, told)) == [Decimal(amount).scaleb(-8) for amount in drawn]
    assert told == [_with_places(Decimal(amount).scaleb(-8), places or 0) for amount in drawn]


@settings(deadline=None)
@given(st.lists(amounts, min_size=1), st.none() | st.integers(0, 8))
def test_a_decimal_is_a_string_or_a_number_of_json(drawn: list[int], places: int | None) -> None:
    records = Records(drawn)
    layouts = [Layout((decimal("price", column(0), places, kind),)) for kind in ("text", "raw")]

    strings, plain = (json.loads(layout.json(records), parse_float=str) for layout in layouts)

    assert [str(item["price"]) for item in plain] == [item["price"] for item in strings]


@settings(deadline=None)
@given(st.data(), st.sampled_from([9, 10, 9999, 10_000, 12_345, 10**8, 10**12]))
def test_integers_are_written_without_leading_zeros(data: st.DataObject, most: int) -> None:
    drawn = data.draw(st.lists(st.integers(0, most), min_size=1))
    field = integer("count", column(0), most=most)

    objects = json.loads(Layout((field,)).json(Records(drawn)))

    assert _cells(field, drawn) == list(map(str, drawn))
    assert objects == [{"count": number} for number in drawn]


@pytest.mark.parametrize("kind", [np.uint8, np.int16, np.uint32, np.int64, np.uint64, np.bool_])
def test_columns_may_be_integers_of_any_size(kind: type[np.generic]) -> None:
    fields = (integer("a", column(0)), decimal("b", column(0)), digits("c", column(0), 6))
    records = Records(np.array([0, 1]).astype(kind))

    told = cells(Layout(fields), records)

    assert told == [["0", "0", "000000"], ["1", "0.00000001", "000001"]]


@settings(deadline=None)
@given(st.data(), st.integers(1, 18))
def test_digits_have_a_fixed_width(data: st.DataObject, width: int) -> None:
    drawn = data.draw(st.lists(st.integers(0, 10**width - 1), min_size=1))

    assert _cells(digits("code", column(0), width), drawn) == [f"{n:0{width}}" for n in drawn]


@settings(deadline=None)
@given(st.lists(words, min_size=1), st.integers(1, 16))
def test_hexadecimal_digits_are_the_last_ones_of_the_word(drawn: list[int], count: int) -> None:
    field = hexadecimal("reference", column(0), count)

    assert _cells(field, np.array(drawn, np.uint64)) == [f"{word:016x}"[-count:] for word in drawn]


@settings(deadline=None)
@given(st.lists(st.tuples(words, words), min_size=1))
def test_a_uuid_is_written_as_python_writes_it(drawn: list[tuple[int, int]]) -> None:
    high, low = np.array(drawn, np.uint64).T

    told = _cells(uuid("id", _both), high, low)

    assert told == [str(UUID(int=h << 64 | w)) for h, w in drawn]


@settings(deadline=None)
@given(st.lists(moments, min_size=1))
@example([0, 951_782_399_999, 951_782_400_000, 4_102_444_799_999])
def test_moments_are_those_of_datetime(drawn: list[int]) -> None:
    shapes = [MomentShape(), MomentShape(" ", milliseconds=False, suffix="+0000")]
    fields = [moment(shape.suffix, column(0), shape) for shape in shapes]

    told = cells(Layout(tuple(fields)), Records(drawn))

    at = [EPOCH + timedelta(milliseconds=ms) for ms in drawn]
    assert told == [
        [f"{one:%Y-%m-%dT%H:%M:%S}.{one.microsecond // 1000:03}Z", f"{one:%Y-%m-%d %H:%M:%S}+0000"]
        for one in at
    ]


def test_a_moment_that_is_absent_is_null_and_an_empty_cell_whatever_its_column_holds() -> None:
    field = moment("at", column(0), absent=_is_negative)
    layout = Layout((field, constant("next", "x")))
    records = Records([-1, 0, -(2**63)])

    objects = json.loads(layout.json(records))

    written = "1970-01-01T00:00:00.000Z"
    assert cells(layout, records) == [["", "x"], [written, "x"], ["", "x"]]
    assert [item["at"] for item in objects] == [None, written, None]


def test_a_flag_is_a_truth_value_of_json_or_two_words() -> None:
    layout = Layout(
        (
            flag("a", _is_positive),
            flag("b", column(0), "Y", "N", "text"),
        )
    )

    made = layout.json(Records([0, 1]))

    assert made == b'[{"a":false,"b":"N"},{"a":true,"b":"Y"}]'


def test_a_constant_may_be_nothing() -> None:
    layout = Layout((constant("a", None), constant("b", "x"), constant("c", "7", "raw")))

    made = layout.json(Records([0])), layout.csv(Records([0]))

    assert made == (b'[{"a":null,"b":"x","c":7}]', b",x,7\n")


def test_choices_may_be_nothing() -> None:
    layout = Layout(
        (choice("a", ("x", None), column(0)), choice("b", ("1", None), column(0), "raw"))
    )

    made = layout.json(Records([0, 1])), layout.csv(Records([0, 1]))

    assert made == (b'[{"a":"x","b":1},{"a":null,"b":null}]', b"x,1\n,\n")


def test_a_message_is_joined_from_a_template_and_its_code() -> None:
    before = Lookup(("Your code is ", 'Say "'), column(0))
    after = Lookup((".", '", please'), column(0))

    field = joined("body", before, digits("code", column(1), 6), after)

    assert _cells(field, [0, 1], [42, 999_999]) == ["Your code is 000042.", 'Say "999999", please']


def test_any_field_can_be_a_string_of_json() -> None:
    fields: tuple[Field[Records], ...] = (
        integer("a", column(0)),
        flag("b", column(0)),
        decimal("c", column(0), json="raw"),
    )

    made = Layout(tuple(map(as_text, fields))).json(Records([1]))

    assert made == b'[{"a":"1","b":"true","c":"0.00000001"}]'


def test_every_kind_but_text_gives_its_column_of_integers() -> None:
    records = Records([5, -1])
    fields = (
        decimal("a", column(0)),
        flag("b", _is_positive),
        moment("c", column(0), absent=_is_negative),
    )

    values = [(field.kind.name, field.kind.scale, _values(field, records)) for field in fields]

    assert values == [("decimal", 8, [5, -1]), ("flag", 0, [1, 0]), ("moment", 0, [5, 0])]


@pytest.mark.parametrize(
    ("field", "number"),
    [
        pytest.param(integer("a", column(0)), -1, id="negative integer"),
        pytest.param(integer("a", column(0), most=99), 100, id="integer too large"),
        pytest.param(digits("a", column(0), 3), 1000, id="more digits than the width"),
        pytest.param(decimal("a", column(0)), 10**9 * UNIT + 1, id="amount too large"),
        pytest.param(decimal("a", column(0)), -(2**63), id="amount too small"),
        pytest.param(moment("a", column(0)), -1, id="before 1970"),
        pytest.param(moment("a", column(0)), 4_102_444_800_000, id="in 2100"),
    ],
)
def test_numbers_that_a_field_cannot_write_are_refused(field: Field[Records], number: int) -> None:
    layout = Layout((field,))

    with pytest.raises(DataError, match="field 'a'"):
        layout.csv(Records([0, number]))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: decimal("a", column(0), 9), id="nine places"),
        pytest.param(lambda: decimal("a", column(0), -1), id="less than no places"),
        pytest.param(lambda: digits("a", column(0), 0), id="no digits"),
        pytest.param(lambda: digits("a", column(0), 19), id="more digits than 64 bits"),
        pytest.param(lambda: hexadecimal("a", column(0), 17), id="more than 64 bits"),
        pytest.param(lambda: flag("a", column(0), "yes", "no"), id="words as raw JSON"),
        pytest.param(
            lambda: joined("a", moment("b", column(0), absent=_is_negative)),
            id="a part that may be absent",
        ),
    ],
)
def test_fields_that_cannot_be_are_refused_at_once(make: Callable[[], object]) -> None:
    with pytest.raises(DataError):
        make()


def _cells(field: Field[Records], *columns: Sequence[int] | NDArray[Any]) -> list[str]:
    return [row[0] for row in cells(Layout((field,)), Records(*columns))]


def _both(records: Records) -> tuple[NDArray[Any], ...]:
    return (records.columns[0], records.columns[1])


def _is_positive(records: Records) -> NDArray[np.bool_]:
    return np.asarray(records.columns[0] > 0)


def _is_negative(records: Records) -> NDArray[np.bool_]:
    return np.asarray(records.columns[0] < 0)


def _values(field: Field[Records], records: Records) -> list[int]:
    assert field.value is not None
    return [int(number) for number in field.value(records)]


def _with_places(amount: Decimal, least: int) -> str:
    """In full, with zeros at its end only up to so many places."""
    short = f"{amount:f}".rstrip("0").rstrip(".") if amount % 1 else f"{amount.to_integral():f}"
    places = len(short.partition(".")[2])
    return f"{amount:.{max(places, least)}f}" if amount else f"{0:.{least}f}"
