"""Schemas made ready to judge values with jsonschema-rs, JSON Schema 2020-12."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema_rs
from jsonschema_rs import Draft202012Validator, FancyRegexOptions, RegexOptions

from mock_server.errors import SpecError
from mock_server.spec.operation import Json

_MAPS = ("properties", "patternProperties", "$defs", "dependentSchemas")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLES = ("items", "additionalProperties", "not", "if", "then", "else", "contains",
            "propertyNames", "unevaluatedProperties", "unevaluatedItems")  # fmt: skip

_BOUNDS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
"""Source: OpenAPI format registry, "signed 32 bits" and "signed 64 bits"."""

_KEPT_WHEN_LENIENT = frozenset(
    {"$defs", "$id", "$ref", "additionalProperties", "allOf", "anyOf", "items", "oneOf",
     "prefixItems", "properties", "required", "type"}
)  # fmt: skip

_BACKTRACK_LIMIT = 100_000
"""Steps of a pattern with look-around before it counts as not matching; assumed: some
milliseconds of work, more than any honest value needs."""


def compile_validator(schema: Json, lenient: bool = False) -> Draft202012Validator:
    """A validator for a standalone schema.

    Formats are checked, `int32` and `int64` as bounds, `byte` as Base64; a format that nobody
    knows is ignored. Patterns run in linear time, unless one of the schema needs look-around.

    Raises:
        SpecError: the schema breaks its own rules; `where` is the JSON pointer inside it.
    """
    try:
        prepared = _relaxed(schema) if lenient else schema
        prepared = _rewritten(prepared, _with_bounds)
    except RecursionError:
        raise _refusal("", "it is nested too deep") from None
    try:
        return _compiled(prepared, RegexOptions())
    except jsonschema_rs.ValidationError:  # look-around, or a real mistake: the next one knows
        return _compiled_with_look_around(prepared)
    except ValueError as error:
        raise _refusal("", str(error)) from error


def is_base64(text: str) -> bool:
    """Whether the text is Base64 of RFC 4648, section 4, with its padding."""
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _compiled_with_look_around(schema: Json) -> Draft202012Validator:
    try:
        return _compiled(schema, FancyRegexOptions(backtrack_limit=_BACKTRACK_LIMIT))
    except jsonschema_rs.ValidationError as error:
        raise _refusal(_pointer(error.instance_path), error.message) from error


def _compiled(schema: Json, patterns: RegexOptions | FancyRegexOptions) -> Draft202012Validator:
    return Draft202012Validator(
        schema,
        validate_formats=True,
        offline=True,
        pattern_options=patterns,
        formats={"byte": is_base64},
    )


def _refusal(pointer: str, why: str) -> SpecError:
    return SpecError(
        "A schema is not a JSON Schema",
        where=f"#{pointer}",
        why=why[:300],
        fix="correct the document, or lay an overlay over it",
    )


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _rewritten(schema: Json, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Json:
    """The schema with every schema inside it changed; data in it (enum, const ...) is left."""
    if not isinstance(schema, Mapping):
        return schema
    return change({key: _part(key, value, change) for key, value in schema.items()})


def _part(key: str, value: Json, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Json:
    if key in _MAPS and isinstance(value, Mapping):
        return {name: _rewritten(each, change) for name, each in value.items()}
    if key in _LISTS and isinstance(value, list):
        return [_rewritten(each, change) for each in value]
    return _rewritten(value, change) if key in _SINGLES else value


def _with_bounds(schema: dict[str, Any]) -> dict[str, Any]:
    bounds = _BOUNDS.get(str(schema.get("format")))
    others = schema.get("allOf", [])
    if bounds is None or not isinstance(others, list):
        return schema
    return {**schema, "allOf": [*others, {"minimum": bounds[0], "maximum": bounds[1]}]}


def _relaxed(schema: Json) -> Json:
    return _rewritten(schema, lambda each: dict(_kept(each)))


def _kept(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What the wire itself demands.

    `oneOf` becomes `anyOf`: branches that only a value told apart overlap once values are free.
    """
    kept = {key: value for key, value in schema.items() if key in _KEPT_WHEN_LENIENT}
    either = kept.pop("oneOf", None)
    if kept.get("additionalProperties") is False:
        del kept["additionalProperties"]
    if either is not None:
        kept["allOf"] = [*kept.get("allOf", ()), {"anyOf": either}]
    yield from kept.items()
