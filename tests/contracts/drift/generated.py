"""Documents by chance, changes of them, and rewritings that change nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.contracts.drift.acme import Json, body, document

WORDS = ("alpha", "beta", "gamma", "delta")
MARKS = ("readOnly", "writeOnly", "deprecated")
BASES = ("Base", "Stamp")
COMPONENTS = ("Thing", "Item", *BASES)


class Maker:
    """Makes documents of 3.0, in which anything may refer to any component, itself included."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def document(self) -> Json:
        names = {name: self.object(1) for name in COMPONENTS if name not in BASES}
        names |= {name: self.base(name) for name in BASES}
        paths = {f"/{word}/{{id}}": {"post": self.operation()} for word in WORDS[:1]}
        return document(paths, components={"schemas": names})

    def operation(self) -> Json:
        return {
            "operationId": self.rng.choice(WORDS),
            "parameters": [
                {
                    "name": "limit",
                    "in": "query",
                    "schema": self.primitive(),
                    "required": self.coin(),
                }
            ],
            "requestBody": {**body(self.schema(2)), "required": self.coin()},
            "responses": {
                "200": {"description": "fine", **body(self.schema(2))},
                "400": {"description": "no", **body(self.object(1))},
            },
        }

    def coin(self) -> bool:
        return self.rng.random() < 0.5

    def schema(self, depth: int) -> Json:
        makers: list[Callable[[int], Json]] = [self.simple, self.reference]
        if depth > 0:
            makers += [self.object, self.object, self.array, self.map, self.union, self.all_of]
        found = self.rng.choice(makers)(depth - 1)
        if "$ref" not in found and self.rng.random() < 0.1:
            found["nullable"] = True
        return found

    def simple(self, _: int) -> Json:
        return self.primitive()

    def primitive(self) -> Json:
        texts: list[Json] = [{}, {"minLength": 1}, {"maxLength": 9}, {"format": "date"}]
        texts += [{"enum": ["a", "b", "c"]}, {"pattern": "^a"}, {"format": "iso4217"}]
        numbers: list[Json] = [{}, {"minimum": 0}, {"maximum": 9, "exclusiveMaximum": True}]
        numbers += [{"multipleOf": 5}, {"minimum": 1, "maximum": 7}]
        kind = self.rng.choice(("string", "integer", "number", "boolean"))
        more = {"string": texts, "boolean": [{}, {"default": True}]}.get(kind, numbers)
        return {"type": kind, **copy.deepcopy(self.rng.choice(more))}

    def reference(self, _: int) -> Json:
        return {"$ref": f"#/components/schemas/{self.rng.choice(COMPONENTS)}"}

    def object(self, depth: int) -> Json:
        names = self.rng.sample(WORDS, self.rng.randint(1, 3))
        found: Json = {"type": "object", "properties": {n: self.schema(depth) for n in names}}
        if self.coin():
            found["required"] = self.rng.sample(names, self.rng.randint(1, len(names)))
        if self.rng.random() < 0.15:
            found["additionalProperties"] = False
        for mark in MARKS:
            chosen = found["properties"][self.rng.choice(names)]
            if "$ref" not in chosen and self.rng.random() < 0.1:
                chosen[mark] = True
        return found

    def base(self, name: str) -> Json:
        fields = {f"{name.lower()}_{word}": self.primitive() for word in WORDS[:2]}
        return {"type": "object", "properties": fields, "required": [next(iter(fields))]}

    def array(self, depth: int) -> Json:
        limits: Json = self.rng.choice(
            ({}, {"minItems": 1}, {"maxItems": 3}, {"uniqueItems": True})
        )
        return {"type": "array", "items": self.schema(depth), **limits}

    def map(self, depth: int) -> Json:
        return {"type": "object", "additionalProperties": self.schema(depth)}

    def union(self, depth: int) -> Json:
        kinds = self.rng.sample(("cat", "dog", "bird"), 2)
        branches: list[Json] = [self.tagged(kind, depth) for kind in kinds]
        if self.coin():
            branches = [{"type": "string"}, {"type": "integer"}, *branches[:1]]
        return {self.rng.choice(("oneOf", "anyOf")): branches}

    def tagged(self, kind: str, depth: int) -> Json:
        fields = {"kind": {"type": "string", "enum": [kind]}, kind: self.schema(depth)}
        return {"type": "object", "properties": fields, "required": ["kind"]}

    def all_of(self, depth: int) -> Json:
        base = {"$ref": f"#/components/schemas/{self.rng.choice(BASES)}"}
        own = self.object(depth)
        own.pop("additionalProperties", None)
        return {"allOf": [base, own]}


