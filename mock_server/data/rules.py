"""What names and formats mean: the rules that are asked, in order, before the plain samplers.

A rule answers for names such as "billing_address.postalCode" by the longest ending of the name
that it knows ("postal_code"). What it draws is shown to a judge, so a rule may be bold.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import TypeVar

from mock_server.data import commerce, people, technical, telecom
from mock_server.data.customs import CUSTOMARY
from mock_server.data.examples import by_example
from mock_server.data.field import PASS, Field, Pass, Rule
from mock_server.data.formats import FORMATS, date, date_time
from mock_server.data.numbers import bounds, draw_number, on_grid
from mock_server.data.people import Draw
from mock_server.data.quantities import CERTAIN, LIKELY
from mock_server.data.samplers import lengths
from mock_server.data.wording import fitted
from mock_server.spec.operation import Json

_MEANINGS: Mapping[str, Draw] = {
    **people.TEXTS,
    **telecom.TEXTS,
    **commerce.TEXTS,
    **technical.TEXTS,
}
_MOMENT_ENDINGS = frozenset(
    (
        *("at", "time", "timestamp", "datetime", "created", "updated", "modified", "expires"),
        *("since", "until", "expiry", "expiration", "deadline"),
    )
)
_DATE_ENDINGS = frozenset(("date", "day", "birthday", "dob"))
# Counts of seconds since 1970 have ten digits until the year 2286, of milliseconds thirteen.
_MILLISECONDS_FROM = 10**11
_Known = TypeVar("_Known")


def by_format(field: Field, rng: Random) -> Json | Pass:
    """Texts whose format is known, unless a pattern says more."""
    draw = FORMATS.get(str(field.schema.get("format")))
    if draw is None or field.kind not in ("", "string"):
        return PASS
    return draw(field, rng)


def by_time(field: Field, rng: Random) -> Json | Pass:
    """Moments and days, as text or as counts of seconds."""
    ending = set(field.words[-1:])
    if field.kind == "string" and ending & _DATE_ENDINGS:
        return date(field, rng)
    if field.kind == "string" and ending & _MOMENT_ENDINGS:
        return date_time(field, rng)
    if field.kind not in ("integer", "number") or not ending & {"at", "timestamp", "epoch"}:
        return PASS
    moment = int(field.scene.timeline.at(field.words).timestamp())
    return moment * 1000 if _counts_milliseconds(field.schema) else moment


def _counts_milliseconds(schema: Mapping[str, Json]) -> bool:
    low, _ = bounds(schema)
    example = schema.get("example")
    return max(low or 0, example if isinstance(example, int) else 0) >= _MILLISECONDS_FROM


def by_place(field: Field, _: Random) -> Json | Pass:
    """Where the city is, as degrees."""
    if field.kind == "number" and field.words[-1:] in (("latitude",), ("lat",)):
        return field.scene.city.latitude
    if field.kind == "number" and field.words[-1:] in (("longitude",), ("lng",), ("lon",)):
        return field.scene.city.longitude
    return PASS


def by_meaning(field: Field, rng: Random) -> Json | Pass:
    """Names that leave no doubt: e-mail addresses, phone numbers, cities, amounts of money."""
    return _by_name(field, rng, _MEANINGS, CERTAIN)


def by_custom(field: Field, rng: Random) -> Json | Pass:
    """Names that are a hint, asked after the example."""
    return _by_name(field, rng, CUSTOMARY, LIKELY)


def _by_name(
    field: Field,
    rng: Random,
    texts: Mapping[str, Draw],
    ranges: Mapping[str, tuple[Fraction, Fraction]],
) -> Json | Pass:
    if field.kind == "string" and "format" not in field.schema:
        draw = _known(field, texts)
        return PASS if draw is None else _fitting(draw(field, rng), field, rng)
    if field.kind in ("integer", "number"):
        usual = _known(field, ranges)
        return PASS if usual is None else draw_number(on_grid(field.schema, *usual), rng, usual)
    return PASS


def _known(field: Field, table: Mapping[str, _Known]) -> _Known | None:
    """What the table has for the longest ending of the name."""
    words = field.words
    endings = ("_".join(words[start:]) for start in range(len(words)))
    return next((table[ending] for ending in endings if ending in table), None)


def _fitting(text: str, field: Field, rng: Random) -> str:
    """Sentences may be cut or continued; what is one word stays what it is."""
    return fitted(text, rng, lengths(field.schema)) if " " in text else text


RULES: tuple[Rule, ...] = (
    by_format,
    by_time,
    by_place,
    by_meaning,
    by_example,
    by_custom,
    telecom.by_digits,
)
"""Ours, in the order in which they are asked."""
