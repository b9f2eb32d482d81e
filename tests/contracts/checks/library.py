"""An API of books, and what its server may say."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import orjson

from contracts.checks import CHECKS
from contracts.contract import Promise, contract
from contracts.finding import Finding
from contracts.observed import Observed

Json = Any

DOCUMENT: Json = {
    "openapi": "3.1.0",
    "info": {"title": "Library", "version": "1"},
    "security": [{"key": []}],
    "paths": {
        "/books": {
            "get": {
                "responses": {
                    "200": {
                        "description": "A page.",
                        "headers": {
                            "X-Total": {"required": True, "schema": {"type": "integer"}},
                            "X-Kinds": {
                                "schema": {"type": "array", "items": {"enum": ["new", "old"]}}
                            },
                        },
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Page"}},
                            "text/csv": {"schema": {"type": "string"}},
                            "application/zip": {"schema": {"type": "string"}},
                            "application/xml": {"schema": {"type": "object"}},
                        },
                    },
                    "400": {"$ref": "#/components/responses/Problem"},
                    "404": {"description": "There are none."},
                }
            },
            "delete": {"responses": {"204": {"description": "Gone."}}},
        },
        "/books/{id}": {
            "get": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "responses": {
                    "200": {
                        "description": "A book.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Item"}}
                        },
                    }
                },
            }
        },
    },
    "components": {
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        "responses": {
            "Problem": {
                "description": "No.",
                "content": {
                    "application/problem+json": {
                        "schema": {
                            "type": "object",
                            "required": ["title"],
                            "properties": {"title": {"type": "string"}},
                        }
                    }
                },
            }
        },
        "schemas": {
            "Page": {
                "type": "object",
                "required": ["books"],
                "properties": {
                    "books": {"type": "array", "items": {"$ref": "#/components/schemas/Book"}},
                    "note": {"type": "object"},
                },
            },
            "Book": {
                "type": "object",
                "required": ["id", "title"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "title": {"type": "string"},
                    "bought_at": {"type": "string", "format": "date-time"},
                    "printed": {"type": "string", "format": "date"},
                    "phone": {"type": "string", "format": "e164"},
                    "price": {"type": "string", "example": "12.50"},
                    "seller": {"type": "string", "example": "+4930901820"},
                    "state": {"enum": ["lent", "here"]},
                    "genre": {"anyOf": [{"enum": ["crime", "verse"]}, {"type": "string"}]},
                    "cover": {"type": "string", "x-extensible-enum": ["hard", "soft"]},
                },
            },
            "Item": {
                "oneOf": [
                    {
                        "type": "object",
                        "required": ["kind", "pages"],
                        "properties": {"kind": {"const": "paper"}, "pages": {"type": "integer"}},
                    },
                    {
                        "type": "object",
                        "required": ["kind", "seconds"],
                        "properties": {"kind": {"const": "sound"}, "seconds": {"type": "integer"}},
                        "additionalProperties": False,
                    },
                ]
            },
        },
    },
}

BOOK = {"id": "7d4e3f8a-9b2c-4e1d-8f5a-1a2b3c4d5e6f", "title": "Emma"}
TOKEN = "sk-library-0815"


@cache
def promise(key: str) -> Promise:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "library.json"
        file.write_bytes(orjson.dumps(DOCUMENT))
        return contract("library", (file,)).promises[key]


def answer(
    body: Json = None, *, status: int = 200, content: bytes | None = None, **headers: str
) -> httpx.Response:
    """An answer of the library: JSON, unless its headers say otherwise."""
    sent = content if content is not None else b"" if body is None else orjson.dumps(body)
    media_type = "application/problem+json" if status >= 400 else "application/json"
    named = {"Content-Type": media_type, "X-Total": "1"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {name: value for name, value in named.items() if value}
    return httpx.Response(status, headers=kept, content=sent)


def page(**fields: Json) -> httpx.Response:
    """A page of one book, with these fields."""
    return answer({"books": [BOOK | fields]})


def observed(response: httpx.Response, key: str = "GET /books", **said: Any) -> Observed:
    method, path = key.split(" ")
    headers = {"Authorization": f"Bearer {TOKEN}"}
    request = httpx.Request(
        said.pop("method", method), "http://library" + path.replace("{id}", "7"), headers=headers,
        content=said.pop("sent", b""),
    )  # fmt: skip
    return Observed(promise(key), request, response, 0.01, **said)


def found(response: httpx.Response, key: str = "GET /books", **said: Any) -> list[Finding]:
    """What all checks find in an answer."""
    exchange = observed(response, key, **said)
    return [finding for check in CHECKS for finding in check(exchange)]


def brief(findings: list[Finding]) -> set[tuple[str, str, str]]:
    """Check, pointer and keyword of each."""
    return {(one.check, one.pointer, one.keyword) for one in findings}
