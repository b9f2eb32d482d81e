"""What a list's own description says of it: how many there are, on which page this is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from mock_server.data.field import words_of
from mock_server.data.leaves import possible_kinds
from mock_server.data.numbers import bounds
from mock_server.data.schema import flats
from mock_server.spec.operation import Json

Role: TypeAlias = Callable[[int, int | None], int]
"""From how many items the list has, and how many were asked for, to what is said of it."""

# How many lengths of lists are remembered for one number: most lists are of a few lengths.
_LENGTHS = 64
# A page holds this many unless the list is longer (assumed: a common default).
_PAGE_SIZE = 20

_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(
        (
            *("total", "count", "total_count", "total_results", "total_items", "total_records"),
            *("total_entries", "total_elements", "result_count", "results_count", "num_results"),
            *("items_count", "item_count", "record_count", "records_count", "number_of_elements"),
        ),
        lambda count, _asked: count,
    ),
    **dict.fromkeys(("page", "page_number", "current_page", "page_num"), lambda _count, _asked: 1),
    **dict.fromkeys(
        ("total_pages", "page_count", "pages", "last_page", "num_pages"), lambda _count, _asked: 1
    ),
    **dict.fromkeys(
        ("page_size", "per_page", "limit", "page_limit", "items_per_page", "results_per_page"),
        lambda count, asked: max(count, asked or _PAGE_SIZE),
    ),
    "offset": lambda _count, _asked: 0,
}


# What the list is called that a document is about, the likeliest first (customs of many APIs).
_MAIN_NAMES = ("data", "records", "items", "results", "content", "entries", "elements", "rows")


def main_list(schema: Json, definitions: Mapping[str, Json]) -> tuple[str, ...] | None:
    """The path of the document's main list: the top, else the list of objects that it is about.

    That list is looked for among the top-level properties, then inside of those.
    """
    top = _first(schema, definitions)
    if _kind(top) == "array":
        return ()
    properties = top.get("properties", {}) if _kind(top) == "object" else {}
    if name := _list_of_objects(properties, definitions):
        return (name,)
    for outer, inner in dict(properties).items():
        within = _first(inner, definitions)
        properties = within.get("properties", {}) if _kind(within) == "object" else {}
        if name := _list_of_objects(properties, definitions):
            return (outer, name)
    return None


def _list_of_objects(properties: Mapping[str, Json], definitions: Mapping[str, Json]) -> str | None:
    likely = [name for name in _MAIN_NAMES if name in properties]
    for name in (*likely, *properties):
        keywords = _first(properties[name], definitions)
        items = keywords.get("items", True) if _kind(keywords) == "array" else True
        if _kind(_first(items, definitions)) == "object":
            return name
    return None


def _first(schema: Json, definitions: Mapping[str, Json]) -> Mapping[str, Json]:
    ways = flats(schema, definitions)
    return ways[0].keywords if ways else {"type": "null"}


def _kind(keywords: Mapping[str, Json]) -> str:
    return possible_kinds(keywords)[0]


def is_page_field(name: str, keywords: Mapping[str, Json]) -> bool:
    """Whether a number describes the list: the one page that there is, and all that is on it."""
    whole = keywords.get("type") in ("integer", "number", ["integer"], ["number"])
    free = not {"enum", "const", "multipleOf", "not"} & keywords.keys()
    return whole and free and "_".join(words_of(name)) in _ROLES


def page_field(name: str, keywords: Mapping[str, Json]) -> Callable[[int, int | None], bytes]:
    """How a number follows from the length of the list, kept within the schema's bounds."""
    role = _ROLES["_".join(words_of(name))]
    low, high = bounds(keywords)
    least = -(10**18) if low is None else _whole(low, exclusive=keywords.get("exclusiveMinimum"))
    most = (
        10**18 if high is None else _whole(high, exclusive=keywords.get("exclusiveMaximum"), up=-1)
    )

    @lru_cache(maxsize=_LENGTHS)
    def text(count: int, asked: int | None) -> bytes:
        return b"%d" % max(least, min(most, role(count, asked)))

    return text


def _whole(bound: Fraction, *, exclusive: Json, up: int = 1) -> int:
    """The whole number next to a bound, on its inner side."""
    inner = (
        -(-bound.numerator // bound.denominator) if up > 0 else bound.numerator // bound.denominator
    )
    return inner + up if exclusive is not None and inner == Fraction(str(exclusive)) else inner
