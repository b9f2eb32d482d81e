"""Each keyword that is hard to draw for is met, in schemas that can be met."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from time import process_time
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mock_server.data.generator import GeneratorOptions, compile_generator
from mock_server.spec.operation import Json

SEEDS = tuple(b"seed %d" % number for number in range(60))
WHOLE: Json = {"type": "integer"}
TEXT: Json = {"type": "string"}

MEETABLE: dict[str, Json] = {
    "a pattern with a look-ahead": {"type": "string", "pattern": "^(?!admin)[a-z]{5}$"},
    "a pattern and a length": {"type": "string", "pattern": "^[a-z-]+$", "minLength": 200},
    "a pattern in the middle": {"type": "string", "pattern": "[0-9]{3}", "minLength": 40},
    "two patterns": {"allOf": [{"type": "string", "pattern": "^a"}, {"pattern": "^[ab]{3}$"}]},
    "an escaped class": {"type": "string", "pattern": r"^[\w.\-]+@\d{1,3}\.[^\s]{2}$"},
    "lengths in code points": {"type": "string", "minLength": 61, "maxLength": 61},
    "only the empty text": {"type": "string", "maxLength": 0},
    "not of a type": {"not": {"type": ["string", "integer"]}},
    "not a value": {"type": "integer", "minimum": 1, "maximum": 3, "not": {"enum": [1, 3]}},
    "a condition": {"if": WHOLE, "then": {"minimum": 5}, "else": {"type": "string"}},
    "a narrow gap": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.000001},
    "a whole number between fractions": {"type": "integer", "minimum": 1.5, "maximum": 2.5},
    "far from the usual": {"type": "integer", "minimum": 10**12, "maximum": 10**12 + 3},
    "multiples of two numbers": {"allOf": [{"multipleOf": 4}, {"multipleOf": 6}], **WHOLE},
    "what a list contains": {
        "type": "array",
        "items": WHOLE,
        "contains": {"const": 7},
        "minContains": 2,
        "maxContains": 2,
        "minItems": 5,
    },
    "a tuple of different items": {
        "type": "array",
        "prefixItems": [{"enum": [1, 2]}, {"enum": [1, 2]}],
        "items": False,
        "minItems": 2,
        "uniqueItems": True,
    },
    "different objects": {
        "type": "array",
        "items": {"type": "object", "properties": {"a": {"type": "boolean"}}, "required": ["a"]},
        "uniqueItems": True,
        "minItems": 2,
    },
    "nothing unevaluated": {
        "allOf": [{"properties": {"a": TEXT}}],
        "type": "object",
        "properties": {"b": WHOLE},
        "required": ["a", "b"],
        "unevaluatedProperties": False,
    },
    "objects closed by another part": {
        "allOf": [
            {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False},
            {"properties": {"b": WHOLE}},
        ]
    },
    "names by pattern": {
        "type": "object",
        "patternProperties": {"^x-[a-z]+$": WHOLE},
        "additionalProperties": False,
        "minProperties": 3,
    },
    "a rule for names": {
        "type": "object",
        "propertyNames": {"pattern": "^[A-Z]{3}$"},
        "additionalProperties": {"type": "number"},
        "minProperties": 4,
    },
    "few properties of many": {
        "type": "object",
        "properties": dict.fromkeys("abcde", WHOLE),
        "required": ["e"],
        "maxProperties": 2,
    },
    "what depends on a property": {
        "type": "object",
        "properties": {"a": WHOLE},
        "dependentRequired": {"a": ["b"]},
        "dependentSchemas": {"a": {"properties": {"c": {"const": 2}}, "required": ["c"]}},
    },
    "either of two names": {
        "type": "object",
        "properties": {"a": WHOLE, "b": WHOLE},
        "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
    },
    "one branch of two that overlap": {"oneOf": [{"type": "number"}, {**WHOLE, "minimum": 0}]},
    "a reference with rules beside it": {
        "$ref": "#/$defs/code",
        "maxLength": 4,
        "$defs": {"code": {"type": "string", "pattern": "^[A-Z]+$"}},
    },
    "a tree": {
        "$ref": "#/$defs/node",
        "$defs": {
            "node": {
                "type": "object",
                "required": ["children"],
                "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
            }
        },
    },
}


@pytest.mark.parametrize("schema", MEETABLE.values(), ids=MEETABLE.keys())
def test_what_can_be_met_is_met(schema: Json) -> None:
    judge = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    generator = compile_generator(schema, GeneratorOptions())

    answers = [json.loads(generator.render(seed)) for seed in SEEDS]
    assert generator.unmet == ()
    assert [answer for answer in answers if not judge.is_valid(answer)] == []


@pytest.mark.parametrize(
    ("pattern", "same_in_python"),
    [
        ("^(?<year>[0-9]{4})-W[0-5][0-9]$", r"[0-9]{4}-W[0-5][0-9]"),
        (r"^\p{Lu}\p{Ll}+$", r"[^\W\d_][^\W\d_]+"),
        (r"^\u0041{2}[\x42-\x44]$", r"AA[B-D]"),
        (r"^(a|bc){2,3}?$", r"(a|bc){2,3}"),
    ],
)
def test_a_pattern_is_read_as_ecma_262_has_it(pattern: str, same_in_python: str) -> None:
    generator = compile_generator({"type": "string", "pattern": pattern}, GeneratorOptions())

    texts = [json.loads(generator.render(seed)) for seed in SEEDS]

    assert [text for text in texts if not re.fullmatch(same_in_python, text)] == []


@pytest.mark.parametrize("step", ["0.01", "0.07", "0.25", "1e-05", "2.5"])
def test_multiples_are_exact_in_decimal(step: str) -> None:
    schema = {"type": "number", "multipleOf": float(step), "minimum": 1, "maximum": 9}
    generator = compile_generator(schema, GeneratorOptions())

    texts = [generator.render(seed).decode() for seed in SEEDS]

    assert [text for text in texts if Decimal(text) % Decimal(step)] == []


def test_32_bit_integers_stay_within_32_bits_where_the_schema_only_says_so_by_format() -> None:
    schema = {"type": "integer", "format": "int32", "minimum": 2**31 - 3}
    generator = compile_generator(schema, GeneratorOptions())

    values = {int(generator.render(seed)) for seed in SEEDS}

    assert values == {2**31 - 3, 2**31 - 2, 2**31 - 1}


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("ipv4", r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+"),
        ("ipv6", r"2001:db8:.*"),
        ("email", r".*@example\.com"),
        ("uri", r"https://example\.com/.*"),
        ("hostname", r".*\.example\.com"),
        ("date-time", r"202[45]-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
        ("byte", r"[A-Za-z0-9+/]+=*"),
    ],
)
def test_a_format_is_met_with_what_is_set_aside_for_examples(name: str, shape: str) -> None:
    generator = compile_generator({"type": "string", "format": name}, GeneratorOptions())

    texts = [json.loads(generator.render(seed)) for seed in SEEDS]

    assert [text for text in texts if not re.fullmatch(shape, text)] == []


def _nested(depth: int, wrap: Any) -> Json:
    schema: Json = {"type": "string"}
    for _ in range(depth):
        schema = wrap(schema)
    return schema


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 10**9},
        {"type": "string", "pattern": "^(a+)+(b+)+$", "minLength": 3000},
        {"type": "array", "items": {"type": "array", "minItems": 10**6}, "minItems": 10**6},
        {"type": "object", "minProperties": 10**6},
        _nested(12, lambda schema: {"allOf": [schema, schema]}),
        _nested(12, lambda schema: {"anyOf": [schema, schema]}),
        _nested(50, lambda schema: {"type": "array", "items": schema}),
        {
            "$ref": "#/$defs/a",
            "$defs": {
                name: {
                    "type": "object",
                    "required": list("0123456789"),
                    "properties": {key: {"$ref": f"#/$defs/{other}"} for key in "0123456789"},
                }
                for name, other in ("ab", "bc", "ca")
            },
        },
    ],
    ids=["text", "pattern", "lists", "names", "allOf", "anyOf", "depth", "recursion"],
)
def test_a_schema_that_asks_for_too_much_is_answered_all_the_same(schema: Json) -> None:
    begun = process_time()

    generator = compile_generator(schema, GeneratorOptions())

    assert len(generator.render(b"", 2)) < 10_000_000
    assert process_time() - begun < 30
