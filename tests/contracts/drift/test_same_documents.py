"""Documents that mean the same: nothing at all is told of them."""

from __future__ import annotations

import pytest

from tests.contracts.drift.acme import (
    TEXT,
    THING,
    WHOLE,
    Json,
    body,
    document,
    modern,
    one,
    operation,
    told,
    with_schema,
)

PAGE = {"name": "page", "in": "query", "schema": WHOLE}
ERROR = {"description": "no", **body(THING)}
KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
FINE = {"200": {"description": "fine", **body(THING)}}

SAME_DOCUMENTS: dict[str, tuple[Json, Json]] = {
    "names of path parameters": (
        document({"/a/{id}": {"get": operation(parameters=[
            {"name": "id", "in": "path", "required": True, "schema": TEXT}])}}),
        document({"/a/{name}": {"get": operation(parameters=[
            {"name": "name", "in": "path", "required": True, "schema": TEXT}])}}),
    ),
    "parameters of the path": (
        document({"/a": {"parameters": [PAGE], "get": operation()}}),
        document({"/a": {"get": operation(parameters=[PAGE])}}),
    ),
    "parameters as components": (
        one(parameters=[{"$ref": "#/components/parameters/Page"}])
        | {"components": {"parameters": {"Page": PAGE}}},
        one(parameters=[{**PAGE, "description": "which", "example": 2, "required": False}]),
    ),
    "defaults of parameters": (
        one(parameters=[PAGE]),
        one(parameters=[{**PAGE, "style": "form", "explode": True, "allowEmptyValue": False}]),
    ),
    "case of a header": (
        one(parameters=[{"name": "X-Key", "in": "header", "schema": TEXT}]),
        one(parameters=[{"name": "x-key", "in": "header", "schema": TEXT}]),
    ),
    "a parameter as content": (
        one(parameters=[{"name": "f", "in": "query", **body(THING)}]),
        one(parameters=[{"name": "f", "in": "query", "description": "as JSON", **body(THING)}]),
    ),
    "spelling of a range": (
        one(responses={"4XX": ERROR, **FINE}), one(responses={"4xx": ERROR, **FINE})),
    "a status that is a number": (one(responses=FINE), one(responses={200: FINE["200"]})),
    "responses as components": (
        one(responses={"400": ERROR, **FINE}),
        one(responses={"400": {"$ref": "#/components/responses/No"}, **FINE})
        | {"components": {"responses": {"No": {**ERROR, "description": "other words"}}}},
    ),
    "spelling of a media type": (
        one(responses={"200": {"description": "", **body(THING, "application/json")}}),
        one(responses={"200": {"description": "", **body(THING, "application/JSON;charset=utf8")}}),
    ),
    "what tells people things": (
        {**one(tags=["a"], summary="b"), "tags": [{"name": "a"}]},
        {**one(description="c", externalDocs={"url": "https://a.example"}), "x-a": 1},
    ),
    "order of operations": (
        document({"/a": {"get": operation(), "put": operation()}, "/b": {"get": operation()}}),
        document({"/b": {"get": operation()}, "/a": {"put": operation(), "get": operation()}}),
    ),
    "names of schemes": (
        one(security=[{"key": []}]) | {"components": {"securitySchemes": {"key": KEY}}},
        one(security=[{"token": []}])
        | {"components": {"securitySchemes": {"token": {**KEY, "description": "new"}}}},
    ),
    "security of all": (
        one(security=[{"key": []}]) | {"components": {"securitySchemes": {"key": KEY}}},
        one() | {"security": [{"key": []}], "components": {"securitySchemes": {"key": KEY}}},
    ),
    "the slash after an address": (
        document({"/v2/a": {"get": operation()}}, servers=[{"url": "https://api.acme.example"}]),
        document({"/v2/a": {"get": operation()}}, servers=[{"url": "https://api.acme.example/"}]),
    ),
    "the style of a single value": (
        one(parameters=[PAGE]), one(parameters=[{**PAGE, "explode": False}])),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME_DOCUMENTS)
def test_documents_that_mean_the_same_do_not_differ(name: str) -> None:
    old, new = SAME_DOCUMENTS[name]

    assert told(old, new) == []
    assert told(new, old) == []
    assert told(old, {**new, "openapi": "3.1.0"}) == []


def test_a_whole_document_of_31_is_the_same_as_that_of_30() -> None:
    schema = {**THING, "properties": {"a": {**TEXT, "nullable": True}, "b": {**WHOLE, "minimum": 0,
              "exclusiveMinimum": True}}}  # fmt: skip
    old = with_schema("response", schema, "3.0.3")
    new = with_schema("response", modern(schema), "3.1.0")

    assert told(old, new) == []
