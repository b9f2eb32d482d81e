"""Who records are between: the account's own numbers and names, and its customers' numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.product import Direction
from mock_server.ledger.records import parties
from mock_server.ledger.selection import Filter
from mock_server.ledger.stream import Stream

Side: TypeAlias = Literal["from", "to"]

NAMED = frozenset({"message"})
"""Products of the ledger whose outbound records may come from a name instead of a number."""


@dataclass(frozen=True, slots=True)
class End:
    """The number or name at one end, E.164 with the plus."""

    side: Side

    def __call__(self, stream: Stream, name: str) -> Field[Columns]:
        named = stream.product.name in NAMED
        both = stream.memo.get(("telnyx ends", named), lambda: parties.ends(stream, by_name=named))
        return replace(both[self.side == "to"], name=name)

    def filters(self, stream: Stream, text: str) -> tuple[Filter, ...]:
        """What finds the records with this text at this end; none of them overlap.

        What is an account's own and what is a customer's never meet, so a text means one direction.
        """
        account_end: Direction = "outbound" if self.side == "from" else "inbound"
        customer_end: Direction = "inbound" if self.side == "from" else "outbound"
        if stream.customers.of_number(text) is not None:
            return (Filter({"direction": frozenset({customer_end})}, number=text),)
        way = {"direction": frozenset({account_end})}
        named = stream.product.name in NAMED and account_end == "outbound"
        if text.removeprefix("+") in stream.account.numbers:
            by_number = {"country": _countries(stream, named=False)} if named else {}
            return (Filter({**way, **by_number}, own_number=text),)
        if named and text in stream.account.senders:
            return (Filter({**way, "country": _countries(stream, named=True)}, sender=text),)
        return ()


@dataclass(frozen=True, slots=True)
class Number:
    """The customer's number where a record is about nobody else, E.164 with the plus."""

    def __call__(self, stream: Stream, name: str) -> Field[Columns]:
        return parties.number(stream, name)

    def filters(self, stream: Stream, text: str) -> tuple[Filter, ...]:
        """What finds the records of this number."""
        return () if stream.customers.of_number(text) is None else (Filter(number=text),)


def _countries(stream: Stream, *, named: bool) -> frozenset[str]:
    """Countries where messages may come from names, or where they may not."""
    return frozenset(
        one.code
        for one in stream.world.countries
        if (one.calling_code != parties.NUMBERS_ONLY) is named
    )


CLI, CLD, NUMBER = End("from"), End("to"), Number()
