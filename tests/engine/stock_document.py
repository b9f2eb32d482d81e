"""The OpenAPI 3.0 document on which Connexion's verdicts and ours are compared."""

from __future__ import annotations

from typing import Any

from tests.engine.small import Json, document, parameter

THING: Json = {
    "type": "object",
    "required": ["name", "size"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 5, "pattern": "^[a-z]+$"},
        "size": {"type": "integer", "minimum": 1, "maximum": 9},
        "ratio": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "note": {"type": "string", "nullable": True},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 2, "uniqueItems": True},
        "inner": {"$ref": "#/components/schemas/Thing"},
        "at": {"type": "string", "format": "date-time"},
        "id": {"type": "integer", "readOnly": True},
        "mail": {"type": "string", "format": "email"},
    },
}
QUERY = [
    parameter("limit", {"type": "integer", "minimum": 1, "maximum": 100}),
    parameter("ratio", {"type": "number"}),
    parameter("kind", {"type": "string", "enum": ["a", "b"]}),
    parameter("flag", {"type": "boolean"}),
    parameter("ids", {"type": "array", "items": {"type": "integer"}}),
    parameter("csv", {"type": "array", "items": {"type": "integer"}}, explode=False),
    parameter("name", {"type": "string", "minLength": 1}),
    parameter("X-Name", {"type": "string", "minLength": 2}, "header"),
    parameter("X-Count", {"type": "integer"}, "header"),
    parameter("either", {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}),
    parameter(
        "deep",
        {"type": "object", "additionalProperties": False, "properties": {"a": {"type": "integer"}}},
        style="deepObject",
        explode=True,
    ),
    parameter("on", {"type": "string", "format": "date"}),
]


def described() -> Json:
    body = {"required": True, "content": {"application/json": {"schema": {"$ref": REFERENCE}}}}
    done = {"204": {"description": "Done."}}
    paths = {
        "/things": {
            "get": {"operationId": "find", "parameters": QUERY, "responses": done},
            "post": {"operationId": "make", "requestBody": body, "responses": done},
        },
        "/things/{id}": {
            "get": {
                "operationId": "read",
                "parameters": [parameter("id", {"type": "string", "minLength": 2}, "path")],
                "responses": done,
            }
        },
        "/needs": {
            "get": {
                "operationId": "needs",
                "parameters": [parameter("q", {"type": "string"}, required=True)],
                "responses": done,
            }
        },
        "/both": {"get": guarded("both", [{"bearer": [], "key": []}])},
        "/either": {"get": guarded("either", [{"basic": []}, {"key": []}])},
        "/open": {"get": guarded("open", [])},
    }
    components = {"schemas": {"Thing": THING}, "securitySchemes": SCHEMES}
    return document(paths, "3.0.3", components=components, security=[{"bearer": []}])


def guarded(name: str, security: Any) -> Json:
    responses = {"204": {"description": "In."}}
    return {"operationId": name, "security": security, "responses": responses}


REFERENCE = "#/components/schemas/Thing"
SCHEMES: Json = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "x-bearerInfoFunc": "tests.engine.stock_document.somebody",
    },
    "basic": {
        "type": "http",
        "scheme": "basic",
        "x-basicInfoFunc": "tests.engine.stock_document.somebody",
    },
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Key",
        "x-apikeyInfoFunc": "tests.engine.stock_document.somebody",
    },
}


def somebody(*_: Any, **__: Any) -> Json:
    """Connexion asks whom credentials are of: any are somebody's."""
    return {"sub": "somebody"}
