"""Changes of a document by chance, of which some change nothing."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.contracts.drift.acme import Json, body
from tests.contracts.drift.generated import WORDS, schemas


def change(tree: Json, rng: Random, *, of_schemas_only: bool = False) -> None:
    """Change one thing; now and then nothing comes of it."""
    candidates = [schema for schema in schemas(tree) if "$ref" not in schema]
    schema = rng.choice(candidates)
    edits: list[Edit] = [_toggle_nullable, _describe, _change_default, _deprecate]
    edits += EDITS.get(str(schema.get("type")), [])
    edits = [edit for edit in edits if not (of_schemas_only and edit is _mark)]
    if not of_schemas_only and rng.random() < 0.2:
        _change_operation(tree, rng)
    else:
        rng.choice(edits)(schema, rng)


def _toggle_nullable(schema: Json, _: Random) -> None:
    schema["nullable"] = not schema.get("nullable", False)


def _describe(schema: Json, rng: Random) -> None:
    schema["description"] = rng.choice(WORDS)
    schema["x-order"] = 1


def _change_default(schema: Json, rng: Random) -> None:
    schema["default"] = rng.choice((1, "a", None, {"a": 1}))


def _deprecate(schema: Json, _: Random) -> None:
    schema["deprecated"] = not schema.get("deprecated", False)


def _change_type(schema: Json, rng: Random) -> None:
    schema.clear()
    schema["type"] = rng.choice(("string", "integer", "number", "boolean"))


def _change_values(schema: Json, rng: Random) -> None:
    schema["enum"] = rng.sample(["a", "b", "c", "d"], rng.randint(1, 4))


def _change_format(schema: Json, rng: Random) -> None:
    schema["format"] = rng.choice(("date", "date-time", "uuid", "iso4217"))


def _change_length(schema: Json, rng: Random) -> None:
    schema[rng.choice(("minLength", "maxLength"))] = rng.randint(0, 5)


def _change_bound(schema: Json, rng: Random) -> None:
    schema[rng.choice(("minimum", "maximum", "multipleOf"))] = rng.randint(1, 9)


def _change_size(schema: Json, rng: Random) -> None:
    schema[rng.choice(("minItems", "maxItems"))] = rng.randint(0, 5)


def _drop_property(schema: Json, rng: Random) -> None:
    if schema.get("properties"):
        name = rng.choice(sorted(schema["properties"]))
        del schema["properties"][name]
        if name in schema.get("required", ()):
            schema["required"] = [other for other in schema["required"] if other != name]


def _add_property(schema: Json, rng: Random) -> None:
    name = rng.choice(("extra", "other"))
    schema.setdefault("properties", {})[name] = {"type": rng.choice(("string", "boolean"))}


def _toggle_required(schema: Json, rng: Random) -> None:
    if names := sorted(schema.get("properties", {})):
        name, required = rng.choice(names), set(schema.get("required", ()))
        schema["required"] = sorted(required ^ {name})


def _toggle_closed(schema: Json, _: Random) -> None:
    schema["additionalProperties"] = schema.get("additionalProperties") is False


def _mark(schema: Json, rng: Random) -> None:
    if names := sorted(schema.get("properties", {})):
        chosen = schema["properties"][rng.choice(names)]
        if "$ref" not in chosen:
            mark = rng.choice(("readOnly", "writeOnly"))
            chosen[mark] = not chosen.get(mark, False)


def _change_operation(tree: Json, rng: Random) -> None:
    operation = rng.choice(sorted(tree["paths"].items()))[1]["post"]
    edit = rng.randint(0, 5)
    if edit == 0:
        operation["operationId"] = rng.choice(WORDS)
    elif edit == 1:
        operation["requestBody"]["required"] = not operation["requestBody"]["required"]
    elif edit == 2:
        operation["parameters"][0]["required"] = not operation["parameters"][0]["required"]
    elif edit == 3:
        operation["responses"].pop(rng.choice(sorted(operation["responses"])))
    elif edit == 4:
        operation["responses"]["404"] = body({"type": "string"})
    else:
        operation["description"] = rng.choice(WORDS)


Edit = Callable[[Json, Random], None]
EDITS: dict[str, list[Edit]] = {
    "string": [_change_type, _change_values, _change_format, _change_length],
    "integer": [_change_type, _change_bound],
    "number": [_change_type, _change_bound],
    "object": [_drop_property, _add_property, _toggle_required, _toggle_closed, _mark],
    "array": [_change_size],
}
