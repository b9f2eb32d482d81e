"""Values like an example: its shape is kept, what identifies somebody is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from random import Random

from mock_server.data.field import PASS, Field, Pass
from mock_server.data.formats import date, date_time, digits_of_phone, email, phone, uuid
from mock_server.data.numbers import draw_number, on_grid
from mock_server.data.people import Draw
from mock_server.data.samplers import kinds_of
from mock_server.spec.operation import Json

_HEX = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{8,}")
_PHONES = frozenset(("from", "to", "number", "phone", "msisdn", "caller", "callee", "sender"))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def by_example(field: Field, rng: Random) -> Json | Pass:
    """A value of the kind that the schema's own example is, where it has one."""
    examples = [value for value in _examples(field.schema) if field.kind in kinds_of(value)]
    if not examples:
        return PASS
    example = rng.choice(examples)
    if not isinstance(example, str):
        return PASS if example is None else _number_like(example, field, rng)
    if _PHONES.intersection(field.words) and re.fullmatch(r"\d{10,15}", example):
        return digits_of_phone(field, rng)
    return _like(example)(field, rng)


def _examples(schema: Mapping[str, Json]) -> list[Json]:
    several = schema.get("examples")
    held = list(several) if isinstance(several, list) else []
    if "example" in schema or held:
        return [*held, schema["example"]] if "example" in schema else held
    # A word that is the default is mostly what is sent ("record_type"); a number says less.
    return [schema["default"]] if isinstance(schema.get("default"), str) else []


def _number_like(example: float, field: Field, rng: Random) -> Json:
    """Between half and twice the example."""
    value = Fraction(str(example))
    ends = sorted((value / 2, value * 2)) if value else [Fraction(0), Fraction(10)]
    return draw_number(on_grid(field.schema, value), rng, (ends[0], ends[1]))


@lru_cache(maxsize=4096)
def _like(example: str) -> Draw:
    """How to draw texts of the example's kind."""
    for shape, draw in _SHAPES:
        if shape.fullmatch(example):
            return draw
    if re.fullmatch(r"-?\d+\.\d+", example):
        return lambda _field, rng: _decimal_like(example, rng)
    if re.match(r"https?://", example):
        path = example.partition("://")[2].partition("/")[2]
        return lambda _field, rng: f"https://example.com/{_letters_like(path, rng)}"
    if _identifies(example):
        return lambda _field, rng: _letters_like(example, rng)
    return lambda _field, _rng: example


_SHAPES: tuple[tuple[re.Pattern[str], Draw], ...] = (
    (re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"), uuid),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*"), date_time),
    (re.compile(r"\d{4}-\d\d-\d\d"), date),
    (re.compile(r"\+[1-9]\d{7,14}"), phone),
    (re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+"), email),
    (re.compile(r"\d{1,3}"), lambda _field, rng: str(rng.randrange(500))),
)


def _decimal_like(example: str, rng: Random) -> str:
    """As many decimals, between half and twice as much."""
    decimals = len(example.rpartition(".")[2])
    units = int(example.replace(".", "").replace("-", "")) or 10**decimals
    drawn = rng.randint(units // 2, units * 2)
    sign = "-" if example.startswith("-") and drawn else ""
    whole, rest = divmod(drawn, 10**decimals)
    return f"{sign}{whole}.{rest:0{decimals}d}"


def _identifies(text: str) -> bool:
    """Whether a text looks like an id: one word, with several digits or hexadecimal."""
    digits = sum(letter.isdigit() for letter in text)
    return " " not in text and (digits >= 4 or bool(_HEX.search(text)))


def _letters_like(text: str, rng: Random) -> str:
    """Digits for digits; in a run that mixes both, letters for letters too."""
    return re.sub(r"[0-9A-Za-z]+", lambda run: _run_like(run.group(), rng), text)


def _run_like(run: str, rng: Random) -> str:
    if _HEX.fullmatch(run):
        return f"{rng.getrandbits(4 * len(run)):0{len(run)}x}"
    if not re.search(r"\d", run):
        return run
    mixed = len(run) >= 8 and re.search(r"[A-Za-z]", run)
    return "".join(_letter_like(letter, rng, mixed=bool(mixed)) for letter in run)


def _letter_like(letter: str, rng: Random, *, mixed: bool) -> str:
    if letter.isdigit():
        return str(rng.randrange(1 if letter != "0" else 0, 10))
    drawn = rng.choice(_LETTERS)
    return letter if not mixed else drawn.upper() if letter.isupper() else drawn
