"""What can be asked of records, and the judge of the answers: every record's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.documents.library import content
from tests.vendors.vonage_records.ledger import Record, Scanned, View, scanned

SHOWN_AS = {
    ("NETWORK-API-EVENT", "country"): "country_code",
    ("NETWORK-API-EVENT", "number"): "msisdn",
}
"""Filters that records show under another name."""

NO_RECORDS = frozenset({"account_id", "include_message", "show_concatenated", "type"})
"""Parameters that do not choose among records."""


def matrix() -> dict[str, dict[str, list[str]]]:
    filters: dict[str, dict[str, list[str]]] = content("vonage/reports.yaml")[
        "x-understudy-filters"
    ]
    return filters


def shown(view: View) -> dict[str, str]:
    """The filters of a view that its records have a field for, with the field."""
    filters = matrix()[view.product]
    names = (*filters["required"], *filters["optional"])
    fields = {name: SHOWN_AS.get((view.product, name), name) for name in names}
    first = scanned(view).records[0]
    return {name: field for name, field in fields.items()
            if field in first and name not in NO_RECORDS}  # fmt: skip


def kept(all_of: Scanned, fields: Mapping[str, str], asked: Mapping[str, Any]) -> list[int]:
    """The records that show what was asked for."""
    found = list(zip(all_of.indexes.tolist(), all_of.records, strict=True))
    for name, value in asked.items():
        field, shown_as = fields[name], _wire(value)
        found = [(index, record) for index, record in found if record[field] == shown_as]
    return [index for index, _ in found]


@st.composite
def questions(draw: st.DrawFn, view: View) -> dict[str, Any]:
    """Up to three filters, with values of one record, now and then of another, or strange ones."""
    fields, records = shown(view), scanned(view).records
    asked: dict[str, Any] = {}
    if not fields:
        return asked
    places = st.integers(0, len(records) - 1)  # `sampled_from` would look at each record first
    usual = records[draw(places)]
    for name in draw(st.lists(st.sampled_from(sorted(fields)), max_size=3, unique=True)):
        of: Record = draw(st.sampled_from([usual, usual, usual, records[draw(places)]]))
        strange = ["", "no such value", "1", "+" + of.get("to", ""), "CON-"]
        value = of[fields[name]] if draw(st.integers(0, 9)) else draw(st.sampled_from(strange))
        asked[name] = as_asked(name, value)
    return asked


def as_asked(name: str, value: str) -> Any:
    """A value as a decoded request has it."""
    return value == "TRUE" if name == "swapped" else value


def _wire(value: Any) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)
