"""Bodies are judged by what their schema means, each keyword and dialect by itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.kinds import INHERITED, PLAIN, READ_ONLY, UNION
from tests.engine.served import Serve
from tests.engine.small import Json, accepting

LONG = "#/components/schemas/A"
STRICT_30 = {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "nullable": True}

BODIES: dict[str, tuple[Json, list[Any], list[Any]]] = {
    "3.0 nullable": (accepting(STRICT_30, "3.0.3"), [None, 2], [1, "2", True]),
    "3.0 without nullable": (accepting({"type": "string"}, "3.0.3"), ["", "a"], [None, 1]),
    "3.0 nullable enum": (
        accepting({"type": "string", "nullable": True, "enum": ["a", None]}, "3.0.3"),
        ["a", None],
        ["b"],
    ),
    "3.0 ignores what stands beside a reference": (
        accepting(
            {"$ref": "#/components/schemas/A", "maxLength": 1}, "3.0.3", A={"type": "string"}
        ),
        ["long"],
        [1],
    ),
    "3.1 heeds what stands beside a reference": (
        accepting({"$ref": "#/components/schemas/A", "maxLength": 1}, A={"type": "string"}),
        ["l"],
        ["long", 1],
    ),
    "3.1 does not know nullable": (
        accepting({"type": "string", "nullable": True}),
        ["a"],
        [None],
    ),
    "3.1 type lists": (accepting({"type": ["integer", "null"]}), [1, None, 2.0], ["1", True, 1.5]),
    "const": (accepting({"const": {"a": [1]}}), [{"a": [1]}, {"a": [1.0]}], [{"a": 1}, None]),
    "exclusive bounds": (
        accepting({"exclusiveMinimum": 0, "exclusiveMaximum": 1}),
        [0.5, "text"],
        [0, 1],
    ),
    "multiples of a fraction": (
        accepting({"multipleOf": 0.01}),
        [0.29, 1.1, 19.99, 1e6],
        [0.001, 0.295],
    ),
    "int64": (
        accepting({"type": "integer", "format": "int64"}),
        [2**63 - 1, -(2**63)],
        [2**63, 1.5],
    ),
    "int32": (accepting({"type": "integer", "format": "int32"}), [2**31 - 1], [2**31]),
    "tuples": (
        accepting({"prefixItems": [{"type": "integer"}, {"type": "string"}], "items": False}),
        [[1, "a"], [1], []],
        [["a"], [1, "a", 2]],
    ),
    "if, then and else": (
        accepting(
            {
                "if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
                "then": {"required": ["b"]},
                "else": {"required": ["c"]},
            }
        ),
        [{"a": 1, "b": 1}, {"a": 2, "c": 1}],
        [{"a": 1}, {"a": 2, "b": 1}],
    ),
    "what one property demands of others": (
        accepting({"type": "object", "dependentRequired": {"a": ["b"]}}),
        [{}, {"b": 1}, {"a": 1, "b": 1}],
        [{"a": 1}],
    ),
    "nothing unevaluated": (
        accepting({"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": False}),
        [{"a": 1}, {}],
        [{"b": 1}],
    ),
    "names of properties": (
        accepting({"propertyNames": {"pattern": "^[a-z]+$"}}),
        [{"a": 1}],
        [{"A": 1}],
    ),
    "an array that contains": (
        accepting({"contains": {"const": 0}, "maxContains": 1}),
        [[0], [1, 0]],
        [[], [1], [0, 0]],
    ),
    "nothing at all": (accepting(False), [], [None, 1, {}]),
    "anything": (accepting(True), [None, 1, "", {}, [], False], []),
    "formats": (
        accepting({"type": "string", "format": "date-time"}),
        ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.5+01:00"],
        ["2023-02-29T00:00:00Z", "yesterday", "2024-02-29"],
    ),
    "read-only is not demanded of requests": (
        accepting(READ_ONLY),
        [{"name": "a", "secret": "b"}],
        [{"name": "a"}, {"secret": "b"}],
    ),
    "a union told apart by its tag": (
        accepting(UNION, "3.1.0", **PLAIN),
        [{"kind": "a", "only_a": 1}, {"kind": "b", "only_b": 1}],
        [{"kind": "a", "only_b": 1}, {"kind": "c", "only_a": 1}, {"only_a": 1}],
    ),
    "a base whose subtypes inherit": (
        accepting({"$ref": "#/components/schemas/Base"}, "3.1.0", **INHERITED),
        [{"kind": "a", "only_a": 1}, {"kind": "b", "only_b": 1}],
        [{"kind": "a"}, {"kind": "b", "only_a": 1}],
    ),
    "a schema that contains itself": (
        accepting(
            {"$ref": "#/components/schemas/Tree"},
            Tree={
                "type": "object",
                "required": ["v"],
                "properties": {
                    "v": {"type": "integer"},
                    "next": {"$ref": "#/components/schemas/Tree"},
                },
            },
        ),
        [{"v": 1}, {"v": 1, "next": {"v": 2, "next": {"v": 3}}}],
        [{"v": 1, "next": {"v": 2, "next": {"v": "3"}}}],
    ),
    "properties named like keywords": (
        accepting(
            {
                "type": "object",
                "required": ["$ref", "type"],
                "properties": {
                    "$ref": {"type": "integer"},
                    "type": {"type": "integer"},
                    "properties": {"type": "array", "items": {"type": "integer"}},
                },
            }
        ),
        [{"$ref": 1, "type": 2}, {"$ref": 1, "type": 2, "properties": [3]}],
        [{"$ref": "#/", "type": 2}, {"type": 2}],
    ),
    "a definition inside a schema": (
        accepting(
            {"$ref": "#/components/schemas/A/$defs/b~1c%25"},
            A={"$defs": {"b/c%": {"type": "boolean"}}},
        ),
        [True],
        [1],
    ),
    "a reference to a name that is not ASCII": (
        accepting(
            {"$ref": "#/components/schemas/A/properties/%C3%A9"},
            A={"properties": {"é": {"type": "boolean"}}},
        ),
        [True],
        [1],
    ),
    "a reference by anchor": (
        accepting(
            {"$ref": "#/components/schemas/A"},
            A={"$defs": {"n": {"$anchor": "here", "type": "integer"}}, "items": {"$ref": "#here"}},
        ),
        [[1]],
        [["a"]],
    ),
}


@pytest.mark.parametrize(("api", "valid", "invalid"), BODIES.values(), ids=BODIES)
def test_bodies_are_judged_as_the_schema_means(
    serve: Serve, api: Json, valid: list[Any], invalid: list[Any]
) -> None:
    served = serve(api)

    verdicts = [(body, served.post("/it", body).status_code) for body in (*valid, *invalid)]

    expected = [*((body, 204) for body in valid), *((body, 400) for body in invalid)]
    assert verdicts == expected
