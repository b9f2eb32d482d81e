"""Which of the documented answers is given: by `Prefer`, by the query, and by `Accept`."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.engine.served import Api, Serve
from tests.engine.small import answering_with, says

NUMBERED = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
EXAMPLES = {
    "one": {"value": {"n": 1}},
    "two words": {"value": {"n": 2}},
    "dréi": {"value": {"n": 3}},
}
DESCRIBED = answering_with(
    _200=says(NUMBERED, examples=EXAMPLES),
    _202={"description": "Later."},
    _404=says(NUMBERED, examples={"gone": {"value": {"n": 4}}}),
    _5XX=says({"const": "broken"}),
)


@pytest.fixture
def api(serve: Serve) -> Api:
    return serve(DESCRIBED)


@pytest.mark.parametrize(
    ("prefer", "status"),
    [
        ("code=404", 404),
        ("code=202", 202),
        ("code=503", 503),
        ("code=404, dynamic=true", 404),
        ("dynamic=true; code=404", 404),
        ('code="404"', 404),
        ("respond-async, code=404", 404),
        ("status=404", 404),
        ("respond-async", 200),
        ("code=", 200),
        ("code=abc", 200),
    ],
)
def test_a_status_is_chosen_by_prefer(api: Api, prefer: str, status: int) -> None:
    assert api.get("/it", Prefer=prefer).status_code == status


@pytest.mark.parametrize("way", ["Prefer", "query"])
def test_a_status_that_is_not_documented_is_refused_clearly(api: Api, way: str) -> None:
    answer = api.get("/it", Prefer="code=418") if way == "Prefer" else api.get("/it?__code=418")

    assert answer.headers["content-type"] == "application/problem+json"
    assert "418" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("target", "number"),
    [
        ("/it", 1),
        ("/it?__example=one", 1),
        ("/it?__example=two+words", 2),
        (f"/it?__example={quote('dréi')}", 3),
        ("/it?__code=404", 4),
        ("/it?__code=404&__example=gone", 4),
    ],
)
def test_an_example_is_chosen_by_the_query(api: Api, target: str, number: int) -> None:
    assert api.get(target).json() == {"n": number}


def test_an_example_that_is_not_there_is_refused_with_those_that_are(api: Api) -> None:
    answer = api.get("/it", Prefer="example=four")

    assert 400 <= answer.status_code < 500
    assert "two words" in answer.json()["detail"]


def test_dynamic_answers_are_not_the_example_and_differ_by_seed(api: Api) -> None:
    drawn = {
        api.get("/it", Prefer="dynamic=true", Mock_Seed=str(seed)).json()["n"] for seed in range(20)
    }

    assert len(drawn) > 10


def test_where_an_answer_comes_from_is_told(api: Api) -> None:
    sources = [
        api.get("/it", **headers).headers["mock-source"]
        for headers in ({}, {"Prefer": "dynamic=true"}, {"Prefer": "example=nothing"})
    ]

    assert sources == ["example", "generated", "error"]


def test_the_query_words_are_no_parameters_of_the_operation(api: Api) -> None:
    plain, worded = api.get("/it?a=1"), api.get("/it?a=1&__code=200")

    assert plain.content == worded.content


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/json;q=0.4", "text/csv"),
        ("text/csv;q=0.5, */*;q=0.6", "application/json"),
        ("TEXT/CSV", "text/csv"),
        ("application/json;q=0, */*", "text/csv"),
    ],
)
def test_the_media_type_is_chosen_by_accept(serve: Serve, accept: str, media_type: str) -> None:
    content = {
        "application/json": {"schema": {"const": [1]}},
        "text/csv": {"schema": {"type": "string"}, "example": "a,b\n1,2\n"},
    }
    api = serve(answering_with(_200={"description": "It.", "content": content}))

    answer = api.get("/it", Accept=accept)

    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_a_status_may_be_asked_for_with_a_valid_request_only(serve: Serve) -> None:
    described = answering_with(_200=says(True), _404=says(NUMBERED))
    described["paths"]["/it"]["get"]["parameters"] = [
        {"name": "q", "in": "query", "required": True, "schema": {"type": "integer"}}
    ]

    assert serve(described).get("/it", Prefer="code=404").status_code == 400


def test_equal_seeds_give_equal_answers_and_the_caller_may_choose_one(serve: Serve) -> None:
    described = answering_with(_200=says({"type": "array", "items": NUMBERED, "minItems": 5}))
    server_seeded, caller_seeded = serve(described, seed=9), serve(described, seed=1)

    answers = [server_seeded.get("/it"), caller_seeded.get("/it", Mock_Seed="9")]

    assert answers[0].content == answers[1].content
    assert answers[0].content != caller_seeded.get("/it").content
