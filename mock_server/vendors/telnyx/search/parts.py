"""Which records of a stream are looked for, narrowed by one condition after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mock_server.exchange import Rejection
from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Lookup
from mock_server.ledger.selection import Filter
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.records import RecordType, field
from mock_server.vendors.telnyx.records.attributes import COUNTRY, CountryAt, Word, home
from mock_server.vendors.telnyx.records.ends import End, Number
from mock_server.vendors.telnyx.search.conditions import Condition
from mock_server.vendors.telnyx.search.row_tests import RowTest, row_test


@dataclass(frozen=True, slots=True)
class Part:
    """Some records of a stream: no record is in two parts of one search.

    Args:
        wanted: what the ledger finds them by.
        only: the one record that it can be, by index.
        tests: what they have to meet besides.
    """

    stream: Stream
    wanted: Filter
    only: int | None = None
    tests: tuple[RowTest, ...] = ()


def narrowed(part: Part, record_type: RecordType, condition: Condition) -> Iterator[Part]:
    """The records of a part that meet a condition on one of the type's fields.

    Raises:
        Rejection: 400, the condition makes no sense for that field.
    """
    maker = record_type.makers[condition.field]
    if condition.operator == "equal":
        if condition.field == record_type.id_field:
            yield from _by_id(part, condition.value)
            return
        if isinstance(maker, End | Number):
            yield from _all_met(part, maker.filters(part.stream, condition.value))
            return
    if isinstance(maker, Word | CountryAt) and not condition.compares:
        yield from _all_met(part, _of_words(part.stream, maker, condition))
    else:
        yield from _tested(part, field(record_type, part.stream, condition.field), condition)


def _by_id(part: Part, text: str) -> Iterator[Part]:
    index = part.stream.ids.index(text)
    if index is not None and part.only in {None, index}:
        yield replace(part, only=index)


def _of_words(stream: Stream, maker: Word | CountryAt, condition: Condition) -> Iterator[Filter]:
    if isinstance(maker, Word):
        yield Filter({maker.attribute: maker.labels(stream, condition.fits)})
        return
    customers = frozenset({maker.customers})
    own = frozenset({"inbound" if maker.customers == "outbound" else "outbound"})
    yield Filter({"direction": customers, "country": COUNTRY.labels(stream, condition.fits)})
    if condition.fits(home(stream)):
        yield Filter({"direction": own})


def _tested(part: Part, shown: Field[Columns], condition: Condition) -> Iterator[Part]:
    constant = _constant(shown)
    if constant is not None and not condition.compares:
        if condition.fits(constant):
            yield part
        return
    test = row_test(shown, condition)
    if test is None:
        raise unfit(condition)
    yield replace(part, tests=(*part.tests, test))


def unfit(condition: Condition) -> Rejection:
    """The condition makes no sense. Source of the words: the contract's example."""
    name = f"filter[{condition.field}]"
    operator = "" if condition.operator == "equal" else f"[{condition.operator}]"
    return Rejection("invalid", 400, "Invalid parameter value", parameter=name + operator)


def _constant(shown: Field[Columns]) -> str | None:
    """The text that the field has in all records; None when there are several."""
    part = shown.parts[0]
    if len(shown.parts) == 1 and isinstance(part, Lookup) and len(part.table) == 1:
        return part.table[0] if isinstance(part.table, tuple) else None
    return None


def _all_met(part: Part, filters: Iterator[Filter] | tuple[Filter, ...]) -> Iterator[Part]:
    """The part once for each of the filters that it can meet."""
    for one in filters:
        both = _both(part.wanted, one)
        if both is not None:
            yield replace(part, wanted=both)


def _both(one: Filter, other: Filter) -> Filter | None:
    """What meets two filters; None when nothing can."""
    equal: dict[str, frozenset[str]] = dict(_overlap(one.equal, other.equal))
    names = {}
    for name in ("number", "sender", "own_number"):
        texts = {getattr(each, name) for each in (one, other)} - {None}
        if len(texts) > 1:
            return None
        names[name] = next(iter(texts), None)
    return Filter(equal, **names) if all(equal.values()) else None


def _overlap(
    one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    shared = {name: one[name] & other[name] for name in one.keys() & other.keys()}
    return {**one, **other, **shared}
