"""Small documents, each made around the one thing that a test is about."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def document(paths: Json, version: str = "3.1.0", **more: Any) -> Json:
    return {"openapi": version, "info": {"title": "Small", "version": "1"}, "paths": paths, **more}


def answering(schema: Any, version: str = "3.1.0", **components: Any) -> Json:
    """`GET /it` answers 200 with a schema."""
    paths = {"/it": {"get": {"responses": {"200": says(schema)}}}}
    return document(paths, version, components={"schemas": components})


def accepting(schema: Any, version: str = "3.1.0", **components: Any) -> Json:
    """`POST /it` takes a JSON body and answers 204."""
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    operation = {"requestBody": body, "responses": {"204": {"description": "Taken."}}}
    return document({"/it": {"post": operation}}, version, components={"schemas": components})


def asking(*parameters: Json, path: str = "/it", version: str = "3.1.0") -> Json:
    """`GET /it` with parameters, answering 204."""
    operation = {"parameters": list(parameters), "responses": {"204": {"description": "Seen."}}}
    return document({path: {"get": operation}}, version)


def parameter(name: str, schema: Any, where: str = "query", **more: Any) -> Json:
    return {"name": name, "in": where, "required": where == "path", "schema": schema, **more}


def says(schema: Any, media_type: str = "application/json", **more: Any) -> Json:
    return {"description": "It.", "content": {media_type: {"schema": schema, **more}}}


def answering_with(**responses: Any) -> Json:
    """`GET /it` with responses by status; an underscore before a number, as in `_200=`."""
    named = {status.lstrip("_"): response for status, response in responses.items()}
    return document({"/it": {"get": {"responses": named}}})
