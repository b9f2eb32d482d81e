"""The third foreign document: 300 operations whose features are drawn from a seeded generator.

No person chose the combinations, so nobody's habits are in them; equal seeds give equal text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import yaml

Json = dict[str, Any]
Draw = Callable[[Random, int], Any]

DEPTH = 2
NOUNS = ("alert", "beacon", "channel", "device", "epoch", "gauge", "probe", "span", "trace", "zone")
METHODS = ("get", "post", "put", "patch", "delete")
TEXT_TYPES = ("text/plain", "text/csv", "application/xml", "application/octet-stream")
ARRAY_STYLES = (
    ("form", True),
    ("form", False),
    ("spaceDelimited", False),
    ("pipeDelimited", False),
)


def write_telemetry(path: Path, seed: int = 7, operations: int = 300) -> None:
    """Write the document as YAML 1.1-safe text, statuses as integers half of the time."""
    document = telemetry(seed, operations)
    path.write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False))


def telemetry(seed: int, operations: int) -> Json:
    rng = Random(seed)
    schemas = {f"Model{index}": _model(rng, index) for index in range(40)}
    paths: Json = {}
    for index in range(operations):
        _add_operation(rng, paths, index)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Telemetry", "version": str(seed)},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _model(rng: Random, index: int) -> Json:
    """An object; it may refer to itself or to a later model, never as something required."""
    model = _object(rng, DEPTH)
    other = f"#/components/schemas/Model{rng.randrange(index, 40)}"
    model["properties"]["next"] = {"$ref": other}
    model["properties"]["others"] = {"type": "array", "items": {"$ref": other}, "maxItems": 2}
    return model


def _add_operation(rng: Random, paths: Json, index: int) -> None:
    noun, other = rng.choice(NOUNS), rng.choice(NOUNS)
    path, parameters = rng.choice(
        (
            (f"/{noun}s/{index}", []),
            (f"/{noun}s/{index}/{{id}}", [_in_path(rng, "id")]),
            (f"/{noun}s/{{id}}/{other}s-{index}", [_in_path(rng, "id")]),
            (f"/{noun}s/{index}/{{id}}.json", [_in_path(rng, "id")]),
            (f"/{index}/{{{noun}_id}}/{{{other}Name}}:run", [_in_path(rng, f"{noun}_id")]),
        )
    )
    if path.endswith(":run"):
        parameters = [*parameters, _in_path(rng, f"{other}Name")]
    paths[path] = {
        method: _operation(rng, f"{method}{index}", method, parameters)
        for method in rng.sample(METHODS, 1)
    }


def _operation(rng: Random, name: str, method: str, parameters: list[Json]) -> Json:
    more = [_parameter(rng, index) for index in range(rng.randrange(5))]
    operation: Json = {
        "summary": rng.choice(("", "It is {{ so }}.", "Ärger & Öl: 50 %", "#")),
        "parameters": [*parameters, *more],
        "responses": _responses(rng, method),
    }
    if rng.random() < 0.7:
        operation["operationId"] = rng.choice((name, f"{name}.x", f"{name}-{name}"))
    if method in ("post", "put", "patch"):
        operation["requestBody"] = {"required": rng.random() < 0.8, "content": _request(rng)}
    return operation


def _in_path(rng: Random, name: str) -> Json:
    schema = rng.choice(
        (
            {"type": "integer", "minimum": 1, "maximum": 10**6},
            {"type": "string", "minLength": 1, "maxLength": 12, "pattern": "^[a-z0-9]+$"},
            {"type": "string", "format": "uuid"},
            {"enum": ["first", "last"]},
        )
    )
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _parameter(rng: Random, index: int) -> Json:
    location = rng.choice(("query", "query", "query", "header", "cookie"))
    name = {"query": f"q{index}", "header": f"X-H{index}", "cookie": f"c{index}"}[location]
    parameter = {"name": name, "in": location, "required": rng.random() < 0.4}
    kind = rng.random()
    if location == "query" and kind < 0.2:
        shape = {"type": "object", "properties": {"a": _scalar(rng, 0), "b": _scalar(rng, 0)}}
        return {**parameter, "style": "deepObject", "explode": True, "schema": shape}
    if location == "query" and kind < 0.5:
        style, explode = rng.choice(ARRAY_STYLES)
        items = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 4}
        return {**parameter, "style": style, "explode": explode, "schema": items}
    if location == "query" and kind < 0.55:
        content = {"application/json": {"schema": _schema(rng, 1)}}
        return {**parameter, "content": content}
    return {**parameter, "schema": _scalar(rng, 0)}


def _request(rng: Random) -> Json:
    media_type = rng.choice(
        ("application/json", "application/json", "application/json", "application/vnd.t+json")
    )
    content: Json = {media_type: {"schema": _schema(rng, DEPTH)}}
    if rng.random() < 0.2:
        form = {"type": "object", "properties": {"f": _scalar(rng, 0)}, "required": ["f"]}
        content["application/x-www-form-urlencoded"] = {"schema": form}
    return content


def _responses(rng: Random, method: str) -> dict[int | str, Json]:
    good = rng.choice({"post": (200, 201, 202), "delete": (200, 204)}.get(method, (200,)))
    statuses: dict[int, Json] = {good: _response(rng, good)}
    for status in rng.sample((202, 400, 404, 409, 422, 429, 500, 503), rng.randrange(4)):
        statuses.setdefault(status, _response(rng, status))
    keys: dict[int | str, Json] = {}
    for code, response in statuses.items():
        keys[code if rng.random() < 0.5 else str(code)] = response
    for key in ("4XX", "5XX", "default"):
        if rng.random() < 0.3:
            keys[key] = _response(rng, 500)
    return keys


def _response(rng: Random, status: int) -> Json:
    response: Json = {"description": f"It is {status}."}
    if status != 204 and rng.random() < 0.9:
        response["content"] = {"application/json": {"schema": _schema(rng, DEPTH)}}
        if rng.random() < 0.15:
            response["content"] = {rng.choice(TEXT_TYPES): {"schema": {"type": "string"}}}
    if rng.random() < 0.3:
        header = {"required": rng.random() < 0.5, "schema": _scalar(rng, 0)}
        response["headers"] = {"X-Extra": header}
    return response


def _schema(rng: Random, depth: int) -> Any:
    if depth <= 0:
        return _scalar(rng, 0)
    return rng.choice((_reference, _object, _object, _array, _scalar, _union, _all))(rng, depth)


def _reference(rng: Random, _: int) -> Json:
    return {"$ref": f"#/components/schemas/Model{rng.randrange(40)}"}


def _object(rng: Random, depth: int) -> Json:
    names = rng.sample(("id", "type", "$ref", "value", "a/b", "items", "n~1", "default"), 3)
    schema: Json = {
        "type": rng.choice(("object", "object", ["object"])),
        "properties": {name: _schema(rng, depth - 1) for name in names},
        "required": names[: rng.randrange(4)],
    }
    if rng.random() < 0.2:
        schema["patternProperties"] = {"^x-": {"type": "string"}}
    return schema


def _array(rng: Random, depth: int) -> Json:
    low = rng.randrange(3)
    schema = {"type": "array", "minItems": low, "maxItems": low + rng.randrange(3)}
    if rng.random() < 0.2:
        first, rest = _schema(rng, depth - 1), _scalar(rng, 0)
        return {**schema, "minItems": 1, "maxItems": 3, "prefixItems": [first], "items": rest}
    return {**schema, "items": _schema(rng, depth - 1)}


def _union(rng: Random, depth: int) -> Json:
    """Alternatives that a tag tells apart, so that `oneOf` always has exactly one match."""
    tags = ("red", "green", "blue")[: rng.randrange(2, 4)]
    options = [
        {
            "type": "object",
            "properties": {"tag": {"const": tag}, "value": _schema(rng, depth - 1)},
            "required": ["tag", "value"],
        }
        for tag in tags
    ]
    return {rng.choice(("oneOf", "anyOf")): options}


def _all(rng: Random, depth: int) -> Json:
    own = {"type": "object", "properties": {"own": _scalar(rng, 0)}, "required": ["own"]}
    second = {"type": "object", "properties": {"second": _schema(rng, depth - 1)}}
    return {"allOf": [own, second]}


def _scalar(rng: Random, _: int) -> Json:
    low = rng.randrange(-100, 100)
    return rng.choice(
        (
            {"type": "integer", "minimum": low, "maximum": low + rng.randrange(50)},
            {"type": "integer", "exclusiveMinimum": low, "exclusiveMaximum": low + 2},
            {"type": "number", "minimum": low, "exclusiveMaximum": low + 0.5},
            {"type": "integer", "multipleOf": 3, "minimum": 1, "maximum": 9},
            {"type": "boolean"},
            {"type": "string", "minLength": 1, "maxLength": rng.randrange(1, 30)},
            {"type": "string", "pattern": "^[A-F0-9]{4,8}$"},
            {"type": "string", "pattern": r"^\d{3}-[a-z]+$"},
            {"type": "string", "enum": ["on", "off", "no", "1.0", "two words"]},
            {"const": rng.choice(("fixed", 17))},
            {"type": "string", "format": rng.choice(("date", "date-time", "uuid", "email", "uri"))},
            {"type": "string", "examples": ["as shown"]},
        )
    )
