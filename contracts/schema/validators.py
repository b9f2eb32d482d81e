"""Validators of JSON Schema 2020-12, each made once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import jsonschema_rs
from jsonschema_rs import Draft202012Validator, FancyRegexOptions, RegexOptions

from contracts.schema.pointers import Json, reachable

MOST_KEPT = 8192
BACKTRACK_LIMIT = 100_000
"""Steps of a pattern with look-around before it counts as not matching. ASSUMED: some
milliseconds, more than an honest value needs."""


class Held:
    """A schema that is the same as another only if it is the same object; so it can be a key."""

    __slots__ = ("schema",)

    def __init__(self, schema: Json) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and other.schema is self.schema


def validator(schema: Json, root: Json) -> Draft202012Validator:
    """For a part of a standalone schema; formats are checked, unknown ones are let pass.

    Args:
        root: the schema whose `$defs` the part refers to.
    """
    return _compiled(Held(schema), Held(root))


@lru_cache(maxsize=MOST_KEPT)
def _compiled(part: Held, root: Held) -> Draft202012Validator:
    schema = part.schema
    if isinstance(schema, Mapping) and isinstance(root.schema, Mapping):
        inner = {name: value for name, value in schema.items() if name != "$defs"}
        schema = {**inner, "$defs": reachable(inner, root.schema.get("$defs", {}))}
    try:
        return _made(schema, RegexOptions())
    except jsonschema_rs.ValidationError:  # a pattern looks around, which the fast engine cannot
        return _made(schema, FancyRegexOptions(backtrack_limit=BACKTRACK_LIMIT))


def _made(schema: Json, patterns: RegexOptions | FancyRegexOptions) -> Draft202012Validator:
    return Draft202012Validator(
        schema, validate_formats=True, offline=True, pattern_options=patterns
    )
