"""The two ends of a record: the account's own numbers and names, and its customers."""

from __future__ import annotations

from typing import TypeAlias

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Lookup
from mock_server.ledger.fields import joined
from mock_server.ledger.records import parties
from mock_server.ledger.stream import Stream
from mock_server.vendors.vonage.records.blanks import without_plus
from mock_server.vendors.vonage.records.demand import NOTHING, Demand
from mock_server.vendors.vonage.records.product import Direction, ReportProduct
from mock_server.vendors.vonage.records.words import KIND

Ends: TypeAlias = tuple[Field[Columns], Field[Columns]]

MAIL_DOMAIN = "@example.com"
"""Nobody's mail is there: the name is reserved for examples. Source: RFC 2606, section 3."""


def ends(stream: Stream, product: ReportProduct) -> Ends:
    """The fields `from` and `to`."""
    key = ("vonage ends", product.named, product.mailed)
    return stream.memo.get(key, lambda: _ends(stream, product))


def number(stream: Stream, name: str) -> Field[Columns]:
    """The number that a lookup is about."""
    return without_plus(parties.number(stream, name))


def number_demand(stream: Stream, text: str) -> Demand:
    """Records about a number."""
    return Demand(number=text) if _is_customer(stream, text) else NOTHING


def end_demand(stream: Stream, product: ReportProduct, name: str, text: str) -> Demand:
    """Records `from` or `to` whom this is.

    What is an account's own and what is a customer's never meet, so a text means one direction.
    """
    if product.mailed and name == "to":
        return _mail_demand(stream, product, text)
    account_end: Direction = "outbound" if name == "from" else "inbound"
    customer_end: Direction = "inbound" if name == "from" else "outbound"
    if _is_customer(stream, text):
        return Demand({"direction": frozenset({customer_end})}, number=text)
    demand = _own_demand(stream, text, named=product.named and account_end == "outbound")
    return demand & Demand({"direction": frozenset({account_end})})


def _ends(stream: Stream, product: ReportProduct) -> Ends:
    sender, recipient = parties.ends(stream, by_name=product.named)
    recipient = without_plus(recipient)
    if product.mailed:
        kinds = stream.product.kinds
        domains = tuple(MAIL_DOMAIN if one.name == product.mailed else "" for one in kinds)
        recipient = joined("to", recipient, Lookup(domains, KIND))
    return without_plus(sender), recipient


def _own_demand(stream: Stream, text: str, *, named: bool) -> Demand:
    """Records of one of the account's own numbers or, where the country allows them, names."""
    account = stream.account
    if text in account.numbers:
        by_number = _countries(stream, named=False)
        return Demand({"country": by_number} if named else {}, own_number=text)
    if named and text in account.senders:
        return Demand({"country": _countries(stream, named=True)}, sender=text)
    return NOTHING


def _mail_demand(stream: Stream, product: ReportProduct, text: str) -> Demand:
    mailed = text.endswith(MAIL_DOMAIN)
    kinds = {one.name for one in stream.product.kinds if (one.name == product.mailed) is mailed}
    return number_demand(stream, text.removesuffix(MAIL_DOMAIN)) & Demand(
        {"kind": frozenset(kinds)}
    )


def _is_customer(stream: Stream, text: str) -> bool:
    # The ledger takes a number with a plus too; this API's have none.
    return text.isascii() and text.isdigit() and stream.customers.of_number(text) is not None


def _countries(stream: Stream, *, named: bool) -> frozenset[str]:
    """Countries where messages may come from names, or where they may not."""
    return frozenset(
        one.code
        for one in stream.world.countries
        if (one.calling_code != parties.NUMBERS_ONLY) is named
    )
