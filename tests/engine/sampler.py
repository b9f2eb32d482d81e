"""Values that a schema allows, built from the original document and checked by its judge.

Plain on purpose: literals and examples first, then the simplest value of the type. Alternatives
are taken in turn until the judge agrees; a schema for which none is found is the sampler's limit,
and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.engine.contract import Contract, Json, Place
from tests.engine.pattern_text import matching_text

TRIES = 12
DEPTH = 4
FORMATS = {
    "date-time": "2024-02-29T12:30:00Z",
    "date": "2024-02-29",
    "time": "12:30:00Z",
    "uuid": "6f1e2a52-5a53-4c0a-8a3b-1f6e7f2b9d01",
    "email": "ada@example.com",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "uri-reference": "/a/b",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "duration": "P1D",
    "json-pointer": "/a",
    "byte": "YWJj",
    "regex": "^a$",
    "uri-template": "/a/{b}",
}


class NoSampleError(Exception):
    """The sampler found no value; its message is the schema's address."""


@dataclass(frozen=True)
class Sampler:
    """Draws for requests; `full` also fills in everything that is optional."""

    contract: Contract
    full: bool = False
    choice: int = 0

    def value(self, places: list[Place], depth: int = 0) -> Json:
        parts = self._parts(places, frozenset())
        nodes = [part.node for part in parts]
        literal = self._literal(nodes)
        if literal is not None:
            return literal[0]
        kinds = _kinds(nodes)
        kind = kinds[self.choice % len(kinds)]
        if kind == "object":
            return self._object(parts, depth)
        if kind == "array":
            return self._array(parts, depth)
        return _plain(kind, nodes)

    def _literal(self, nodes: list[Json]) -> list[Json] | None:
        for node in nodes:
            if "const" in node:
                return [node["const"]]
        enums = [node["enum"] for node in nodes if "enum" in node]
        if enums:
            common = [it for it in enums[0] if all(it in enum for enum in enums)]
            return [common[self.choice % len(common)]]
        return None if self.choice else _shown(nodes)

    def _parts(self, places: list[Place], seen: frozenset[str]) -> list[Place]:
        """Every schema that a value must satisfy at once, one alternative chosen of each union."""
        parts: list[Place] = []
        for place in places:
            if not isinstance(place.node, dict) or place.address in seen:
                continue
            parts.append(place)
            parts += self._parts(self._conjuncts(place), seen | {place.address})
        return parts

    def _conjuncts(self, place: Place) -> list[Place]:
        node = place.node
        if isinstance(node.get("$ref"), str):
            return [self.contract.lookup(place.uri, node["$ref"])]
        found = [place.child("allOf", index) for index in range(len(node.get("allOf", ())))]
        for keyword in ("oneOf", "anyOf"):
            if keyword in node:
                index = self.choice % len(node[keyword])
                found += self._chosen(place, place.child(keyword, index))
        if "if" in node:
            found += [place.child(keyword) for keyword in self._branch(node) if keyword in node]
        if "discriminator" in node and not {"oneOf", "anyOf"} & set(node):
            found += self._subtype(place)
        return found

    def _branch(self, node: Json) -> tuple[str, ...]:
        return ("else",) if self.choice % 2 else ("if", "then")

    def _chosen(self, place: Place, option: Place) -> list[Place]:
        discriminator = place.node.get("discriminator")
        if discriminator is None:
            return [option]
        target = self.contract.settle(option).address
        for key, reference in discriminator.get("mapping", {}).items():
            if self.contract.lookup(place.uri, reference).address == target:
                return [_tagged(place, discriminator["propertyName"], key), option]
        return [_tagged(place, discriminator["propertyName"], target.split("/")[-1]), option]

    def _subtype(self, place: Place) -> list[Place]:
        """Of a base with a mapping: the tag and the schema of one of its subtypes."""
        mapping = place.node["discriminator"].get("mapping", {})
        if not mapping:
            return []
        key = list(mapping)[self.choice % len(mapping)]
        tag = _tagged(place, place.node["discriminator"]["propertyName"], key)
        return [tag, self.contract.lookup(place.uri, mapping[key])]

    def _object(self, parts: list[Place], depth: int) -> Json:
        properties = _properties(parts)
        names = [name for part in parts for name in part.node.get("required", ())]
        if self.full and depth < DEPTH:
            names += properties
        found: dict[str, Json] = {}
        for name in dict.fromkeys(names):
            schemas = properties.get(name, [])
            flags = [self.contract.settle(it).node for it in schemas]
            if not any(isinstance(it, dict) and it.get("readOnly") for it in [*flags]):
                found[name] = self.value(schemas or _others(parts), depth + 1)
        self._add_dependents(parts, properties, found, depth)
        self._fill_up(parts, found, depth)
        return found

    def _add_dependents(
        self, parts: list[Place], properties: dict[str, list[Place]], found: Json, depth: int
    ) -> None:
        for part in parts:
            for name, needed in part.node.get("dependentRequired", {}).items():
                for missing in [it for it in needed if name in found and it not in found]:
                    found[missing] = self.value(properties.get(missing, []), depth + 1)
            for name in part.node.get("dependentSchemas", {}):
                if name in found:
                    more = part.child("dependentSchemas", name)
                    found.update(self._object([more], depth))

    def _fill_up(self, parts: list[Place], found: Json, depth: int) -> None:
        """As many further properties as `minProperties` asks for, one when filling in all."""
        least = max([part.node.get("minProperties", 0) for part in parts], default=0)
        patterned = [
            (matching_text(pattern), part.child("patternProperties", pattern))
            for part in parts
            for pattern in part.node.get("patternProperties", ())
        ]
        for name, schema in patterned:
            if len(found) < least or self.full:
                found[name] = self.value([schema], depth + 1)
        for index in range(least - len(found)):
            found[f"extra{index}"] = self.value(_others(parts), depth + 1)

    def _array(self, parts: list[Place], depth: int) -> Json:
        least = max([part.node.get("minItems", 0) for part in parts], default=0)
        most = min([part.node.get("maxItems", 99) for part in parts], default=99)
        wanted = min(max(least, 1 if self.full and depth < DEPTH else 0), most)
        found: list[Json] = []
        for part in parts:
            first = range(len(part.node.get("prefixItems", ())))
            found += [self.value([part.child("prefixItems", it)], depth + 1) for it in first]
            if "contains" in part.node:
                found.append(self.value([part.child("contains")], depth + 1))
        items = [part.child("items") for part in parts if isinstance(part.node.get("items"), dict)]
        for index in range(wanted - len(found)):
            turned = Sampler(self.contract, self.full, self.choice + index)
            found.append(turned.value(items, depth + 1))
        return found[: max(wanted, len(found) if found and least else wanted)]


