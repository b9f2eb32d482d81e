"""The layouts of records: which fields, in which order, as a stream's records have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.layout import Layout
from mock_server.ledger.stream import Stream
from mock_server.vendors.vonage.records.calls import CALLS
from mock_server.vendors.vonage.records.conversations import CONVERSATIONS
from mock_server.vendors.vonage.records.ids import id_field
from mock_server.vendors.vonage.records.lookups import LOOKUPS
from mock_server.vendors.vonage.records.messages import MESSAGES
from mock_server.vendors.vonage.records.people import ends
from mock_server.vendors.vonage.records.product import Direction, ReportProduct
from mock_server.vendors.vonage.records.shared import SHARED, Maker
from mock_server.vendors.vonage.records.verifications import VERIFICATIONS
from mock_server.vendors.vonage.records.words import word_field

OWN: Mapping[str, Mapping[str, Maker]] = {
    **MESSAGES, **CALLS, **VERIFICATIONS, **LOOKUPS, **CONVERSATIONS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """How records are shown.

    Args:
        direction: of all of them, where the two have different fields.
        include_message: with `message_body`.
        show_concatenated: with `concatenated`, which only outbound text messages have.
    """

    direction: Direction = "outbound"
    include_message: bool = False
    show_concatenated: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Options:
        """The options among a request's parameters; truth values may be texts."""
        return cls(
            "inbound" if parameters.get("direction") == "inbound" else "outbound",
            _is_true(parameters.get("include_message")),
            _is_true(parameters.get("show_concatenated")),
        )


def layout(product: ReportProduct, stream: Stream, options: Options = Options()) -> Layout[Columns]:
    """The layout of a product's records, for JSON and CSV alike; compiled once for a stream.

    Args:
        product: that is asked for, one that the ledger has records of.
        stream: the account's records of the ledger's product behind it.
        options: how they are shown.
    """
    return stream.memo.get(
        ("vonage layout", product.name, options),
        lambda: Layout(fields(product, stream, options), quoting="all"),
    )


def fields(product: ReportProduct, stream: Stream, options: Options) -> tuple[Field[Columns], ...]:
    """The fields of a product's records, in their order on the wire."""
    hidden = {
        name
        for name, shown in (
            ("message_body", options.include_message),
            ("concatenated", options.show_concatenated),
        )
        if not shown
    }
    names = product.fields_of(options.direction)
    return tuple(_field(product, stream, name) for name in names if name not in hidden)


def _field(product: ReportProduct, stream: Stream, name: str) -> Field[Columns]:
    if own := OWN.get(product.name, {}).get(name):
        return own(stream, name)
    if name in {"from", "to"}:
        return ends(stream, product)[name == "to"]
    if mark := product.ids.get(name):
        return id_field(stream, name, mark)
    if word := product.words.get(name):
        return word_field(stream, name, word)
    return SHARED[name](stream, name)


def _is_true(value: object) -> bool:
    return str(value).lower() == "true"
