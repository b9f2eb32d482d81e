"""Documents as they come, made into schemas that can be read without fear.

A keyword whose value is not what JSON Schema asks for is left out, as is a reference that leads
nowhere; every omission is named, because the answer then keeps less than the document meant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from mock_server.data.judge import Judge
from mock_server.spec.operation import Json

# Deeper nesting than any published document has (assumed); keeps recursion within Python's limit.
MAX_DEPTH = 60

_TYPES = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})


def is_count(value: Json) -> bool:
    return is_number(value) and value >= 0 and value == int(value)


def is_number(value: Json) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
    )


def _is_positive(value: Json) -> bool:
    return is_number(value) and value > 0


def is_json(value: Json) -> bool:
    """Whether a value can be written as JSON in UTF-8: no NaN, no half of a surrogate pair."""
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and is_json(value)


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


def _is_names(value: Json) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_type(value: Json) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(name, str) and name in _TYPES for name in names)


def _is_choice(value: Json) -> bool:
    return isinstance(value, list) and bool(value)


def _is_enum(value: Json) -> bool:
    return _is_choice(value) and is_json(value)


def _is_regex(value: Json) -> bool:
    return isinstance(value, str) and not Judge({"pattern": value}).defect


def _is_dependency(value: Json) -> bool:
    return isinstance(value, dict) and all(_is_names(names) for names in value.values())


_PLAIN: Mapping[str, Callable[[Json], bool]] = {
    "type": _is_type,
    "enum": _is_enum,
    "const": is_json,
    "format": _is_text,
    "pattern": _is_regex,
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), is_number),
    "multipleOf": _is_positive,
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), is_count),
    **dict.fromkeys(("minContains", "maxContains", "minProperties", "maxProperties"), is_count),
    "uniqueItems": _is_flag,
    "required": _is_names,
    "dependentRequired": _is_dependency,
}
# Not rules, but they say what a value may look like; a wrong one is no loss.
_HINTS: Mapping[str, Callable[[Json], bool]] = {
    "example": is_json,
    "examples": lambda value: isinstance(value, list) and is_json(value),
    "default": is_json,
    "description": _is_text,
    "discriminator": lambda value: isinstance(value, dict) and is_json(value),
}
_ONE = (
    *("items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else"),
    *("unevaluatedProperties", "unevaluatedItems"),
)
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas")


@dataclass(frozen=True, slots=True)
class Tidied:
    schema: Json
    definitions: Mapping[str, Json]
    omissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tidier:
    definitions: Mapping[str, Json]
    omissions: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)

    def schema(self, node: Json, pointer: str, depth: int = 0) -> Json:
        if isinstance(node, bool):
            return node
        if not isinstance(node, dict) or depth > MAX_DEPTH:
            self.omissions.append(f"{pointer}: not a schema, or nested too deeply")
            return True
        kept: dict[str, Json] = {}
        for keyword, value in node.items():
            self._keyword(kept, keyword, value, (f"{pointer}/{keyword}", depth + 1))
        return kept

    def _keyword(self, kept: dict[str, Json], name: str, value: Json, at: tuple[str, int]) -> None:
        pointer, depth = at
        if name in _HINTS:
            kept |= {name: value} if _HINTS[name](value) else {}
        elif name in _PLAIN:
            self._keep_if(kept, name, value, (_PLAIN[name](value), pointer))
        elif name == "$ref":
            self._keep_if(kept, name, value, (self._leads(value), pointer))
        elif name in _ONE:
            kept[name] = self.schema(value, pointer, depth)
        elif name in _MANY:
            if branches := self._many(value, at):
                kept[name] = branches
        elif name in _NAMED:
            kept[name] = self._named(name, value, at)

    def _leads(self, reference: Json) -> bool:
        if follow(reference, self.definitions) is None:
            return False
        self.wanted.append(tokens_of(reference)[0])
        return True

    def _keep_if(
        self, kept: dict[str, Json], name: str, value: Json, verdict: tuple[bool, str]
    ) -> None:
        fits, pointer = verdict
        if fits:
            kept[name] = value
        else:
            self.omissions.append(f"{pointer}: not a value that this keyword can have")

    def _many(self, value: Json, at: tuple[str, int]) -> list[Json]:
        pointer, depth = at
        if not _is_choice(value):
            self.omissions.append(f"{pointer}: not a list of schemas")
            return []
        return [self.schema(part, f"{pointer}/{i}", depth) for i, part in enumerate(value)]

    def _named(self, keyword: str, value: Json, at: tuple[str, int]) -> dict[str, Json]:
        pointer, depth = at
        if not isinstance(value, dict):
            self.omissions.append(f"{pointer}: not an object of schemas")
            return {}
        fits = _is_regex if keyword == "patternProperties" else _is_text
        names = [name for name in value if fits(name)]
        return {name: self.schema(value[name], f"{pointer}/{name}", depth) for name in names}


def tidy(schema: Json) -> Tidied:
    """The schema and the definitions that it leads to, with only what can be kept to."""
    definitions = schema.get("$defs") if isinstance(schema, dict) else None
    definitions = definitions if isinstance(definitions, dict) else {}
    tidier = _Tidier(definitions)
    root = tidier.schema(schema, "")
    tidied: dict[str, Json] = {}
    while tidier.wanted:
        name = tidier.wanted.pop()
        if name not in tidied:
            tidied[name] = tidier.schema(definitions[name], f"/$defs/{name}")
    return Tidied(root, tidied, tuple(tidier.omissions))


def follow(reference: Json, definitions: Mapping[str, Json]) -> Json | None:
    """What a reference leads to, None when nothing: a JSON pointer in a fragment (RFC 6901)."""
    if not isinstance(reference, str) or not reference.startswith("#/$defs/"):
        return None
    target: Json = definitions
    for name in tokens_of(reference):
        if isinstance(target, list) and name.isdecimal() and int(name) < len(target):
            target = target[int(name)]
        elif isinstance(target, dict) and name in target:
            target = target[name]
        else:
            return None
    return target if isinstance(target, dict | bool) else None


def tokens_of(reference: str) -> list[str]:
    tokens = unquote(reference.removeprefix("#/$defs/")).split("/")
    return [token.replace("~1", "/").replace("~0", "~") for token in tokens]
