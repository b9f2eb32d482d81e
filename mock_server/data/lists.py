"""How long lists are, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import shake_128

from mock_server.data.rows import Rows
from mock_server.data.template import CHANCE_BYTES
from mock_server.spec.operation import Json

# The most items of a list that a schema leaves open, and the usual length of an inner list
# (assumed); and the most that are made when a schema asks for more.
_OPEN = 100_000
_USUAL = 3
_MOST = 10_000
_NESTED = 2
# How many different inner lists there are, and how many bytes they take together (our choice).
_LISTS = 16
_MOST_BYTES = 64_000
_LONGEST = 1_000_000


def item_schemas(keywords: Mapping[str, Json]) -> tuple[list[Json], Json]:
    """The schemas of the first items, then of all others; items that must be contained go first."""
    rest = keywords.get("items", keywords.get("unevaluatedItems", True))
    first = list(keywords.get("prefixItems", ()))
    if "contains" in keywords:
        needed = int(keywords.get("minContains", 1))
        room = int(keywords.get("maxItems", _MOST)) - len(first)
        first += [{"allOf": [rest, keywords["contains"]]}] * min(needed, max(0, room), _MOST)
    return first, rest


def told_by(example: Json, schema: Json) -> Json:
    """An item's schema; with the list's own example, it has examples."""
    if not isinstance(example, list) or not isinstance(schema, dict) or "example" in schema:
        return schema
    return {"allOf": [schema], "examples": example}


def list_bounds(keywords: Mapping[str, Json], first: int, *, lean: bool) -> tuple[int, int]:
    """The least and the most items."""
    least = int(keywords.get("minItems", 0))
    least = max(least, int(keywords.get("minContains", 1)) if "contains" in keywords else 0)
    most = int(keywords.get("maxItems", _OPEN))
    if keywords.get("items", True) is False:
        most = min(most, first)
    least = min(least, _MOST)
    return least, (max(least, min(first, most)) if lean else max(least, most))


def list_texts(rows: Rows, held: int, nested: int) -> list[bytes]:
    """Inner lists of usual lengths, each text to follow `held` items.

    Lists inside of `nested` others have one item, and all texts together are kept to a size.
    """
    texts: list[bytes] = []
    usual = _USUAL if nested < _NESTED else 1
    longest = max(1, _LONGEST // rows.weight)
    for number in range(_LISTS):
        seed = b"list %d" % number
        chance = shake_128(seed).digest(1 + CHANCE_BYTES)
        count = min(longest, rows.count(1 + chance[0] % usual, 0))
        text = b"".join(rows.parts(count, chance[1:], seed))
        texts.append(b"," + text if held and text else text)
        if sum(map(len, texts)) > _MOST_BYTES:
            break
    return texts
