"""Numbers within bounds and on a grid, reckoned exactly: fractions, never floats, until the end."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from random import Random

from mock_server.spec.operation import Json

# OpenAPI Format Registry: int32 and int64 are signed integers of that many bits.
_FORMATS = {
    "int8": (-(2**7), 2**7 - 1),
    "uint8": (0, 2**8 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "uint16": (0, 2**16 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
}
# Where a number is drawn when nothing says how large it is (assumed).
USUAL = (Fraction(1), Fraction(1000))
_FINEST = 64
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_ASKED = ("format", "multipleOf", *_BOUNDS)


def draw_number(
    schema: Mapping[str, Json], rng: Random, usual: tuple[Fraction, Fraction] = USUAL
) -> Json:
    """A number that the schema allows, in the usual range as far as it can be.

    An integer where the value is whole, else the float nearest to the exact value. Bounds that
    exclude each other give a number at one of them.
    """
    whole = schema.get("type") == "integer"
    asked = tuple((name, schema[name]) for name in _ASKED if name in schema)
    first, last, numerator, denominator = _reckoned(asked, usual, whole=whole)
    units = (rng.randint(first, last) if first < last else first) * numerator
    return units // denominator if units % denominator == 0 else units / denominator


@lru_cache(maxsize=1024)
def _reckoned(
    asked: tuple[tuple[str, Json], ...], usual: tuple[Fraction, Fraction], *, whole: bool
) -> tuple[int, int, int, int]:
    """The first and the last point of the grid, and its step as a fraction: once for all draws."""
    schema = dict(asked)
    low, high = bounds(schema)
    step = _step(schema, whole=whole, room=None if low is None or high is None else high - low)
    first, last = _grid(low, high, step, schema)
    ends = _narrowed(first, last, (usual[0] / step, usual[1] / step))
    return *ends, step.numerator, step.denominator


def on_grid(schema: Mapping[str, Json], *samples: Fraction) -> Mapping[str, Json]:
    """The schema, of whole numbers where all samples are whole: counts are, amounts are not."""
    if all(sample.denominator == 1 for sample in samples):
        return {**schema, "type": "integer"}
    return schema


def bounds(schema: Mapping[str, Json]) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest number, exclusive bounds included."""
    limits = _FORMATS.get(str(schema.get("format")), (None, None))
    lows = [schema.get("minimum"), schema.get("exclusiveMinimum"), limits[0]]
    highs = [schema.get("maximum"), schema.get("exclusiveMaximum"), limits[1]]
    low = max((Fraction(str(each)) for each in lows if each is not None), default=None)
    high = min((Fraction(str(each)) for each in highs if each is not None), default=None)
    return low, high


def _step(schema: Mapping[str, Json], *, whole: bool, room: Fraction | None) -> Fraction:
    """The grid: what `multipleOf` asks for, whole numbers, else hundredths or finer."""
    multiple = Fraction(str(schema.get("multipleOf", 0)))
    if multiple:
        # A whole multiple of a/b is a multiple of a.
        return Fraction(multiple.numerator) if whole else multiple
    if whole:
        return Fraction(1)
    step = Fraction(1, 100)
    while room and room / step < _FINEST and step > Fraction(1, 10**12):
        step /= 10
    return step


def _grid(
    low: Fraction | None, high: Fraction | None, step: Fraction, schema: Mapping[str, Json]
) -> tuple[int | None, int | None]:
    """The bounds as multiples of the step, excluded ones stepped over."""
    first = None if low is None else ceil(low / step)
    last = None if high is None else floor(high / step)
    if first is not None and _is(schema.get("exclusiveMinimum"), first * step):
        first += 1
    if last is not None and _is(schema.get("exclusiveMaximum"), last * step):
        last -= 1
    return first, last


def _is(bound: Json, value: Fraction) -> bool:
    return bound is not None and Fraction(str(bound)) == value


def _narrowed(
    first: int | None, last: int | None, usual: tuple[Fraction, Fraction]
) -> tuple[int, int]:
    """The part of the grid that is usual, else as many of its points next to a bound."""
    near, far = ceil(usual[0]), max(ceil(usual[0]), floor(usual[1]))
    spread = far - near
    if last is not None and last < near:
        return max(last - spread, last - spread if first is None else first), last
    if first is not None and first > far:
        return first, min(first + spread, first + spread if last is None else last)
    low = near if first is None else max(first, near)
    high = far if last is None else min(last, far)
    return low, max(low, high)
