"""The standard fields of every product's records: plain words, no vendor's.

What a product's records tell follows from the product: what lasts has a beginning and an end, what
is rounded for billing has billed units beside the used ones. A vendor's reports have fields of
their own; exports, and whoever wants to look at a ledger, use these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Literal, TypeAlias

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.fields import choice, constant, decimal, hexadecimal, integer, moment, uuid
from mock_server.ledger.layout import Layout
from mock_server.ledger.product import AT_ONCE, LASTING, Outcome
from mock_server.ledger.records import parties
from mock_server.ledger.records.wording import wording
from mock_server.ledger.stream import Stream

Block: TypeAlias = Callable[[Stream], Iterator[Field[Columns]]]
"""Some fields that belong together, as this stream's records have them."""

Quoting: TypeAlias = Literal["needed", "all"]

REFERENCE_DIGITS = 16

# Fields with one and the same getter are written as one: each is there only once.
_id_words = attrgetter("id_words")
_reference = attrgetter("reference_words")
_direction_of = attrgetter("direction")
_kind_of = attrgetter("kind")
_profile = attrgetter("profile")
_connection = attrgetter("connection")
_tag = attrgetter("tag")
_network = attrgetter("network")
_made = attrgetter("made_ms")
_final = attrgetter("final_ms")
_latency = attrgetter("latency_ms")
_pending = attrgetter("pending")
_state_of = attrgetter("state")
_tries = attrgetter("attempts")
_last_attempt = attrgetter("last_attempt_ms")
_units = attrgetter("units")
_billed = attrgetter("billed")
_rate = attrgetter("rate")
_cost = attrgetter("cost")


def record_fields(stream: Stream, *, include_text: bool = True) -> tuple[Field[Columns], ...]:
    """The fields of a stream's records, in order.

    Args:
        stream: whose records.
        include_text: what messages say; without it the column is there and empty.
    """
    blocks = BLOCKS.get(stream.product.name, STANDARD)
    fields = tuple(field for block in blocks for field in block(stream))
    if include_text:
        return fields
    return tuple(constant("text", None) if one.name == "text" else one for one in fields)


def standard_layout(
    stream: Stream, quoting: Quoting = "needed", *, include_text: bool = True
) -> Layout[Columns]:
    """The layout of a stream's records, compiled once for as long as the stream is kept."""
    return stream.memo.get(
        ("standard layout", quoting, include_text),
        lambda: Layout(record_fields(stream, include_text=include_text), quoting),
    )


def _identity(stream: Stream) -> Iterator[Field[Columns]]:
    yield uuid("id", _id_words)
    yield constant("account", stream.account.id)
    yield hexadecimal("reference", _reference, REFERENCE_DIGITS)


def _direction(stream: Stream) -> Iterator[Field[Columns]]:
    yield choice("direction", ("outbound", "inbound"), _direction_of)


def _ends(stream: Stream) -> Iterator[Field[Columns]]:
    yield from parties.ends(stream, by_name=stream.product.name in NAMED)


def _number(stream: Stream) -> Iterator[Field[Columns]]:
    yield parties.number(stream)


def _text(stream: Stream) -> Iterator[Field[Columns]]:
    yield wording(stream)


def _kind(stream: Stream) -> Iterator[Field[Columns]]:
    yield choice("kind", tuple(kind.name for kind in stream.product.kinds), _kind_of)


def _groups(stream: Stream) -> Iterator[Field[Columns]]:
    account = stream.account
    yield choice("profile", tuple(one.id for one in account.profiles), _profile)
    yield choice("connection", tuple(one.id for one in account.connections), _connection)
    yield choice("tag", tuple(one.name for one in account.tags), _tag)


