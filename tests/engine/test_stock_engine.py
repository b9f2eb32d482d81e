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
from pathlib import Path
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
from tests.engine.small import Json
from tests.engine.stock_document import described

HEADERS = {"Authorization": "Bearer abc"}


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
        app = stock_app(tmp_path_factory.mktemp("stock") / "described.json")
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


def stock_app(path: Path) -> Any:
    path.write_text(json.dumps(described()))
    return build_stock_app(serve_named([str(path)]), Behaviour(0, lambda: NOON))


def served(serve: Serve) -> Api:
    return serve(described())


def verdict(answer: Any) -> int:
    """The status; every way of calling a request invalid counts as 400."""
    return 400 if answer.status_code == 422 else int(answer.status_code)
