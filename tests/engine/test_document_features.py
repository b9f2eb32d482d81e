"""What a document can say, each thing by itself: served as the specification means it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.kinds import INHERITED, READ_ONLY
from tests.engine.served import Serve
from tests.engine.small import (
    Json,
    answering,
    answering_with,
    asking,
    document,
    parameter,
    says,
)

ANSWERS: dict[str, tuple[Json, Any]] = {
    "a constant": (answering({"const": {"a": [1, None]}}), {"a": [1, None]}),
    "null": (answering({"type": "null"}), None),
    "one of one": (answering({"enum": ["only"]}), "only"),
    "an example of the schema": (answering({"type": "integer", "examples": [17]}), 17),
    "a required write-only property": (
        answering({**READ_ONLY, "properties": {"secret": {"type": "string", "writeOnly": True}}}),
        None,
    ),
    "an empty array": (answering({"type": "array", "items": False}), []),
    "an array too short to fill": (answering({"type": "array", "maxItems": 0}), []),
}


@pytest.mark.parametrize(("api", "value"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_can_be_only_one_is_that_one(serve: Serve, api: Json, value: Any) -> None:
    answer = serve(api).get("/it")

    assert answer.status_code == 200
    if "secret" not in str(api):
        assert answer.json() == value
    assert "secret" not in answer.text


def test_a_base_with_a_discriminator_is_answered_by_one_of_its_subtypes(serve: Serve) -> None:
    api = serve(answering({"$ref": "#/components/schemas/Base"}, "3.1.0", **INHERITED))

    answers = [api.get("/it", Mock_Seed=str(seed)).json() for seed in range(20)]

    wrong = [it for it in answers if not isinstance(it.get(f"only_{it['kind']}"), int)]
    assert wrong == []
    assert {it["kind"] for it in answers} == {"a", "b"}


STYLES: dict[str, tuple[Json, str, str]] = {
    "form array": (
        parameter("a", {"type": "array", "items": {"type": "integer"}}),
        "a=1&a=2",
        "a=x",
    ),
    "comma array": (
        parameter("a", {"type": "array", "items": {"type": "integer"}}, explode=False),
        "a=1,2",
        "a=1,x",
    ),
    "piped array": (
        parameter("a", {"type": "array", "maxItems": 2}, style="pipeDelimited", explode=False),
        "a=1%7C2",
        "a=1%7C2%7C3",
    ),
    "spaced array": (
        parameter("a", {"type": "array", "maxItems": 2}, style="spaceDelimited", explode=False),
        "a=1%202",
        "a=1%202%203",
    ),
    "deep object": (
        parameter(
            "a",
            {"type": "object", "required": ["b"], "properties": {"b": {"type": "integer"}}},
            style="deepObject",
            explode=True,
        ),
        "a[b]=1",
        "a[b]=x",
    ),
    "form object": (
        parameter("a", {"type": "object", "properties": {"b": {"type": "integer"}}}, explode=True),
        "b=1",
        "b=x",
    ),
    "boolean": (parameter("a", {"type": "boolean"}), "a=true", "a=1"),
    "null or integer": (parameter("a", {"type": ["integer", "null"]}), "a=5", "a=x"),
    "integer or boolean": (
        parameter("a", {"oneOf": [{"type": "integer"}, {"type": "boolean"}]}),
        "a=true",
        "a=x",
    ),
    "text that looks like a number": (
        parameter("a", {"type": "string", "pattern": "^0"}),
        "a=007",
        "a=7",
    ),
    "constant": (parameter("a", {"const": 5}), "a=5", "a=6"),
    "JSON": (
        {
            "name": "a",
            "in": "query",
            "content": {"application/json": {"schema": {"required": ["b"]}}},
        },
        "a=%7B%22b%22:1%7D",
        "a=%7B",
    ),
}


@pytest.mark.parametrize(("described", "valid", "invalid"), STYLES.values(), ids=STYLES)
def test_query_parameters_are_read_by_their_style(
    serve: Serve, described: Json, valid: str, invalid: str
) -> None:
    api = serve(asking(described))

    verdicts = [api.get(f"/it?{query}").status_code for query in (valid, invalid)]

    assert verdicts == [204, 400]


def test_what_a_document_requires_of_a_query_is_demanded(serve: Serve) -> None:
    api = serve(asking(parameter("a", {"type": "string"}, required=True)))

    assert [api.get(target).status_code for target in ("/it", "/it?b=1", "/it?a=1")] == [
        400,
        400,
        204,
    ]


def test_fixed_paths_win_over_templates_and_segments_may_be_mixed(serve: Serve) -> None:
    named = {"parameters": [parameter("id", {"type": "string"}, "path")]}
    api = serve(
        document(
            {
                "/users/{id}": {"get": {"responses": {"200": says({"const": "any"})}}, **named},
                "/users/me": {"get": {"responses": {"200": says({"const": "me"})}}},
                "/users/{id}.json": {
                    "get": {"responses": {"200": says({"const": "json"})}},
                    **named,
                },
                "/users/{id}:go": {"get": {"responses": {"200": says({"const": "go"})}}, **named},
            }
        )
    )

    answers = [api.get(f"/users/{name}").json() for name in ("1", "me", "1.json", "1:go", "me2")]

    assert answers == ["any", "me", "json", "go", "any"]


def test_a_request_that_a_less_fixed_path_takes_by_method_still_gets_there(serve: Serve) -> None:
    identifier = [parameter("id", {"type": "string"}, "path")]
    done = {"responses": {"204": {"description": "Done."}}}
    api = serve(
        document(
            {"/a/me": {"get": done}, "/a/{id}": {"delete": {**done, "parameters": identifier}}}
        )
    )

    assert api.request("DELETE", "/a/me").status_code in (204, 405)


def test_the_lowest_success_answers_whatever_its_order(serve: Serve) -> None:
    api = serve(
        answering_with(
            _404=says(True), default=says(True), _202=says({"const": 2}), _201=says(True)
        )
    )

    assert api.get("/it").status_code == 201


def test_an_operation_that_only_fails_answers_with_that_failure(serve: Serve) -> None:
    api = serve(answering_with(_503=says({"const": "busy"}), _404=says({"const": "gone"})))

    answer = api.get("/it")

    assert (answer.status_code, answer.json()) == (404, "gone")


def test_path_parameters_of_item_and_operation_are_joined(serve: Serve) -> None:
    described = document(
        {
            "/{id}": {
                "parameters": [parameter("id", {"type": "integer"}, "path"), parameter("q", {})],
                "get": {
                    "parameters": [parameter("q", {"type": "integer"})],
                    "responses": {"204": {"description": "Seen."}},
                },
            }
        }
    )
    api = serve(described)

    verdicts = [api.get(target).status_code for target in ("/1", "/x", "/1?q=1", "/1?q=x")]

    assert verdicts == [204, 400, 204, 400]


def test_a_path_may_be_asked_for_by_head_where_it_can_be_got(serve: Serve) -> None:
    api = serve(answering({"const": "it"}))

    answer = api.request("HEAD", "/it")

    assert (answer.status_code, answer.content) == (200, b"")


OBJECT = {
    "type": "object",
    "required": ["a", "b"],
    "properties": {"a": {"const": 1}, "b": {"const": 2}},
}


@pytest.mark.parametrize(("explode", "text"), [(False, "a,1,b,2"), (True, "a=1,b=2")])
def test_a_header_that_is_an_object_is_written_in_style_simple(
    serve: Serve, explode: bool, text: str
) -> None:
    header = {"schema": OBJECT, "explode": explode, "required": True}
    api = serve(answering_with(_200={"description": "It.", "headers": {"X-It": header}}))

    assert api.get("/it").headers["x-it"] == text


def turning_to(other: str) -> Json:
    """A model that may hold more of another, but always holds its own word and number."""
    reference = {"$ref": f"#/components/schemas/{other}"}
    return {
        "type": "object",
        "required": ["word", "number"],
        "properties": {
            "word": {"type": "string", "minLength": 1},
            "number": {"type": "integer"},
            "next": reference,
            "others": {"type": "array", "items": reference, "maxItems": 2},
        },
    }


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_models_that_hold_each_other_end_without_losing_what_is_required(
    serve: Serve, length: int
) -> None:
    models = {f"M{index}": turning_to(f"M{(index + 1) % length}") for index in range(length)}
    first: Json = {"type": "array", "items": {"$ref": "#/components/schemas/M0"}, "minItems": 1}
    api = serve(answering(first, "3.1.0", **models))

    answers = [api.get("/it", Mock_Seed=str(seed)) for seed in range(10)]

    assert [answer.text for answer in answers if "null" in answer.text] == []
    assert [answer.headers.get("mock-note") for answer in answers] == [None] * 10
