"""Which records are in the file of a batch report, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.account import Account
from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.field import Field
from mock_server.ledger.layout import Layout
from mock_server.ledger.records.wording import wording
from mock_server.ledger.selection import Filter
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.batches.batch_filters import Ends, Keep, keeping
from mock_server.vendors.telnyx.batches.batch_rows import Part, Period, lines
from mock_server.vendors.telnyx.batches.cdr_columns import call_layout, ends
from mock_server.vendors.telnyx.batches.zones import local
from mock_server.vendors.telnyx.jobs import Dialect, Job
from mock_server.vendors.telnyx.moments import DAY_MS
from mock_server.vendors.telnyx.records import layout
from mock_server.vendors.telnyx.traffic import traffic
from mock_server.vendors.telnyx.words import MESSAGE_STATUS

TEXT_KEPT_MS = 10 * DAY_MS
"""How long what a message says can be read. Source: D of specs/telnyx/SOURCE.toml."""

WAYS: Mapping[int, str] = {1: "inbound", 2: "outbound"}
"""Source: S of specs/telnyx/SOURCE.toml, as are the words and numbers of record types."""

TYPE_OF_STATUS: Mapping[str, int] = {"delivered": 1, "received": 1, "dlr_unconfirmed": 2}
"""The record type of a message: 1 complete, 2 incomplete; with another status it is an error. Which
is which is ASSUMED."""

TYPE_OF_CODE: Mapping[str, int] = {"200": 1, "480": 2, "486": 2, "487": 2, "603": 2}
"""The record type of a call by the SIP code that ended it: 1 complete; 2 incomplete, nobody took
it; with another code it is an error. Which is which is ASSUMED."""

ERROR = 3

SERVICES: Mapping[str, str] = {"calls": "sip-trunking"}
"""The services of sources that are called otherwise."""

Order: TypeAlias = Mapping[str, Any]
"""What was ordered, as the handlers keep it."""


def batch_file(job: Job, dataset: Dataset) -> Iterator[bytes]:
    """The CSV of a batch report, in pieces."""
    order = job.parameters
    period = Period(order["from_ms"], order["to_ms"], job.as_of_ms)
    return lines(parts(job.dialect, dataset, order), period)


def parts(dialect: Dialect, dataset: Dataset, order: Order) -> list[Part]:
    """The records that an order of a dialect is about, account by account."""
    make = PARTS[dialect]
    return [part for account_id in order["accounts"] for part in make(dataset, account_id, order)]


def _messages(dataset: Dataset, account_id: str, order: Order) -> Iterator[Part]:
    account = dataset.account(account_id)
    for one in traffic(dataset, account_id, "messaging"):
        equal = {
            **_ways(order["directions"]),
            **_connections(account, order["connections"]),
            **_message_types(one.stream, order["record_types"]),
        }
        if order["profiles"]:
            equal["profile"] = frozenset(str(each).lower() for each in order["profiles"])
        shown = _message_layout(one.stream, order["timezone"], with_text=order["with_text"])
        keep = _keep(order, _message_ends(shown))
        yield Part(one.stream, narrowed(one.wanted, equal), shown, keep)


def _calls(dataset: Dataset, account_id: str, order: Order) -> Iterator[Part]:
    account = dataset.account(account_id)
    service = SERVICES.get(order["source"], order["source"])
    for one in traffic(dataset, account_id, service):
        equal = {
            **_ways(order["call_types"]),
            **_connections(account, order["connections"]),
            **_call_types(one.stream, order["record_types"]),
        }
        shown = call_layout(one.stream, order["fields"], order["timezone"])
        yield Part(one.stream, narrowed(one.wanted, equal), shown, _keep(order, ends(one.stream)))


def _whole(service: str, record_type: str) -> Callable[[Dataset, str, Order], Iterator[Part]]:
    """All records of a service."""

    def whole(dataset: Dataset, account_id: str, _: Order) -> Iterator[Part]:
        for one in traffic(dataset, account_id, service):
            yield Part(one.stream, one.wanted, layout(record_type, one.stream))

    return whole


PARTS: Mapping[str, Callable[[Dataset, str, Order], Iterator[Part]]] = {
    "mdr_batch": _messages,
    "cdr_batch": _calls,
    "stt_batch": _whole("speech-to-text", "speech-to-text"),
    "wireless": _whole("wireless", "wireless"),
}
"""By dialect of `jobs`."""


def narrowed(wanted: Filter, equal: Mapping[str, frozenset[str]]) -> Filter:
    """Only those records that meet more lines as well."""
    both = dict(wanted.equal)
    for attribute, values in equal.items():
        both[attribute] = both[attribute] & values if attribute in both else values
    return replace(wanted, equal=both)


def _ways(numbers: list[int]) -> dict[str, frozenset[str]]:
    return {"direction": frozenset(WAYS[number] for number in numbers)}


def _connections(account: Account, numbers: list[int]) -> dict[str, frozenset[str]]:
    if not numbers:
        return {}
    return {"connection": frozenset(one.id for one in account.connections if one.number in numbers)}


def _message_types(stream: Stream, numbers: list[int]) -> dict[str, frozenset[str]]:
    """Every status is of one type."""
    statuses = {one.status for one in stream.product.states}
    return {
        "status": frozenset(
            status
            for status in statuses
            if TYPE_OF_STATUS.get(MESSAGE_STATUS[status], ERROR) in numbers
        )
    }


def _call_types(stream: Stream, numbers: list[int]) -> dict[str, frozenset[str]]:
    """Every code is of one type."""
    codes = {one.code for one in stream.product.states}
    return {"error": frozenset(code for code in codes if TYPE_OF_CODE.get(code, ERROR) in numbers)}


def _keep(order: Order, ends_of: Ends) -> Keep | None:
    return keeping(order["filters"], ends_of) if order["filters"] else None


def _message_ends(shown: Layout[Columns]) -> Ends:
    by_name = {field.name: field for field in shown.fields}
    return Ends(by_name["cli"], by_name["cld"])


def _message_layout(stream: Stream, timezone: str, *, with_text: bool) -> Layout[Columns]:
    """The fields of detail records, then what a message says if that is wanted. ASSUMED."""

    def made() -> Layout[Columns]:
        fields = layout("messaging", stream).fields
        if timezone != "UTC":
            fields = tuple(local(field, timezone) for field in fields)
        return Layout((*fields, _text(stream)) if with_text else fields)

    return stream.memo.get(("telnyx message layout", timezone, with_text), made)


def _text(stream: Stream) -> Field[Columns]:
    return replace(wording(stream, "text"), absent=_forgotten)


def _forgotten(columns: Columns) -> NDArray[np.bool_]:
    as_of_ms = columns.as_of_ms or 0
    forgotten: NDArray[np.bool_] = columns.made_ms < as_of_ms - TEXT_KEPT_MS
    return forgotten
