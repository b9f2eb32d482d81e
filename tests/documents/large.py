"""A large OpenAPI 3.1 document, the same on every call: what a big vendor publishes, in kind.

It holds what real documents of this size hold and small samples do not: schemas that refer to
each other, `allOf`, `oneOf` with a discriminator, type arrays, every parameter style, filters as
`deepObject`, segments such as `{sid}.json`, and fixed paths that must win over templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import yaml

Json = dict[str, Any]

NOUNS = ("account", "address", "call", "campaign", "charge", "conference", "device", "invoice")
QUALIFIERS = ("active", "batch", "branded", "daily", "global", "hosted", "legacy", "managed")

FIELDS: tuple[tuple[str, Json], ...] = (
    ("name", {"type": "string", "maxLength": 120}),
    ("created_at", {"type": "string", "format": "date-time"}),
    ("amount", {"type": "string", "pattern": r"^-?\d{1,9}\.\d{2}$", "examples": ["12.50"]}),
    ("currency", {"type": "string", "enum": ["AUD", "CAD", "EUR", "GBP", "USD"]}),
    ("contact_email", {"type": "string", "format": "email"}),
    ("owner_id", {"type": "string", "format": "uuid"}),
    ("attempts", {"type": "integer", "format": "int32", "minimum": 0}),
    ("total", {"type": "integer", "format": "int64"}),
    ("ratio", {"type": "number", "exclusiveMinimum": 0, "maximum": 1}),
    ("enabled", {"type": "boolean", "default": True}),
    ("note", {"type": ["string", "null"]}),
    ("callback_url", {"type": "string", "format": "uri"}),
    ("day", {"type": "string", "format": "date"}),
    ("tags", {"type": "array", "items": {"type": "string"}, "maxItems": 8, "uniqueItems": True}),
    ("rates", {"type": "array", "items": {"$ref": "#/components/schemas/Money"}}),
    ("price", {"$ref": "#/components/schemas/Money"}),
    ("labels", {"type": "object", "additionalProperties": {"type": "string"}}),
    ("version", {"const": "v2"}),
)

SHARED_SCHEMAS: Json = {
    "Base": {
        "type": "object",
        "required": ["id", "record_type"],
        "properties": {
            "id": {"type": "string", "format": "uuid", "readOnly": True},
            "record_type": {"type": "string"},
        },
    },
    "Money": {
        "type": "object",
        "required": ["amount", "currency"],
        "properties": {
            "amount": {"type": "string", "pattern": r"^-?\d+\.\d{2}$"},
            "currency": {"type": "string", "enum": ["EUR", "GBP", "USD"]},
        },
    },
    "Page": {
        "type": "object",
        "properties": {
            "number": {"type": "integer", "minimum": 1, "default": 1},
            "size": {"type": "integer", "minimum": 1, "maximum": 250, "default": 20},
        },
    },
    "Meta": {
        "type": "object",
        "required": ["page_number", "total_pages"],
        "properties": {
            name: {"type": "integer", "minimum": 0}
            for name in ("page_number", "page_size", "total_pages", "total_results")
        },
    },
    "Errors": {
        "type": "object",
        "required": ["errors"],
        "properties": {
            "errors": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["code", "title"],
                    "properties": {
                        "code": {"type": "string"},
                        "title": {"type": "string"},
                        "detail": {"type": "string"},
                        "source": {"type": "object", "properties": {"pointer": {"type": "string"}}},
                    },
                },
            }
        },
    },
}


def write_large(path: Path, operations: int = 900, bytes_about: int = 4_000_000) -> None:
    """Write the document as JSON, or as YAML when the name ends so.

    Args:
        path: the file to write.
        operations: how many operations it has.
        bytes_about: its size as compact JSON, within a tenth for 100 operations or more; bytes.
    """
    document = large_document(operations, bytes_about)
    if path.suffix in {".yaml", ".yml"}:
        path.write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False))
    else:
        path.write_bytes(orjson.dumps(document))


def large_document(operations: int, bytes_about: int) -> Json:
    """The document as one value; `bytes_about` is met by giving every resource more fields."""
    few, many = (len(orjson.dumps(_document(operations, fields))) for fields in (20, 60))
    wanted = 20 + (bytes_about - few) * 40 / (many - few)
    return _document(operations, max(4, round(wanted)))


def _document(operations: int, fields: int) -> Json:
    schemas = dict(SHARED_SCHEMAS)
    paths: dict[str, Json] = {}
    count = 0
    for index in range(-(-operations // 6)):
        resource = _Resource(index)
        schemas |= resource.schemas(fields)
        for path, method, operation in resource.operations():
            if count < operations:
                paths.setdefault(path, {})[method] = operation
                count += 1
    return {
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1.0.0"},
        "servers": [{"url": "https://api.large.example/v2"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "responses": {"Refused": _json_response("Refused", "Errors")},
        },
    }


class _Resource:
    """One kind of record with the six operations that a vendor gives it."""

    def __init__(self, index: int) -> None:
        qualifier = QUALIFIERS[index // len(NOUNS) % len(QUALIFIERS)]
        self.name = f"{qualifier}_{NOUNS[index % len(NOUNS)]}_{index}"
        self.schema = "".join(part.title() for part in self.name.split("_"))
        self.id = {
            "name": "id",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"},
        }

    def schemas(self, fields: int) -> Json:
        properties = dict(self._fields(fields))
        return {
            self.schema: {
                "allOf": [
                    {"$ref": "#/components/schemas/Base"},
                    {
                        "type": "object",
                        "required": list(properties)[:3],
                        "properties": {**properties, "state": _reference(f"{self.schema}State")},
                    },
                ]
            },
            f"{self.schema}Create": {
                "type": "object",
                "required": list(properties)[:2],
                "properties": properties,
                "additionalProperties": False,
            },
            f"{self.schema}State": {
                "oneOf": [_reference(f"{self.schema}{kind}") for kind in ("Pending", "Done")],
                "discriminator": {"propertyName": "status"},
            },
            f"{self.schema}Pending": _state("pending", {"retry_in": {"type": "integer"}}),
            f"{self.schema}Done": _state("done", {"url": {"type": "string", "format": "uri"}}),
        }

    def operations(self) -> Iterator[tuple[str, str, Json]]:
        one, many = self.schema, [_reference(self.schema)]
        listed = {"data": {"type": "array", "items": many[0]}, "meta": _reference("Meta")}
        body = {"required": True, "content": _json(_reference(f"{one}Create"))}
        path = f"/{self.name}s"

        yield path, "get", self._operation("list", _list_parameters(), _ok(listed))
        yield path, "post", self._operation("create", [], _ok(many[0], "201"), requestBody=body)
        yield f"{path}/search", "get", self._operation("search", _search_parameters(), _ok(listed))
        yield f"{path}/{{id}}", "get", self._operation("retrieve", [self.id], _ok(many[0]))
        yield (
            f"{path}/{{id}}",
            "delete",
            self._operation("delete", [self.id], {"204": {"description": "Gone"}}),
        )
        sid = self.id | {"name": "sid", "schema": {"type": "string", "pattern": "^[A-Z]{2}[0-9]+$"}}
        yield f"{path}/files/{{sid}}.json", "get", self._operation("file", [sid], _ok(many[0]))

    def _operation(self, verb: str, parameters: list[Json], good: Json, **more: Json) -> Json:
        refused = {"$ref": "#/components/responses/Refused"}
        return {
            "operationId": f"{verb}_{self.name}",
            "summary": f"{verb.title()} {self.name.replace('_', ' ')}",
            "tags": [self.name],
            "parameters": parameters,
            "responses": good | dict.fromkeys(("400", "401", "404", "default"), refused),
            **more,
        }

    def _fields(self, count: int) -> Iterator[tuple[str, Json]]:
        for number in range(count):
            name, schema = FIELDS[number % len(FIELDS)]
            turn = number // len(FIELDS)
            described = schema if "$ref" in schema else schema | {"description": _about(name, turn)}
            yield (f"{name}_{turn}" if turn else name), described


def _list_parameters() -> list[Json]:
    operators: Json = {
        "type": "object",
        "properties": {
            name: {"type": "string", "format": "date-time"} for name in ("gte", "lte", "gt", "lt")
        },
    }
    filters: Json = {
        "type": "object",
        "properties": {
            "name": {"type": "object", "properties": {"contains": {"type": "string"}}},
            "created_at": operators,
            "enabled": {"type": "boolean"},
            "attempts": {"type": "integer"},
        },
    }
    return [
        _query("page", _reference("Page"), style="deepObject", explode=True),
        _query("filter", filters, style="deepObject", explode=True),
        _query("sort", _strings(), style="form", explode=False),
        _query("currency", {"type": "string", "enum": ["EUR", "GBP", "USD"]}),
        {"name": "X-Request-Tag", "in": "header", "schema": {"type": "integer"}},
    ]


def _search_parameters() -> list[Json]:
    return [
        _query("q", {"type": "string", "minLength": 1}, required=True),
        _query("ids", _strings("uuid"), style="form", explode=True),
        _query("tags", _strings(), style="pipeDelimited", explode=False),
        _query("days", _strings("date"), style="spaceDelimited", explode=False),
        _query("limit", {"type": ["integer", "null"], "minimum": 1, "maximum": 1000}),
        {"name": "session", "in": "cookie", "schema": {"type": "string"}},
    ]


def _query(name: str, schema: Json, **more: Any) -> Json:
    return {"name": name, "in": "query", "schema": schema, **more}


def _strings(format_name: str | None = None) -> Json:
    return {"type": "array", "items": {"type": "string"} | _format(format_name)}


def _format(name: str | None) -> Json:
    return {"format": name} if name else {}


def _state(status: str, properties: Json) -> Json:
    return {
        "type": "object",
        "required": ["status"],
        "properties": {"status": {"const": status}, **properties},
    }


def _ok(content: Json, status: str = "200") -> Json:
    schema = content if "$ref" in content else {"type": "object", "properties": content}
    return {status: {"description": "As asked", "content": _json(schema)}}


def _json_response(description: str, schema: str) -> Json:
    return {"description": description, "content": _json(_reference(schema))}


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _reference(schema: str) -> Json:
    return {"$ref": f"#/components/schemas/{schema}"}


def _about(name: str, turn: int) -> str:
    return f"The {name.replace('_', ' ')} of this record as last reported, in round {turn}."