def sample(contract: Contract, schema: Place, *, full: bool = False) -> Json:
    """A value that may be sent for a schema, agreed by the judge.

    Raises:
        NoSampleError: none of the tries was valid.
    """
    problems: list[str] = []
    for value in _tries(contract, schema, full):
        problems = contract.errors(schema, value, writing=True)
        if not problems:
            return value
    raise NoSampleError(f"{schema.address}: {problems[:3]}")


def _tries(contract: Contract, schema: Place, full: bool) -> Iterator[Json]:
    for choice in range(TRIES):
        try:
            yield Sampler(contract, full, choice).value([schema])
        except (ZeroDivisionError, IndexError):
            continue
    if full:
        yield from _tries(contract, schema, full=False)


def _tagged(place: Place, name: str, key: str) -> Place:
    node = {"properties": {name: {"const": key}}, "required": [name]}
    return Place(place.uri, (*place.tokens, "tag", key), node)


def _shown(nodes: list[Json]) -> list[Json] | None:
    for node in nodes:
        if "example" in node:
            return [node["example"]]
        if node.get("examples"):
            return [node["examples"][0]]
    return None


def _properties(parts: list[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for part in parts:
        for name in part.node.get("properties", ()):
            found.setdefault(name, []).append(part.child("properties", name))
    return found


def _others(parts: list[Place]) -> list[Place]:
    return [
        part.child("additionalProperties")
        for part in parts
        if isinstance(part.node.get("additionalProperties"), dict)
    ]


HINTS = (
    ("object", ("properties", "required", "additionalProperties", "patternProperties")),
    ("array", ("items", "prefixItems", "contains")),
    ("integer", ("minimum", "maximum", "multipleOf")),
)


def _kinds(nodes: list[Json]) -> list[str]:
    """The types that all schemas allow, null last; guessed from keywords when none is named."""
    named = [[it] if isinstance(it, str) else it for node in nodes if (it := node.get("type"))]
    if named:
        common = [it for it in named[0] if all(it in kinds or _wider(it, kinds) for kinds in named)]
        return sorted(common or named[-1], key=lambda it: it == "null")
    for kind, keywords in HINTS:
        if any(keyword in node for node in nodes for keyword in keywords):
            return [kind]
    return ["string"]


def _wider(kind: str, kinds: list[str]) -> bool:
    return kind == "integer" and "number" in kinds


def _plain(kind: str, nodes: list[Json]) -> Json:
    if kind == "null":
        return None
    if kind == "boolean":
        return True
    facts: dict[str, Any] = {key: value for node in nodes for key, value in node.items()}
    return _text(facts) if kind == "string" else _number(kind, facts)


def _text(facts: dict[str, Any]) -> str:
    least = facts.get("minLength", 0)
    if "pattern" in facts:
        return matching_text(facts["pattern"], least)
    text = FORMATS.get(facts.get("format", ""), "text")
    return text.ljust(least, "x")[: max(facts.get("maxLength", 1000), least)]


def _number(kind: str, facts: dict[str, Any]) -> int | Decimal:
    low, high = facts.get("minimum"), facts.get("maximum")
    below, above = facts.get("exclusiveMaximum"), facts.get("exclusiveMinimum")
    low = above if low is None and above not in (None, True, False) else low
    high = below if high is None and below not in (None, True, False) else high
    if low is None:
        low = min(0, high) if high is not None else 0
    step = facts.get("multipleOf") or (1 if kind == "integer" else Decimal("0.01"))
    is_open = above is True or (above is not None and above is not False and above == low)
    value = -(-low // step) * step
    return value + step if is_open and value <= low else value