def schemas(tree: Json) -> list[Json]:
    """Every schema that is written in a document, as the object itself."""
    found: list[Json] = list(tree["components"]["schemas"].values())
    for item in tree["paths"].values():
        operation = item["post"]
        found += [parameter["schema"] for parameter in operation["parameters"]]
        for home in (operation["requestBody"], *operation["responses"].values()):
            found += [media["schema"] for media in home["content"].values()]
    for schema in found:
        found.extend(_inside(schema))
    return found


def _inside(schema: Json) -> Iterator[Json]:
    yield from schema.get("properties", {}).values()
    for keyword in ("allOf", "oneOf", "anyOf"):
        yield from schema.get(keyword, ())
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield schema[keyword]


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


def rewrite(tree: Json, rng: Random) -> Json:
    """The same document, written otherwise."""
    return rng.choice(REWRITINGS)(tree, rng)


def _shuffled(value: Any, rng: Random) -> Any:
    if isinstance(value, list):
        return [_shuffled(item, rng) for item in value]
    if not isinstance(value, dict):
        return value
    keys = rng.sample(list(value), len(value))
    return {key: _shuffled(value[key], rng) for key in keys}


def _renamed(tree: Json, _: Random) -> Json:
    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return [renamed(item) for item in value]
        if not isinstance(value, dict):
            return value
        found = {key: renamed(item) for key, item in value.items()}
        return {**found, "$ref": f"{found['$ref']}X"} if "$ref" in found else found

    new: Json = renamed(tree)
    named = new["components"]["schemas"]
    new["components"]["schemas"] = {f"{name}X": schema for name, schema in named.items()}
    return new


def _with_one_wrapped(tree: Json, rng: Random) -> Json:
    schema = rng.choice(schemas(tree))
    _replace(schema, {"allOf": [dict(schema)], "description": "wrapped"})
    return tree


def _with_one_taken_out(tree: Json, rng: Random) -> Json:
    schema = rng.choice([schema for schema in schemas(tree) if "$ref" not in schema])
    name = f"Taken{len(tree['components']['schemas'])}"
    tree["components"]["schemas"][name] = dict(schema)
    _replace(schema, {"$ref": f"#/components/schemas/{name}"})
    return tree


def _with_one_put_in(tree: Json, rng: Random) -> Json:
    references = [schema for schema in schemas(tree) if "$ref" in schema]
    if references:
        schema = rng.choice(references)
        named = tree["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if named is not schema:
            _replace(schema, copy.deepcopy(named))
    return tree


def _with_one_split(tree: Json, rng: Random) -> Json:
    """Properties here, all else there; what is closed stays together."""
    candidates = [
        schema
        for schema in schemas(tree)
        if len(schema.get("properties", ())) > 1 and "additionalProperties" not in schema
    ]
    if candidates:
        schema = rng.choice(candidates)
        name, *others = schema["properties"]
        first = {"type": "object", "properties": {name: schema["properties"][name]}}
        rest = {**schema, "properties": {other: schema["properties"][other] for other in others}}
        outside = {key: rest.pop(key) for key in ("nullable",) if key in rest}
        _replace(schema, {"allOf": [first, rest], **outside})
    return tree


REWRITINGS: tuple[Callable[[Json, Random], Json], ...] = (
    _shuffled,
    _renamed,
    _with_one_wrapped,
    _with_one_taken_out,
    _with_one_put_in,
    _with_one_split,
)


def _replace(schema: Json, other: Json) -> None:
    schema.clear()
    schema.update(other)
