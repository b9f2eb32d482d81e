"""Two APIs asked the same: where they differ, and by what request."""

from __future__ import annotations

import json
from collections import Counter
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from contracts.differential.comparison import differences, shape
from contracts.differential.run import run_against
from contracts.differential.sides import apart
from contracts.finding import Finding
from contracts.running.budget import Budget
from contracts.running.order import Order
from contracts.targets.target import Wanted
from tests.contracts.checks import library
from tests.contracts.running.serving import Answer, answering, whole
from tests.contracts.running.test_bad_targets import DOCUMENT

EXAMPLE = ["a", "b"]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """One whose answer is known, played with its example."""
    told = json.loads(json.dumps(DOCUMENT))
    answer = told["paths"]["/things"]["get"]["responses"]["200"]
    answer["content"]["application/json"]["example"] = EXAMPLE
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(told))
    return file


def found(document: Path, answer: Answer) -> tuple[Finding, ...]:
    with answering(answer) as url:
        order = Order(Budget(200), phases=("listed",))
        return run_against(Wanted(f"mock:{document}"), url, order).findings


def size(handler: BaseHTTPRequestHandler) -> str | None:
    """The parameter, None where there is none."""
    query = urlsplit(handler.path).query
    return query.removeprefix("size=") if query.startswith("size=") else None


def served(handler: BaseHTTPRequestHandler, some: object) -> None:
    """As the document says: wrong sizes are refused."""
    asked = size(handler)
    is_right = asked is None or (asked.isdigit() and int(asked) > 0)
    body = json.dumps(some).encode() if is_right else b"{}"
    kind = "application/json" if is_right else "application/problem+json"
    whole(handler, 200 if is_right else 400, body, Content_Type=kind)


def test_other_values_of_the_same_shape_are_no_difference(document: Path) -> None:
    findings = found(document, lambda handler: served(handler, ["other", "values", "more"]))

    assert [one for one in findings if one.severity == "error"] == []


def test_another_type_is_found_with_the_smallest_request(document: Path) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        served(handler, EXAMPLE if size(handler) is None else [1])

    errors = [one for one in found(document, answer) if one.severity == "error"]

    assert [(one.keyword, one.pointer) for one in errors] == [("type", "/*")]
    assert (errors[0].expected, errors[0].actual) == ("string", "number")
    assert "/things?size=" in errors[0].curl


def test_what_only_one_of_them_accepts_is_found(document: Path) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        whole(handler, 200, json.dumps(EXAMPLE).encode(), Content_Type="application/json")

    errors = [one for one in found(document, answer) if one.severity == "error"]

    assert [(one.keyword, one.expected, one.actual) for one in errors] == [
        ("outcome", "400", "200")
    ]


def test_a_shape_has_the_types_of_all_elements() -> None:
    assert shape({"a": [1, "x", None], "b/c": {}}) == {
        "": {"object"},
        "/a": {"array"},
        "/a/*": {"number", "string", "null"},
        "/b~1c": {"object"},
    }


def test_a_limit_is_waited_for_and_is_no_difference(document: Path) -> None:
    asked = Counter[str]()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked[handler.path] += 1
        if size(handler) is None and asked[handler.path] == 2:
            whole(handler, 429, b"{}", Content_Type="application/json", Retry_After="0")
        else:
            served(handler, EXAMPLE)

    assert [one for one in found(document, answer) if one.severity == "error"] == []
    assert max(asked.values()) > 2


@pytest.mark.parametrize(
    ("statuses", "said"),
    [((200, 429), "429"), ((409, 200), "409"), ((409, 404), ""), ((404, 200), "")],
)
def test_limits_and_conflicts_say_nothing_of_the_other_side(
    statuses: tuple[int, int], said: str
) -> None:
    one, other = (library.observed(library.answer(status=status)) for status in statuses)

    why = apart(one, other)

    assert said in why
    assert bool(why) == bool(said)


@pytest.mark.parametrize(("state", "differs"), [("here", set()), ("lent", {"/books/*/cover"})])
def test_a_thing_in_another_state_may_have_other_fields(state: str, differs: set[str]) -> None:
    one = library.observed(library.page(state="lent", cover="hard"))
    other = library.observed(library.page(state=state))

    missing = {each.pointer for each in differences(one, other) if each.keyword == "presence"}

    assert missing == differs
