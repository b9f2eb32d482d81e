"""The last resort: a value for a leaf whose name says nothing, by its schema alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from mock_server.data.field import Field
from mock_server.data.formats import FORMATS
from mock_server.data.numbers import draw_number
from mock_server.data.pattern import draw_matching
from mock_server.data.wording import TITLES, WORDS, fitted
from mock_server.spec.operation import Json

# A text whose schema sets no upper bound is at most this long, or a little more than its least.
_USUAL_LENGTH = 60
_CONTAINERS = ("array", "object")
# Longest text that is made when a schema asks for a longer one.
MAX_TEXT = 20_000


def sample(field: Field, rng: Random) -> Json:
    """A value of the field's type; it may still break a rule that only a judge can see."""
    schema = field.schema
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return rng.choice(telling(schema["enum"], field.kind))
    return _SAMPLERS.get(field.kind, sample_text)(field, rng)


def telling(values: list[Json], kind: str) -> list[Json]:
    """The values of an enum that are of the type; null only when there is nothing else."""
    fitting = [value for value in values if not kind or kind in kinds_of(value)]
    return [value for value in fitting if value is not None] or fitting or values


def kinds_of(value: Json) -> tuple[str, ...]:
    """The JSON types of a value, the narrowest first."""
    if value is None or isinstance(value, bool):
        return ("null",) if value is None else ("boolean",)
    if isinstance(value, int | float):
        return ("integer", "number") if value == int(value) else ("number",)
    return ("string",) if isinstance(value, str) else (_CONTAINERS[isinstance(value, dict)],)


def lengths(schema: Mapping[str, Json]) -> tuple[int, int]:
    """The least and the greatest length in code points, kept to what is sensible."""
    shortest = min(int(schema.get("minLength", 0)), MAX_TEXT)
    longest = schema.get("maxLength")
    return shortest, max(_USUAL_LENGTH, 2 * shortest) if longest is None else int(longest)


def sample_text(field: Field, rng: Random) -> Json:
    schema = field.schema
    shortest, longest = lengths(schema)
    if "pattern" in schema:
        text = draw_matching(schema["pattern"], rng, (shortest, longest))
        if text is not None:
            return text
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]](field, rng)
    text = rng.choice(WORDS) if longest < 24 else rng.choice(TITLES)
    return fitted(text, rng, (shortest, longest))


_SAMPLERS: Mapping[str, Callable[[Field, Random], Json]] = {
    "null": lambda _field, _rng: None,
    "boolean": lambda _field, rng: rng.random() < 0.5,
    "integer": lambda field, rng: draw_number(field.schema, rng),
    "number": lambda field, rng: draw_number(field.schema, rng),
    "string": sample_text,
}
