"""What the products of the Reports API are, read from `products.toml` and `filters.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

HERE = Path(__file__).parent

Direction: TypeAlias = Literal["outbound", "inbound"]

NOT_FILTERS = frozenset({"account_id", "include_message", "show_concatenated", "type"})
"""Parameters of the matrix that say whose records, which sort, or how they are shown."""


@dataclass(frozen=True, slots=True)
class Word:
    """A text that follows from an attribute of the ledger.

    Args:
        of: the attribute, one of `words.SOURCES`.
        words: what the ledger's labels are called here, where that differs.
        kinds: of the ledger's other kinds the text is empty; none named: of no kind.
    """

    of: str
    words: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()

    def says(self, label: str) -> str:
        """What a label of the ledger is called here."""
        return self.words.get(label, label)


@dataclass(frozen=True, slots=True)
class Mark:
    """An id that leads back to its record, or to a few neighbours.

    Args:
        form: a UUID, its 32 digits alone, 16 digits of the ledger's or of a client's own, or the
            UUID of the record itself.
        prefix: stands before it.
        group_bits: 2 to the power of it neighbours have the id in common.
        finds: the parameter `id` finds records by it.
        kinds: of the ledger's other kinds the text is empty; none named: of no kind.
    """

    form: Literal["uuid", "hex", "short", "reference", "record"]
    prefix: str = ""
    group_bits: int = 0
    finds: bool = False
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportProduct:
    """One product of the Reports API.

    Args:
        ledger: the ledger's product by the parameter `type`, "" where there is none; empty when
            the ledger has no such records.
        only: which of the ledger's records, by attribute.
        kept_days: how long records can be asked for.
        fields: names in their order on the wire, by direction, or for "any".
        words: by field or parameter.
        ids: by field or parameter.
        named: what is sent may come from a name.
        mailed: the ledger's kind that is about e-mail addresses, if there is one.
        required: parameters without which it does not answer.
        optional: parameters that it takes as well.
        refused: parameters that it is known to refuse.
    """

    name: str
    ledger: Mapping[str, str]
    only: Mapping[str, frozenset[str]]
    kept_days: int
    fields: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Word]
    ids: Mapping[str, Mark]
    named: bool
    mailed: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    refused: tuple[str, ...]

    @property
    def filters(self) -> tuple[str, ...]:
        """The parameters that say which records are wanted."""
        return tuple(one for one in (*self.required, *self.optional) if one not in NOT_FILTERS)

    def ledger_product(self, conversation_type: str | None = None) -> str | None:
        """Whose records they are in the ledger; None when the ledger has none of them."""
        return self.ledger.get(conversation_type or "") or self.ledger.get("")

    def fields_of(self, direction: Direction) -> tuple[str, ...]:
        """The names of all fields, whether they were asked for or not."""
        return self.fields.get(direction) or self.fields["any"]


COMMON = {
    name: Word(name) for name in ("direction", "status", "country", "network", "country_name",
                                  "network_name")
} | {
    "application_id": Word("connection"),
    "country_code": Word("country"),
    "status_code": Word("error"),
    "status_description": Word("text"),
}  # fmt: skip
"""What these names mean for every product that does not say otherwise."""


def _products() -> Mapping[str, ReportProduct]:
    takes = tomllib.loads((HERE / "filters.toml").read_text("utf-8"))
    tables = tomllib.loads((HERE / "products.toml").read_text("utf-8"))
    return {name: _product(name, table, takes[name]) for name, table in tables.items()}


def _product(name: str, table: Mapping[str, Any], takes: Mapping[str, Any]) -> ReportProduct:
    ledger = table.get("ledger", {})
    return ReportProduct(
        name=name,
        ledger={"": ledger} if isinstance(ledger, str) else ledger,
        only={key: frozenset(values) for key, values in table.get("only", {}).items()},
        kept_days=table["kept_days"],
        fields={key: tuple(names) for key, names in table["fields"].items()},
        words=COMMON | {key: Word(**_frozen(one)) for key, one in table.get("words", {}).items()},
        ids={key: Mark(**_frozen(one)) for key, one in table.get("ids", {}).items()},
        named=table.get("named", False),
        mailed=table.get("mailed", ""),
        required=tuple(takes.get("required", ())),
        optional=tuple(takes.get("optional", ())),
        refused=tuple(takes.get("refused", ())),
    )


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {**table, "kinds": tuple(table.get("kinds", ()))}


PRODUCTS: Mapping[str, ReportProduct] = _products()
"""Every product by its name on the wire, in the order of the documents."""
