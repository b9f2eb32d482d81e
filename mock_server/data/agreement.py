"""Laws between the leaves of one object: parts are not more than the whole, least not over most.

Values that break a law change places, row by row, as long as each still fits its own schema; the
columns that a law touches are then drawn together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from mock_server.data.field import words_of
from mock_server.data.leaves import column_of_values
from mock_server.data.parts import Drawn, Part, Place
from mock_server.spec.operation import Json

Parts = Mapping[str, tuple[Place, Part]]

# Each law lists names from the largest value to the smallest; the order of names in one text means
# nothing. They are customs of reports and invoices, not of one vendor.
_CHAINS: tuple[tuple[list[str], ...], ...] = tuple(
    tuple(names.split() for names in chain)
    for chain in (
        (
            "total total_count grand_total total_parts",
            "parts segments",
            "sent submitted attempted",
            "delivered accepted",
            "read clicked opened",
        ),
        ("total total_count", "received count used completed failed errors succeeded successful"),
        (
            "grand_total total total_cost total_amount total_price amount_total",
            "subtotal sub_total net_amount",
            "tax fee discount fees vat credits other existing_mrc new_mrc new_otc shipping",
        ),
        ("gross_amount", "net_amount"),
        ("credit_limit", "available_credit"),
        ("call_sec duration total_duration duration_seconds", "billed_sec talk_time bill_sec"),
        ("amount", "amount_paid amount_due"),
        ("quantity", "remaining used"),
    )
)
_BOUNDS = (("max", "min"), ("maximum", "minimum"), ("upper", "lower"), ("high", "low"))


def settled(parts: Parts) -> Parts:
    """The parts of one object, so that those which a law binds keep it in every row."""
    changed = dict(parts)
    for names in _bound(parts):
        bound = [part for _, part in map(changed.__getitem__, names) if isinstance(part, Drawn)]
        for name, part in zip(names, _in_order(bound), strict=True):
            changed[name] = (changed[name][0], part)
    return changed


def _bound(parts: Parts) -> Iterator[list[str]]:
    """Names that a law puts in order, the largest first."""
    leaves = {"_".join(words_of(name)): name for name, (_, part) in parts.items() if _varies(part)}
    chains = [
        [leaves[name] for link in chain for name in link if name in leaves] for chain in _CHAINS
    ]
    yield from (chain for chain in chains if len(chain) > 1)
    for most, least in _BOUNDS:
        for joined, name in leaves.items():
            other = "_".join(least if word == most else word for word in joined.split("_"))
            if other != joined and other in leaves:
                yield [name, leaves[other]]


def _varies(part: Part) -> bool:
    return isinstance(part, Drawn) and not {"enum", "const"} & part.keywords.keys()


def _in_order(bound: Sequence[Drawn]) -> list[Drawn]:
    """The leaves with their values in order; as they were when no row can be put in order."""
    rows = zip(*(drawn.column.values for drawn in bound), strict=True)
    ordered = [_ordered(row, bound) for row in rows]
    kept = [row for row in ordered if row is not None]
    if not kept:
        return list(bound)
    rows_kept = [row or kept[i % len(kept)] for i, row in enumerate(ordered)]
    columns = zip(*rows_kept, strict=True)
    return [
        replace(drawn, column=column_of_values(values, sure=drawn.column.sure, shared=True))
        for drawn, values in zip(bound, columns, strict=True)
    ]


def _ordered(row: Sequence[Json], bound: Sequence[Drawn]) -> list[Json] | None:
    """The row's values from the largest to the smallest, None when they do not fit so."""
    sizes = [_size(value) for value in row]
    known = [size for size in sizes if size is not None]
    if len(known) < len(row) or len({isinstance(value, str) for value in row}) > 1:
        return None
    by_size = sorted(zip(known, row, strict=True), key=lambda pair: pair[0], reverse=True)
    values = [value for _, value in by_size]
    fits = all(drawn.judge.accepts(value) for drawn, value in zip(bound, values, strict=True))
    return values if fits else None


def _size(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        size = Decimal(str(value))
    except InvalidOperation:
        return None
    return size if size.is_finite() else None
