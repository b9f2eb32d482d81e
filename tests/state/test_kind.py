from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, Literal, Optional

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.spec.operation import Json
from mock_server.state.errors import StateError
from mock_server.state.kind import Kind


class Status(StrEnum):
    PENDING = "PENDING"
    DONE = "SUCCESS"


class Level(Enum):
    LOW = 1
    HIGH = 2


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    price: Decimal


@dataclass(frozen=True, slots=True)
class Order:
    id: str
    count: int
    share: float
    paid: bool
    made_at: datetime
    total: Decimal
    body: bytes
    status: Status
    level: Level
    currency: Literal["USD", "EUR"]
    parts: tuple[Part, ...]
    pair: tuple[str, int]
    tags: Mapping[str, tuple[int, ...]]
    first: Part | None
    note: Optional[str]  # noqa: UP045 - the older way to write it is allowed too
    given: Json
    extra: str = "none"


ORDER = Kind("test.order", Order)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
whole = st.integers(-(2**63), 2**63 - 1)
decimals = st.decimals(allow_nan=False)
json = st.recursive(
    st.none() | st.booleans() | whole | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone.min])
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=zones)  # noqa: DTZ001
parts = st.builds(Part, texts, decimals)
orders = st.builds(
    Order,
    id=texts,
    count=whole,
    share=st.floats(allow_nan=False, allow_infinity=False),
    paid=st.booleans(),
    made_at=moments,
    total=decimals,
    body=st.binary(max_size=9),
    status=st.sampled_from(Status),
    level=st.sampled_from(Level),
    currency=st.sampled_from(["USD", "EUR"]),
    parts=st.lists(parts, max_size=3).map(tuple),
    pair=st.tuples(texts, whole),
    tags=st.dictionaries(texts, st.lists(whole, max_size=3).map(tuple), max_size=3),
    first=st.none() | parts,
    note=st.none() | texts,
    given=json,
    extra=texts,
)


@given(orders)
@settings(deadline=None, max_examples=100)
def test_a_record_comes_back_as_it_was(order: Order) -> None:
    again = ORDER.decode(ORDER.encode(order))

    assert again == order
    assert again.made_at.tzinfo is UTC
    assert str(again.total) == str(order.total)


@given(st.binary(max_size=40) | json.map(orjson.dumps))
@settings(deadline=None, max_examples=100)
def test_whatever_was_stored_is_read_or_refused_and_never_crashes(document: bytes) -> None:
    with pytest.raises(StateError):
        ORDER.decode(document)


@dataclass(frozen=True, slots=True)
class First:
    id: str


@dataclass(frozen=True, slots=True)
class Second:
    id: str
    color: str = "red"
    sizes: tuple[int, ...] = field(default_factory=tuple)


def test_what_an_older_version_did_not_write_has_its_default() -> None:
    written = Kind("test.thing", First).encode(First("a"))

    assert Kind("test.thing", Second).decode(written) == Second("a")


def test_what_a_newer_version_wrote_is_refused_by_name() -> None:
    written = Kind("test.thing", Second).encode(Second("a"))

    with pytest.raises(StateError) as refusal:
        Kind("test.thing", First).decode(written)

    assert refusal.value.why == "First has no 'color'; a newer version wrote this"


def test_a_field_without_a_default_must_be_there() -> None:
    with pytest.raises(StateError) as refusal:
        Kind("test.thing", First).decode(b"{}")

    assert refusal.value.why == "id is missing"


@dataclass(frozen=True, slots=True)
class Loose:
    value: Any
    id: str = "a"


@dataclass(frozen=True, slots=True)
class Strict:
    whole: int = 1
    share: float = 1.0
    text: str = ""
    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    amount: Decimal = Decimal(1)
    status: Status = Status.DONE
    choice: Literal["a", "b"] = "a"
    pair: tuple[int, int] = (1, 2)
    part: Part | None = None
    id: str = "a"


class Longer(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "wrong",
    [
        *({"whole": True}, {"whole": "1"}, {"whole": 2**64}, {"share": float("nan")}),
        *({"share": float("inf")}, {"share": 10**400}, {"text": 5}, {"text": "\ud800"}),
        *({"text": Longer("a")}, {"at": datetime(2026, 1, 1)}, {"at": "2026"}),  # noqa: DTZ001
        *(
            {"at": datetime.min.replace(tzinfo=timezone.max)},
            {"amount": 1.5},
            {"status": "SUCCESS"},
        ),
        *(
            {"choice": "c"},
            {"pair": (1,)},
            {"pair": [1, 2]},
            {"pair": (1, "2")},
            {"part": First("a")},
        ),
        {"part": Part("a", "1")},  # type: ignore[arg-type] # the point
    ],
    ids=str,
)
def test_a_value_that_would_not_come_back_is_refused_when_it_is_kept(wrong: dict[str, Any]) -> None:
    with pytest.raises(StateError):
        Kind("test.strict", Strict).encode(Strict(**wrong))


@pytest.mark.parametrize(
    "value",
    [datetime(2026, 1, 1, tzinfo=UTC), Decimal(1), b"", First("a"), Longer("a"), {1: 2}, {1}],
    ids=repr,
)
def test_a_json_value_is_json(value: object) -> None:
    with pytest.raises(StateError):
        Kind("test.loose", Loose).encode(Loose(value))


def test_a_json_value_that_contains_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)

    with pytest.raises(StateError):
        Kind("test.loose", Loose).encode(Loose(endless))


@pytest.mark.parametrize(
    ("stored", "why"),
    [
        ({"at": "yesterday"}, "at: Invalid isoformat string: 'yesterday'"),
        ({"status": "LOST"}, "status: 'LOST' is no Status"),
        ({"status": []}, "status: [] is no Status"),
        ({"part": {"name": 1, "price": "1"}}, "part: name: 1 is no str"),
        ({"part": {"name": "a", "price": "one"}}, "part: price: 'one' is no Decimal"),
        ({"at": "2026-01-01"}, "at: 2026-01-01 says no time zone"),
        ({"pair": [1]}, "pair: [1] has not 2 parts"),
        ({"whole": 1.5}, "whole: 1.5 is no int"),
        ([], "[] is no Strict"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_stored_record_is_said(stored: Any, why: str) -> None:
    with pytest.raises(StateError) as refusal:
        Kind("test.strict", Strict).decode(orjson.dumps(stored))

    assert refusal.value.why == why


@dataclass(frozen=True)
class WithSet:
    id: set[str]


@dataclass(frozen=True)
class WithChoice:
    id: int | str


@dataclass(frozen=True)
class WithNumberKeys:
    id: Mapping[int, str]


@dataclass(frozen=True)
class WithDerived:
    id: str
    size: int = field(init=False, default=0)


class Float(Enum):
    HALF = 0.5


@dataclass(frozen=True)
class WithFloats:
    id: Float


@dataclass(frozen=True)
class WithBytes:
    id: Literal[b"a"]


@pytest.mark.parametrize(
    "record",
    [WithSet, WithChoice, WithNumberKeys, WithDerived, WithFloats, WithBytes, object],
    ids=lambda record: str(record.__name__),
)
def test_a_kind_of_records_that_cannot_be_written_is_refused_at_once(record: type) -> None:
    with pytest.raises(StateError, match="cannot keep"):
        Kind("test.wrong", record)
