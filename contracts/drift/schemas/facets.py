"""What a schema asks of values of a type: bounds that can be compared, and what cannot."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from contracts.drift.place import Place
from contracts.drift.schemas.values import canonical, count, number

Json = Any


class Facet(NamedTuple):
    """One constraint.

    `tightness` orders those of a keyword; None where only equality can be told. `text` is what a
    reader is shown, and what is compared then.
    """

    tightness: tuple[float, ...] | None
    text: str


Facets = dict[str, Facet]

NUMERIC = frozenset({"minimum", "maximum", "multipleOf"})
TEXTUAL = frozenset({"minLength", "maxLength", "pattern", "contentSchema"})
LISTED = frozenset({"minItems", "maxItems", "uniqueItems", "contains"})
OBJECT = frozenset({"minProperties", "maxProperties", "propertyNames", "dependent"})
GENERAL = frozenset({"not", "if", "oneOf", "anyOf"})
OF_TYPE: dict[str, frozenset[str]] = {
    "integer": NUMERIC | GENERAL,
    "number": NUMERIC | GENERAL,
    "string": TEXTUAL | GENERAL,
    "array": LISTED | GENERAL,
    "object": OBJECT | GENERAL,
    "boolean": GENERAL,
}


def read_bounds(place: Place, facets: Facets) -> None:
    """Add the constraints of one schema that need no other schema to be understood."""
    for keyword, value in place.value.items():
        if reader := READERS.get(keyword):
            reader(facets, keyword, value, place)


def put(facets: Facets, keyword: str, facet: Facet) -> None:
    """Both must hold: the tighter one stays, or all that cannot be compared."""
    old = facets.get(keyword)
    if old is None or old == facet:
        facets[keyword] = facet
    elif old.tightness is None or facet.tightness is None:
        texts = {*old.text.split(" and "), facet.text}
        facets[keyword] = Facet(None, " and ".join(sorted(texts)))
    elif facet.tightness > old.tightness:
        facets[keyword] = facet


def change(old: Facet, new: Facet) -> str:
    """How a constraint was changed: tightened, widened or changed; empty when it was not."""
    if old == new:
        return ""
    if old.tightness is None or new.tightness is None:
        return "changed" if old.text != new.text else ""
    if old.tightness == new.tightness:
        return ""
    return "tightened" if new.tightness > old.tightness else "widened"


def multiple_change(old: Facet, new: Facet) -> str:
    """Of `multipleOf`: every multiple of 10 is one of 5."""
    ratio = Fraction(new.text) / Fraction(old.text)
    if ratio.denominator == 1:
        return "tightened"
    return "widened" if ratio.numerator == 1 else "changed"


def for_type(kind: str, facets: Facets) -> Facets:
    """Those that say something of this type, bounds of integers as whole numbers."""
    if not facets or kind not in OF_TYPE:
        return facets
    wanted = OF_TYPE[kind]
    found = {keyword: facet for keyword, facet in facets.items() if keyword in wanted}
    if kind == "integer":
        for keyword in NUMERIC & found.keys():
            whole(found, keyword)
    return found


def whole(facets: Facets, keyword: str) -> None:
    facet = facets[keyword]
    if keyword == "multipleOf" and facet.text == "1":
        del facets[keyword]
    if keyword == "multipleOf" or facet.tightness is None:
        return
    bound, exclusive = facet.tightness
    if keyword == "minimum":
        least = floor(bound) + 1 if exclusive else ceil(bound)
        facets[keyword] = Facet((least, 0), str(least))
    else:
        most = ceil(-bound) - 1 if exclusive else floor(-bound)
        facets[keyword] = Facet((-most, 0), str(most))


def _minimum(facets: Facets, _: str, value: Json, place: Place) -> None:
    bound = number(value)
    if bound is not None:
        exclusive = place.value.get("exclusiveMinimum") is True
        put(
            facets,
            "minimum",
            Facet((bound, exclusive), f"above {bound}" if exclusive else f"{bound}"),
        )


def _maximum(facets: Facets, _: str, value: Json, place: Place) -> None:
    bound = number(value)
    if bound is not None:
        exclusive = place.value.get("exclusiveMaximum") is True
        put(
            facets,
            "maximum",
            Facet((-bound, exclusive), f"below {bound}" if exclusive else f"{bound}"),
        )


def _above(facets: Facets, _: str, value: Json, __: Place) -> None:
    bound = None if isinstance(value, bool) else number(value)
    if bound is not None:
        put(facets, "minimum", Facet((bound, 1), f"above {bound}"))


def _below(facets: Facets, _: str, value: Json, __: Place) -> None:
    bound = None if isinstance(value, bool) else number(value)
    if bound is not None:
        put(facets, "maximum", Facet((-bound, 1), f"below {bound}"))


def _least(facets: Facets, keyword: str, value: Json, _: Place) -> None:
    if size := count(value):
        put(facets, keyword, Facet((size,), str(size)))


def _most(facets: Facets, keyword: str, value: Json, _: Place) -> None:
    size = count(value)
    if size is not None:
        put(facets, keyword, Facet((-size,), str(size)))


def _flag(facets: Facets, keyword: str, value: Json, _: Place) -> None:
    if value is True:
        put(facets, keyword, Facet((1,), "true"))


def _multiple(facets: Facets, keyword: str, value: Json, _: Place) -> None:
    step = number(value)
    if step is not None and step > 0:
        put(facets, keyword, Facet(None, str(step)))


def _text(facets: Facets, keyword: str, value: Json, _: Place) -> None:
    if isinstance(value, str):
        put(facets, keyword, Facet(None, value))


def _dependent(facets: Facets, _: str, value: Json, __: Place) -> None:
    if isinstance(value, dict) and value:
        names = {name: sorted(map(str, needs)) for name, needs in value.items() if needs}
        put(facets, "dependent", Facet(None, canonical(names)))


READERS: dict[str, Callable[[Facets, str, Json, Place], None]] = {
    "minimum": _minimum,
    "maximum": _maximum,
    "exclusiveMinimum": _above,
    "exclusiveMaximum": _below,
    "multipleOf": _multiple,
    "minLength": _least,
    "minItems": _least,
    "minProperties": _least,
    "maxLength": _most,
    "maxItems": _most,
    "maxProperties": _most,
    "uniqueItems": _flag,
    "pattern": _text,
    "dependentRequired": _dependent,
}
