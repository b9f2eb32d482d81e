"""Whatever the schema, what is drawn fits it; judged by another library than the one inside."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.validators import extend

from mock_server.data.generator import GeneratorOptions, compile_generator

SLOW = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def exact_multiple(_validator: Any, factor: Any, instance: Any, _schema: Any) -> Any:
    """As the specification has it: by the decimal text of numbers, not by their float."""
    number = isinstance(instance, int | float) and not isinstance(instance, bool)
    if number and Decimal(str(instance)) % Decimal(str(factor)):
        yield ValidationError(f"{instance} is not a multiple of {factor}")


Exact: Any = extend(Draft202012Validator, {"multipleOf": exact_multiple})  # type: ignore[no-untyped-call]

PATTERNS = (
    "^[a-z]+$",
    "^[A-Z]{2}[0-9]{6}$",
    r"^\+[1-9]\d{1,14}$",
    r"^\d{4}-\d{2}$",
    "^(red|green|blue)$",
    "^[^@ ]+@[^@ ]+$",
    r"^v\d+(\.\d+){1,2}$",
    "[0-9a-f]{8}",
    r"^(?:[A-Za-z0-9_-]{4})*$",
)
FORMATS = (
    *("date-time", "date", "time", "duration", "uuid", "email", "idn-email", "hostname"),
    *("idn-hostname", "ipv4", "ipv6", "uri", "uri-reference", "iri", "uri-template"),
    *("json-pointer", "relative-json-pointer", "regex", "byte", "password", "whatever"),
)
NAMES = (
    *("id", "name", "email", "created_at", "updated_at", "total", "count", "phone_number", "city"),
    *("country", "amount", "status", "url", "page_size", "data", "items", "min_x", "max_x", "x"),
)
counts = st.integers(0, 5)
scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "a", "é", "x y"])


def optional(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keywords)


def ordered(
    low: str, high: str, values: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(values, values).map(lambda pair: {low: min(pair), high: max(pair)})


numbers = st.builds(
    lambda kind, bounds, step, nullable: {
        "type": [kind, "null"] if nullable else kind,
        **bounds,
        **step,
    },
    st.sampled_from(["integer", "number"]),
    st.just({})
    | ordered("minimum", "maximum", st.integers(-50, 50).map(lambda n: n * 7))
    | ordered("exclusiveMinimum", "maximum", st.integers(-9, 9).map(lambda n: n * 40)).filter(
        lambda b: b["exclusiveMinimum"] + 20 < b["maximum"]
    ),
    st.just({}) | st.sampled_from([{"multipleOf": step} for step in (1, 0.5, 0.25, 0.01)]),
    st.booleans(),
)
texts = (
    st.just({"type": "string"})
    | ordered("minLength", "maxLength", st.integers(0, 90)).map(lambda b: {"type": "string", **b})
    | st.sampled_from(PATTERNS).map(lambda p: {"type": "string", "pattern": p})
    | st.sampled_from(FORMATS).map(lambda f: {"type": "string", "format": f})
)
choices = st.lists(scalars, min_size=1, max_size=4).map(lambda values: {"enum": values}) | (
    scalars.map(lambda value: {"const": value})
)
leaves = (
    numbers | texts | choices | st.sampled_from([True, {}, {"type": "boolean"}, {"type": "null"}])
)


def lists(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    plain = st.builds(
        lambda items, bounds, extra: {"type": "array", "items": items, **bounds, **extra},
        inner,
        st.just({}) | ordered("minItems", "maxItems", counts),
        optional(prefixItems=st.lists(inner, min_size=1, max_size=2)),
    )
    unique = counts.map(
        lambda n: {
            "type": "array",
            "uniqueItems": True,
            "minItems": n,
            "items": {"type": "integer"},
        }
    )
    contains = inner.map(
        lambda s: {"type": "array", "contains": s, "minContains": 1, "minItems": 2}
    )
    return plain | unique | contains


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    named = st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    plain = st.builds(
        lambda properties, required, extra: {
            "type": "object",
            "properties": properties,
            "required": [name for name in properties if required],
            **extra,
        },
        named,
        st.booleans(),
        optional(
            additionalProperties=st.booleans(),
            minProperties=st.just(0),
            dependentRequired=st.sampled_from([{"id": ["name"]}, {"x": ["count"]}]).filter(bool),
            propertyNames=st.just({"maxLength": 30}),
        ).filter(
            lambda k: not (k.get("additionalProperties") is False and "dependentRequired" in k)
        ),
    )
    maps = inner.map(lambda s: {"type": "object", "additionalProperties": s, "minProperties": 2})
    conditional = st.builds(
        lambda other: {
            "type": "object",
            "properties": {"kind": {"enum": ["a", "b"]}, "value": True},
            "required": ["kind"],
            "if": {"properties": {"kind": {"const": "a"}}},
            "then": {"required": ["value"], "properties": {"value": {"type": "string"}}},
            "else": {"properties": {"value": other}},
        },
        inner,
    )
    return plain | maps | conditional


def combined(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    tagged = st.tuples(inner, inner).map(
        lambda pair: {
            "oneOf": [
                {"type": "object", "properties": {"t": {"const": i}, "v": s}, "required": ["t"]}
                for i, s in enumerate(pair)
            ]
        }
    )
    return (
        st.lists(inner, min_size=1, max_size=3).map(lambda branches: {"anyOf": branches})
        | inner.map(lambda s: {"oneOf": [s, {"type": "null"}]})
        | st.tuples(objects(inner), optional(title=st.just("t"))).map(lambda p: {"allOf": list(p)})
        | tagged
        | choices.map(lambda s: {"type": "string", "not": s})
    )


schemas = st.recursive(
    leaves, lambda inner: lists(inner) | objects(inner) | combined(inner), max_leaves=8
)
trees = schemas.map(
    lambda s: {
        "$ref": "#/$defs/node",
        "$defs": {
            "node": {
                "type": "object",
                "required": ["value"],
                "properties": {
                    "value": s,
                    "parent": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                },
            }
        },
    }
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    *Draft202012Validator.VALIDATORS,
                    "$defs",
                    "format",
                    "if",
                    "then",
                    "else",
                    "example",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=14,
)


def verdict(schema: Any, text: bytes) -> list[str]:
    judge = Exact(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in judge.iter_errors(json.loads(text))]


@SLOW
@given(schema=schemas | trees, seed=st.binary(max_size=8))
def test_what_is_drawn_fits_the_schema_unless_it_says_what_does_not(
    schema: Any, seed: bytes
) -> None:
    generator = compile_generator(schema, GeneratorOptions())

    text = generator.render(seed)

    assert generator.unmet or not verdict(schema, text)


@SLOW
@given(schema=schemas, seed=st.binary(max_size=8), size=st.integers(0, 40))
def test_equal_seeds_and_sizes_give_equal_bytes(schema: Any, seed: bytes, size: int) -> None:
    one = compile_generator(schema, GeneratorOptions())
    other = compile_generator(schema, GeneratorOptions())
    one.render(b"something else", 500)

    texts = {one.render(seed, size), other.render(seed, size)}

    assert len(texts) == 1


@SLOW
@given(schema=anything, seed=st.binary(max_size=4))
def test_nothing_that_calls_itself_a_schema_stops_an_answer(schema: Any, seed: bytes) -> None:
    generator = compile_generator(schema, GeneratorOptions())

    text = generator.render(seed, 3)

    json.loads(text)


@SLOW
@given(schema=anything)
def test_a_sound_schema_made_of_noise_is_met_or_said_to_be_unmet(schema: Any) -> None:
    generator = compile_generator(schema, GeneratorOptions())

    text = generator.render(b"")

    try:
        Draft202012Validator.check_schema(schema)
        complaints = verdict(schema, text)
    except (SchemaError, Exception):
        return
    assert generator.unmet or not complaints
