"""Schemas that several tests speak of: a union told apart by a tag, a base that is inherited."""

from __future__ import annotations

from tests.engine.small import Json

KIND = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}


def kind(extra: str) -> Json:
    own = {"type": "object", "required": [extra], "properties": {extra: {"type": "integer"}}}
    return {"allOf": [{"$ref": "#/components/schemas/Base"}, own]}


BASE = {
    **KIND,
    "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/A", "b": "B"}},
}
INHERITED = {"Base": BASE, "A": kind("only_a"), "B": kind("only_b")}
UNION = {
    "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
    "discriminator": BASE["discriminator"],
}
PLAIN = {**INHERITED, "Base": KIND}
READ_ONLY = {
    "type": "object",
    "required": ["id", "name", "secret"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "name": {"type": "string"},
        "secret": {"type": "string", "writeOnly": True},
    },
}
