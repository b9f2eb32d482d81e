"""Connexion's own validation and ours agree wherever Connexion is right; where not, it is listed.

The document is OpenAPI 3.0, which is what Connexion reads. The other side is Connexion 3.3 as it is
installed, with nothing of ours in its stack, and our own `--engine stock`, which uses that stack.
"""

from __future__ import annotations

import copy
import json
import warnings
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from connexion import AsyncApp
    from connexion.resolver import Resolution, Resolver

from mock_server.catalogue import serve_named
from mock_server.web.plans import Behaviour
from mock_server.web.stock import build_stock_app
from tests.engine.served import NOON, Api, Serve, Servers
from tests.engine.small import Json, document, parameter

HEADERS = {"Authorization": "Bearer abc"}
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
        "x-bearerInfoFunc": "tests.engine.test_stock_engine.somebody",
    },
    "basic": {
        "type": "http",
        "scheme": "basic",
        "x-basicInfoFunc": "tests.engine.test_stock_engine.somebody",
    },
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Key",
        "x-apikeyInfoFunc": "tests.engine.test_stock_engine.somebody",
    },
}


def somebody(*_: Any, **__: Any) -> Json:
    """Connexion asks whom credentials are of: any are somebody's."""
    return {"sub": "somebody"}


class Done(Resolver):  # type: ignore[misc]
    """Every operation answers 204."""

    def resolve(self, operation: Any) -> Resolution:
        def done(**_: Any) -> tuple[None, int]:
            return None, 204

        return Resolution(done, operation.operation_id)


@pytest.fixture(scope="module", params=["as it is", "with --engine stock"])
def connexion(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Api]:
    app: Any
    if request.param == "as it is":
        app = AsyncApp("stock", specification_dir="")
        app.add_api(copy.deepcopy(described()), resolver=Done(), name="stock")
    else:
        path = tmp_path_factory.mktemp("stock") / "described.json"
        path.write_text(json.dumps(described()))
        app = build_stock_app(serve_named([str(path)]), Behaviour(0, lambda: NOON))
    servers = Servers()
    yield servers.adopt(app)
    servers.close()


BODY = {"name": "abc", "size": 1}
SAME_QUERY = (
    "",
    "limit=1",
    "limit=0",
    "limit=101",
    "limit=x",
    "limit=1.5",
    "ratio=0.5",
    "ratio=x",
    "kind=a",
    "kind=c",
    "flag=true",
    "flag=maybe",
    "ids=1&ids=2",
    "ids=1&ids=x",
    "csv=1,2",
    "csv=1,x",
    "name=a",
    "deep[a]=1",
    "unknown=1",
)
SAME_BODIES: dict[str, Any] = {
    "valid": BODY,
    "all of it": {**BODY, "ratio": 0.5, "kind": "a", "note": None, "tags": ["x"], "inner": BODY},
    "empty": {},
    "a list": [BODY],
    "null": None,
    "a name too short": {**BODY, "name": "a"},
    "a name too long": {**BODY, "name": "abcdef"},
    "a name of other letters": {**BODY, "name": "ABC"},
    "a size too small": {**BODY, "size": 0},
    "a size as text": {**BODY, "size": "1"},
    "a size with a fraction": {**BODY, "size": 1.5},
    "a size that is true": {**BODY, "size": True},
    "an open bound": {**BODY, "ratio": 0},
    "another kind": {**BODY, "kind": "c"},
    "null where none may be": {**BODY, "kind": None},
    "an unknown property": {**BODY, "other": 1},
    "too many tags": {**BODY, "tags": ["a", "b", "c"]},
    "the same tag twice": {**BODY, "tags": ["a", "a"]},
    "a fault deep inside": {**BODY, "inner": {**BODY, "inner": {"name": "abc"}}},
    "an address that is none": {**BODY, "mail": "nobody"},
}
BASIC = {"Authorization": "Basic " + b64encode(b"a:b").decode()}
SAME_CREDENTIALS: dict[str, tuple[str, Json]] = {
    "bearer": ("/things", HEADERS),
    "none": ("/things", {}),
    "basic for bearer": ("/things", BASIC),
    "open": ("/open", {}),
    "both": ("/both", {**HEADERS, "X-Key": "k"}),
    "one of both": ("/both", HEADERS),
    "the other of both": ("/both", {"X-Key": "k"}),
    "either, the first": ("/either", BASIC),
    "either, the second": ("/either", {"X-Key": "k"}),
    "neither": ("/either", {}),
    "a path that is not there": ("/nowhere", HEADERS),
    "a path parameter": ("/things/ab", HEADERS),
    "a path parameter too short": ("/things/a", HEADERS),
    "a required parameter": ("/needs?q=1", HEADERS),
    "a required parameter missing": ("/needs", HEADERS),
}


@pytest.mark.parametrize("query", SAME_QUERY)
def test_queries_get_the_same_verdict(serve: Serve, connexion: Api, query: str) -> None:
    verdicts = [
        api.request("GET", f"/things?{query}", HEADERS) for api in (served(serve), connexion)
    ]

    assert verdict(verdicts[0]) == verdict(verdicts[1])


@pytest.mark.parametrize("body", SAME_BODIES.values(), ids=SAME_BODIES)
def test_bodies_get_the_same_verdict(serve: Serve, connexion: Api, body: Any) -> None:
    headers = {**HEADERS, "Content-Type": "application/json"}
    content = json.dumps(body).encode()

    answers = [
        api.request("POST", "/things", headers, content) for api in (served(serve), connexion)
    ]

    assert verdict(answers[0]) == verdict(answers[1])


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("application/json", b"{"),
        ("application/json", b""),
        ("text/plain", b"{}"),
        ("application/json; charset=utf-8", b'{"name": "abc", "size": 1}'),
    ],
    ids=["cut off", "empty", "another media type", "with a charset"],
)
def test_raw_bodies_get_the_same_verdict(
    serve: Serve, connexion: Api, media_type: str, content: bytes
) -> None:
    headers = {**HEADERS, "Content-Type": media_type}

    answers = [
        api.request("POST", "/things", headers, content) for api in (served(serve), connexion)
    ]

    assert verdict(answers[0]) == verdict(answers[1])


@pytest.mark.parametrize(
    ("target", "headers"), SAME_CREDENTIALS.values(), ids=list(SAME_CREDENTIALS)
)
def test_targets_and_credentials_get_the_same_verdict(
    serve: Serve, connexion: Api, target: str, headers: Json
) -> None:
    answers = [api.request("GET", target, headers) for api in (served(serve), connexion)]

    assert answers[0].status_code == answers[1].status_code


DIFFERENT: dict[str, tuple[str, Json, int, int]] = {
    "a header is an integer when it reads as one: Connexion leaves it a text": (
        "/things",
        {"X-Count": "5"},
        204,
        400,
    ),
    "a parameter whose type its alternatives say: Connexion fails": (
        "/things?either=5",
        {},
        204,
        500,
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_where_the_verdicts_differ_ours_is_what_the_document_says(
    serve: Serve, connexion: Api, name: str
) -> None:
    target, headers, ours, theirs = DIFFERENT[name]

    answers = [
        api.request("GET", target, {**HEADERS, **headers}) for api in (served(serve), connexion)
    ]

    assert [answer.status_code for answer in answers] == [ours, theirs]


def served(serve: Serve) -> Api:
    return serve(described())


def verdict(answer: Any) -> int:
    """The status; every way of calling a request invalid counts as 400."""
    return 400 if answer.status_code == 422 else int(answer.status_code)
