"""What records can be counted by and chosen by: attributes of slots, with a text for each value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mock_server.ledger.account import Group
from mock_server.ledger.mix import Integers
from mock_server.ledger.product import DIRECTIONS
from mock_server.ledger.slots import Small
from mock_server.ledger.stream import Stream


@dataclass(frozen=True, slots=True)
class Coding:
    """An attribute of one stream's slots.

    Args:
        labels: the texts of its values, none of them twice.
        codes: for each slot the place of its label.
    """

    labels: tuple[str, ...]
    codes: Integers


def _coding(texts: Sequence[str], codes: Small) -> Coding:
    """A coding by texts of which some may be equal: two outcomes of one status count as one."""
    labels = tuple(dict.fromkeys(texts))
    place = np.array([labels.index(text) for text in texts], np.int64)
    return Coding(labels, place.take(codes))


def _direction(stream: Stream) -> Coding:
    return _coding(DIRECTIONS, stream.table.direction)


def _status(stream: Stream) -> Coding:
    return _coding([one.status for one in stream.product.states], stream.table.outcome)


def _error(stream: Stream) -> Coding:
    return _coding([one.code for one in stream.product.states], stream.table.outcome)


def _kind(stream: Stream) -> Coding:
    return _coding([one.name for one in stream.product.kinds], stream.table.kind)


def _network(stream: Stream) -> Coding:
    world, account = stream.world, stream.account
    return _coding([world.networks[one].code for one in account.networks], stream.table.network)


def _country(stream: Stream) -> Coding:
    codes = [stream.world.countries[one].code for one in stream.country_of_network]
    return _coding(codes, stream.table.network)


def _of_groups(groups: str, column: str) -> Callable[[Stream], Coding]:
    def coding(stream: Stream) -> Coding:
        found: tuple[Group, ...] = getattr(stream.account, groups)
        return _coding([one.id for one in found], getattr(stream.table, column))

    return coding


def _tag(stream: Stream) -> Coding:
    return _coding([one.name for one in stream.account.tags], stream.table.tag)


ATTRIBUTES: Mapping[str, Callable[[Stream], Coding]] = {
    "direction": _direction,
    "status": _status,
    "error": _error,
    "kind": _kind,
    "country": _country,
    "network": _network,
    "profile": _of_groups("profiles", "profile"),
    "connection": _of_groups("connections", "connection"),
    "tag": _tag,
}
"""Profiles and connections go by their ids, tags by their names, countries by ISO 3166-1 alpha-2,
networks by MCC and MNC; "error" is the code beside a status."""

OF_STATE = frozenset({"status", "error"})
"""Those that change when an outcome becomes known."""


def pending_label(stream: Stream, attribute: str) -> str | None:
    """What an attribute says of a record whose outcome is not known; None when it says the same."""
    pending = stream.product.pending
    if pending is None or attribute not in OF_STATE:
        return None
    return pending.status if attribute == "status" else pending.code
