"""Small documents of an invented vendor, and what differs between two of them."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from contracts.drift.comparison import compare
from contracts.drift.finding import Report
from contracts.drift.reading.documents import Document
from contracts.drift.reading.library import FileLibrary

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
THING: Json = {
    "type": "object",
    "required": ["a"],
    "properties": {"a": TEXT, "b": {"type": "integer", "minimum": 1}},
}

VERSIONS = ("3.0.3", "3.1.0")
MIXES = [(old, new) for old in VERSIONS for new in VERSIONS]


def document(paths: Json, version: str = "3.0.3", **more: Any) -> Json:
    return {"openapi": version, "info": {"title": "Acme", "version": "1"}, "paths": paths, **more}


def operation(**parts: Any) -> Json:
    return {"responses": {"200": {"description": "fine"}}, **parts}


def one(version: str = "3.0.3", **parts: Any) -> Json:
    """A document with one operation."""
    return document({"/things/{id}": {"post": operation(**parts)}}, version)


def body(schema: Any, media: str = "application/json") -> Json:
    return {"content": {media: {"schema": schema}}}


def requesting(schema: Any, version: str = "3.0.3", **more: Any) -> Json:
    """A document whose one operation takes an object with that schema as its property `it`."""
    return {**one(version, requestBody=body(_holding(schema))), **more}


def responding(schema: Any, version: str = "3.0.3", **more: Any) -> Json:
    """A document whose one operation answers with an object that has it as its property `it`."""
    answers = {"200": {"description": "fine", **body(_holding(schema))}}
    return {**one(version, responses=answers), **more}


def with_schema(direction: str, schema: Any, version: str, **more: Any) -> Json:
    return (requesting if direction == "request" else responding)(schema, version, **more)


def _holding(schema: Any) -> Json:
    return {"type": "object", "properties": {"it": schema}}


def loaded(tree: Json, name: str = "acme.json") -> Document:
    return Document(name, copy.deepcopy(tree), FileLibrary(Path()))


def drift(old: Json, new: Json) -> Report:
    return compare([loaded(old)], [loaded(new)])


def told(old: Json, new: Json) -> list[tuple[str, str, str]]:
    """Kind, direction and severity of each finding, sorted."""
    found = drift(old, new).findings
    return sorted((finding.kind, finding.direction, finding.severity.word) for finding in found)


BESIDE = {"readOnly", "writeOnly", "deprecated", "default", "description"}


def modern(schema: Any) -> Any:
    """A schema of 3.0 as 3.1 spells it: null in the list of types, bounds as numbers."""
    if isinstance(schema, list):
        return [modern(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: modern(value) for key, value in schema.items()}
    is_nullable = found.pop("nullable", None) is True
    if is_nullable and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    elif is_nullable:
        beside = {key: found.pop(key) for key in BESIDE & found.keys()}
        found = {"anyOf": [found, {"type": "null"}], **beside}
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if found.get(exclusive) is True:
            found[exclusive] = found.pop(bound)
    return found


def spelt(schema: Any, version: str) -> Any:
    return modern(schema) if version.startswith("3.1") else schema
