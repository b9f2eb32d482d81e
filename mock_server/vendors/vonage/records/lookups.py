"""Fields of lookups of numbers, and of questions to networks."""

from __future__ import annotations

from collections.abc import Mapping

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Indexes
from mock_server.ledger.fields import ISO, choice, moment
from mock_server.ledger.mix import Integers, bits
from mock_server.ledger.stream import Stream
from mock_server.vendors.vonage.records.blanks import of_other_kinds, or_empty
from mock_server.vendors.vonage.records.chance import of_customers
from mock_server.vendors.vonage.records.people import number
from mock_server.vendors.vonage.records.shared import Maker, said

REACHABLE = {"success": "reachable", "absent": "absent", "undeliverable": "undeliverable",
             "invalid": "bad_number"}  # fmt: skip
"""What an advanced lookup finds, by the ledger's status; other lookups do not try."""

FIRST_NAMES = ("Alex", "Ana", "Chris", "Dana", "Eli", "Jo", "Kim", "Lee", "Mika", "Noor", "Pat",
               "Robin", "Sam", "Sasha", "Toni", "Yuki")  # fmt: skip
LAST_NAMES = ("Archer", "Baker", "Carter", "Cook", "Draper", "Fisher", "Gardener", "Mason",
              "Miller", "Potter", "Sawyer", "Smith", "Tanner", "Turner", "Walker",
              "Weaver")  # fmt: skip
"""Of nobody in particular."""

MOST_DELAY_MS = 512
"""How long it takes to write a record of a question to a network. ASSUMED."""


def _named(texts: tuple[str, ...]) -> Maker:
    """A customer's name, where it was asked for."""

    def field(stream: Stream, name: str) -> Field[Columns]:
        def index(columns: Columns) -> Integers:
            return bits(of_customers(columns, name), 0, 4)

        return or_empty(choice(name, texts, index), of_other_kinds(stream, ("cnam",)))

    return field


def _is_ported(columns: Columns) -> Indexes:
    """One customer in eight; ASSUMED."""
    ported: Indexes = bits(of_customers(columns, "ported"), 0, 3) == 0
    return ported


def _ported(stream: Stream, name: str) -> Field[Columns]:
    """Known of numbers that there are."""
    known = [one.code == "0" for one in stream.product.outcomes]
    texts = tuple(text for one in known for text in (_PORTED if one else _UNKNOWN))

    def index(columns: Columns) -> Integers:
        return columns.outcome * 2 + _is_ported(columns)

    return choice(name, texts, index)


_PORTED, _UNKNOWN = ("not_ported", "ported"), ("unknown", "unknown")


def _reachable(stream: Stream, name: str) -> Field[Columns]:
    outcomes = stream.product.outcomes
    texts = tuple(
        REACHABLE.get(one.status, "unknown") if kind.name == "advanced" else "unknown"
        for kind in stream.product.kinds
        for one in outcomes
    )
    return choice(name, texts, lambda columns: columns.kind * len(outcomes) + columns.outcome)


def _written(columns: Columns) -> Integers:
    return columns.made_ms + bits(columns.chance("written"), 0, 16) * MOST_DELAY_MS // 65_536


def _answer(stream: Stream, name: str) -> Field[Columns]:
    """Of one in 32 the card was exchanged, of one in 32 the number is another one; ASSUMED.

    What is no question of yes or no, or failed, shows nothing.
    """
    usual = {"sim-swap-check": ("false", "true"), "number-verification": ("true", "false")}
    texts = tuple(
        text
        for kind in stream.product.kinds
        for one in stream.product.outcomes
        for text in (usual.get(kind.name, ("", "")) if one.code == "200" else ("", ""))
    )
    outcomes = len(stream.product.outcomes)

    def index(columns: Columns) -> Integers:
        unusual = bits(columns.chance("answer"), 0, 5) == 0
        place: Integers = (columns.kind * outcomes + columns.outcome) * 2 + unusual
        return place

    return choice(name, texts, index)


LOOKUPS: Mapping[str, Mapping[str, Maker]] = {
    "NUMBER-INSIGHT": {
        "number": number,
        "ported": _ported,
        "reachable": _reachable,
        "first_name": _named(FIRST_NAMES),
        "last_name": _named(LAST_NAMES),
        "currency": said(""),
    },
    "NUMBER-INSIGHT-V2": {"number": number},
    "NETWORK-API-EVENT": {
        "msisdn": number,
        "record_creation_time": lambda _, name: moment(name, _written, ISO),
        "response_result": _answer,
    },
}
"""By product, what other products do not have or have otherwise."""