def _place(stream: Stream) -> Iterator[Field[Columns]]:
    world = stream.world
    networks = [world.networks[one] for one in stream.account.networks]
    countries = [world.countries[network.country] for network in networks]
    yield choice("network", tuple(one.code for one in networks), _network)
    yield choice("network_name", tuple(one.name for one in networks), _network)
    yield choice("country", tuple(one.code for one in countries), _network)
    yield choice("country_name", tuple(one.name for one in countries), _network)


def _times(stream: Stream) -> Iterator[Field[Columns]]:
    """When it was made, and what came of that: an end, a final outcome later, or nothing."""
    latencies = {outcome.latency for outcome in stream.product.outcomes}
    if LASTING in latencies:
        yield moment("started_at", _made)
        yield moment("ended_at", _final)
        return
    yield moment("made_at", _made)
    if latencies != {AT_ONCE}:
        absent = _pending if stream.product.pending else None
        yield moment("final_at", _final, absent=absent)
        yield replace(integer("latency_ms", _latency, most=LONGEST_MS), absent=absent)


def _attempts(stream: Stream) -> Iterator[Field[Columns]]:
    """How often it was tried, and when last."""
    if stream.product.attempts is not None:
        yield integer("attempts", _tries, most=stream.product.attempts.most)
        yield moment("last_attempt_at", _last_attempt)


def _state(stream: Stream) -> Iterator[Field[Columns]]:
    states: tuple[Outcome, ...] = stream.product.states
    yield choice("status", tuple(one.status for one in states), _state_of)
    yield choice("error", tuple(one.code for one in states), _state_of)
    yield choice("error_text", tuple(one.text for one in states), _state_of)


def _usage(stream: Stream) -> Iterator[Field[Columns]]:
    """What was used, and what of it is billed where that can differ."""
    units, outcomes = stream.product.units, stream.product.outcomes
    yield integer(units.name, _units, most=MOST_UNITS)
    rounded = units.minimum > 1 or units.increment > 1
    if rounded or not all(outcome.billed for outcome in outcomes):
        yield integer(f"billed_{units.name}", _billed, most=MOST_UNITS)
    yield decimal("rate", _rate, most=MOST_PRICE)


def _price(stream: Stream) -> Iterator[Field[Columns]]:
    yield constant("currency", stream.account.currency)
    yield decimal("cost", _cost, most=MOST_PRICE)


def _parts(stream: Stream) -> Iterator[Field[Columns]]:
    yield integer("parts", _units, most=9)


LONGEST_MS = 999_999_999
"""Of latencies; no outcome takes longer than 72 hours to be known."""

MOST_UNITS = 9_999_999
MOST_PRICE = 9_999
"""Whole units of a currency: more than any record costs (the longest call, some hundreds)."""

NAMED = frozenset({"message", "queued-message"})
"""Products whose outbound records may come from a name instead of a number."""

MESSAGE: tuple[Block, ...] = (
    _identity, _direction, _ends, _text, _place, _times, _state, _price, _parts,
)  # fmt: skip
STANDARD: tuple[Block, ...] = (
    _identity, _direction, _ends, _kind, _groups, _place, _times, _attempts, _state, _usage,
    _price,
)  # fmt: skip
CHAT = tuple(block for one in STANDARD for block in ((one, _text) if one is _ends else (one,)))
ABOUT_A_NUMBER = tuple(_number if block is _ends else block for block in STANDARD)
ABOUT_NOBODY = tuple(one for one in STANDARD if one not in {_direction, _ends, _place})

BLOCKS: Mapping[str, tuple[Block, ...]] = {
    "message": MESSAGE,
    "chat": CHAT,
    "queued-message": CHAT,
    **dict.fromkeys(
        ("data-session", "fraud-check", "lookup", "network-event", "phone-verification",
         "verification"), ABOUT_A_NUMBER
    ),
    **dict.fromkeys(
        ("conversation-event", "conversation-message", "inference", "media-storage",
         "report-usage", "speech", "video"), ABOUT_NOBODY
    ),
}  # fmt: skip
"""What is told of products that are unlike a call; the others have the standard blocks."""
