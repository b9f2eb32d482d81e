"""Documents by chance."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from random import Random

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
