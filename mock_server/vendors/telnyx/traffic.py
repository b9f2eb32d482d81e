"""The records of a service: streams of the ledger, with filters that leave others' records out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mock_server.ledger.account import Account, Group
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.selection import Filter
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.services import SERVICES, ConnectionType


@dataclass(frozen=True, slots=True)
class Traffic:
    """An account's records of a service in one stream."""

    stream: Stream
    wanted: Filter


def traffic(dataset: Dataset, account_id: str, service: str) -> Iterator[Traffic]:
    """The streams that hold a service's records, each with the filter that leaves others out.

    Args:
        service: one of `SERVICES`.
    """
    account = dataset.account(account_id)
    for source in SERVICES[service]:
        equal: dict[str, frozenset[str]] = {}
        if source.kinds:
            equal["kind"] = source.kinds
        if source.connection_type is not None:
            of_type = connections(account, source.connection_type)
            equal["connection"] = frozenset(one.id for one in of_type)
        yield Traffic(dataset.stream(account_id, source.product), Filter(equal))


def connections(account: Account, connection_type: ConnectionType) -> tuple[Group, ...]:
    """An account's connections of a type: every other one, so that there are some of both."""
    first = 0 if connection_type == "sip" else 1
    return account.connections[first::2]
