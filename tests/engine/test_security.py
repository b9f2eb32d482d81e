"""Who may come in: schemes, their AND and OR, and how a "no" says what is asked for."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from tests.engine.served import Serve
from tests.engine.small import Json, document

BASIC = "Basic " + b64encode(b"ada:secret").decode()
SCHEMES: Json = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {"tokenUrl": "https://a.example/t", "scopes": {"r": "Read."}}
        },
    },
    "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://a.example/c"},
}


def guarded(security: Any) -> Json:
    operation = {"responses": {"204": {"description": "In."}}, "security": security}
    return document({"/it": {"get": operation}}, components={"securitySchemes": SCHEMES})


CASES: dict[str, tuple[Any, str, Json, int]] = {
    "nobody must identify": ([], "/it", {}, 204),
    "bearer": ([{"bearer": []}], "/it", {"Authorization": "Bearer abc"}, 204),
    "bearer in other letters": ([{"bearer": []}], "/it", {"Authorization": "bEaReR abc"}, 204),
    "bearer missing": ([{"bearer": []}], "/it", {}, 401),
    "bearer without a token": ([{"bearer": []}], "/it", {"Authorization": "Bearer "}, 401),
    "bearer with a space in it": ([{"bearer": []}], "/it", {"Authorization": "Bearer a b"}, 401),
    "basic for bearer": ([{"bearer": []}], "/it", {"Authorization": BASIC}, 401),
    "basic": ([{"basic": []}], "/it", {"Authorization": BASIC}, 204),
    "basic that is no base64": ([{"basic": []}], "/it", {"Authorization": "Basic ä!"}, 401),
    "basic without a colon": ([{"basic": []}], "/it", {"Authorization": "Basic YWJj"}, 401),
    "basic with half a byte": ([{"basic": []}], "/it", {"Authorization": "Basic YWJ"}, 401),
    "key in header": ([{"header": []}], "/it", {"x-key": "k"}, 204),
    "key in header empty": ([{"header": []}], "/it", {"X-Key": ""}, 401),
    "key in query": ([{"query": []}], "/it?key=k", {}, 204),
    "key in query empty": ([{"query": []}], "/it?key=", {}, 401),
    "key in query missing": ([{"query": []}], "/it", {"key": "k"}, 401),
    "key in cookie": ([{"cookie": []}], "/it", {"Cookie": "a=b; sid=k"}, 204),
    "key in another cookie": ([{"cookie": []}], "/it", {"Cookie": "sidx=k"}, 401),
    "oauth": ([{"oauth": ["r"]}], "/it", {"Authorization": "Bearer abc"}, 204),
    "oauth missing": ([{"oauth": ["r"]}], "/it", {}, 401),
    "openid": ([{"openid": []}], "/it", {"Authorization": "Bearer abc"}, 204),
    "both of two": (
        [{"bearer": [], "header": []}],
        "/it",
        {"Authorization": "Bearer a", "X-Key": "k"},
        204,
    ),
    "one of both": ([{"bearer": [], "header": []}], "/it", {"X-Key": "k"}, 401),
    "the first of either": ([{"bearer": []}, {"basic": []}], "/it", {"Authorization": BASIC}, 204),
    "the second of either": ([{"query": []}, {"header": []}], "/it", {"X-Key": "k"}, 204),
    "neither of either": ([{"query": []}, {"header": []}], "/it", {}, 401),
    "optional and absent": ([{}, {"bearer": []}], "/it", {}, 204),
    "optional and there": ([{"bearer": []}, {}], "/it", {"Authorization": "Bearer a"}, 204),
}


@pytest.mark.parametrize(("security", "target", "headers", "status"), CASES.values(), ids=CASES)
def test_credentials_open_what_they_should(
    serve: Serve, security: Any, target: str, headers: Json, status: int
) -> None:
    answer = serve(guarded(security)).request("GET", target, headers)

    assert answer.status_code == status
    if status == 401:
        assert answer.headers["www-authenticate"]
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 401


def test_a_refusal_names_every_scheme_that_would_do(serve: Serve) -> None:
    answer = serve(guarded([{"bearer": []}, {"basic": []}, {"header": []}])).get("/it")

    challenges = ", ".join(answer.headers.get_list("www-authenticate"))

    assert "Bearer" in challenges
    assert "Basic" in challenges
    assert "X-Key" in challenges


def test_top_level_security_guards_and_an_operation_may_lift_it(serve: Serve) -> None:
    done = {"responses": {"204": {"description": "In."}}}
    api = serve(
        document(
            {"/closed": {"get": done}, "/open": {"get": {**done, "security": []}}},
            security=[{"bearer": []}],
            components={"securitySchemes": SCHEMES},
        )
    )

    assert [api.get(path).status_code for path in ("/closed", "/open")] == [401, 204]


def test_credentials_are_asked_for_before_the_request_is_judged(serve: Serve) -> None:
    described = guarded([{"bearer": []}])
    described["paths"]["/it"]["get"]["parameters"] = [
        {"name": "q", "in": "query", "required": True, "schema": {"type": "integer"}}
    ]

    assert serve(described).get("/it?q=x").status_code == 401


def test_a_path_that_is_not_there_is_not_there_for_strangers_either(serve: Serve) -> None:
    assert serve(guarded([{"bearer": []}])).get("/nowhere").status_code == 404
