"""What a request for a usage report asks, once it is found to make sense."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mock_server.exchange import Rejection
from mock_server.spec.operation import Json
from mock_server.vendors.telnyx.refusals import invalid, several
from mock_server.vendors.telnyx.usage.products import PRODUCTS, Usage
from mock_server.vendors.telnyx.usage.windows import Span, span

CREATED_AT = "created_at"
"""What rows can be sorted by although they do not tell it: the beginning of the day or hour that
they are about. Source of the name: S of specs/telnyx/SOURCE.toml; what it means is ASSUMED."""

MOST_NAMES = 100
"""Dimensions, metrics and sorts in one request; no product has nearly as many."""

_FILTER = re.compile(r"(?:filter)?\[([^\[\]]+)\]=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Question:
    """A report that was asked for.

    Args:
        product: one of `PRODUCTS`.
        dimensions, metrics: of those that the product has, none of them twice.
        span: [from, to).
        wanted: by dimension the values of which any will do.
        sort: dimensions, metrics or CREATED_AT, each with a leading `-` when it is turned round.
        managed: whether the accounts that belong to this one count too.
    """

    product: str
    dimensions: tuple[str, ...]
    metrics: tuple[str, ...]
    span: Span
    wanted: Mapping[str, frozenset[str]]
    sort: tuple[str, ...]
    managed: bool


def question(query: Mapping[str, Json], now: datetime) -> Question:
    """Read a query.

    Raises:
        Rejection: 400, with an error for each of product, dimensions and metrics that will not do,
            or for the first other thing.
    """
    product = str(query.get("product"))
    if product not in PRODUCTS:
        raise unknown_product()
    dimensions, metrics = _named(query, PRODUCTS[product], product)
    return Question(
        product=product,
        dimensions=dimensions,
        metrics=metrics,
        span=span(query, now),
        wanted=_wanted(query.get("filter"), dimensions),
        sort=_sort(query, (*dimensions, *metrics, CREATED_AT)),
        managed=bool(query.get("managed_accounts")),
    )


def unknown_product() -> Rejection:
    """There is no such product. That the words are like those about metrics is ASSUMED."""
    return invalid("product", f"Available product values: {','.join(PRODUCTS)}.")


def _named(
    query: Mapping[str, Json], usage: Usage, product: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The dimensions and metrics. Source of what is said of bad ones: M2 of SOURCE.toml."""
    offered: Mapping[str, Iterable[str]] = {
        "dimensions": usage.offered,
        "metrics": usage.metrics,
    }
    given = {name: _names(query.get(name)) for name in offered}
    bad: list[dict[str, Json]] = [
        {
            "parameter": name,
            "detail": f"Available {name} values for {product}: {','.join(values)}.",
        }
        for name, values in offered.items()
        if not given[name] or not set(given[name]) <= set(values)
    ]
    if bad:
        raise several(*bad)
    return given["dimensions"], given["metrics"]


def _names(given: Json) -> tuple[str, ...]:
    """Names that came as a list, each once; those joined with commas come apart, too."""
    texts = given if isinstance(given, list) else [given] if isinstance(given, str) else []
    parts = ",".join(map(str, texts)).split(",", MOST_NAMES)
    return tuple(dict.fromkeys(name for part in parts if (name := part.strip())))


def _sort(query: Mapping[str, Json], known: Sequence[str]) -> tuple[str, ...]:
    names = _names(query.get("sort"))
    if not {name.removeprefix("-") for name in names} <= set(known):
        raise invalid("sort", "Invalid sorting value")
    return names


def _wanted(given: Json, dimensions: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """The filters: `filter[dimension]=value`, or that as the text of one parameter.

    Source of the first form: D and M2 of specs/telnyx/SOURCE.toml. Official clients send `filter`
    as the text they are given, and the contract's examples of it read like the first form.
    """
    lines = _members(given) if isinstance(given, Mapping) else _lines(given)
    found: dict[str, frozenset[str]] = {}
    for name, value in lines:
        if name not in dimensions:
            allowed = ",".join(dimensions)
            raise invalid("filter", f"Filters must be among the dimensions asked for: {allowed}.")
        found[name] = found.get(name, frozenset()) | {value}
    return found


def _members(given: Mapping[str, Json]) -> list[tuple[str, str]]:
    lines = []
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if any(isinstance(one, (Mapping, list)) for one in values):
            raise invalid("filter", "A filter is filter[dimension]=value.")
        lines += [(name, str(one)) for one in values]
    return lines


def _lines(given: Json) -> list[tuple[str, str]]:
    lines = []
    for part in str(given or "").split("&"):
        found = _FILTER.fullmatch(part)
        if found:
            lines.append((found[1], found[2]))
        elif part:
            raise invalid("filter", "A filter is filter[dimension]=value.")
    return lines
