"""Every operation of every document answers, and an independent judge agrees with each answer."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.documents.library import document, published
from tests.engine.contract import Contract, Json, Operation, Place, contract, number
from tests.engine.judge import documented_response, findings, lowest_success
from tests.engine.served import Serve
from tests.engine.valid_request import valid_request

ONE_BY_ONE = (*published(), "shop", "bank")
WHOLE = ("bank_as_yaml", "telemetry")
"""Too many to name each in the report."""

SAMPLED = (("bank_as_yaml", 5), ("telemetry", 7), ("large", 20))
"""Documents, and how many operations to step over where all of an operation's answers are wanted.
Of the largest, which takes minutes, these are all that are asked."""

OPERATIONS = [it for name in ONE_BY_ONE for it in contract(document(name)).operations(name)]
named = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


@named
@pytest.mark.parametrize("full", [False, True], ids=["smallest", "fullest"])
def test_a_valid_request_gets_the_lowest_success_and_what_the_document_promises(
    serve: Serve, operation: Operation, full: bool
) -> None:
    assert problems_of_success(serve, operation, full) == []


@named
def test_every_documented_status_can_be_asked_for_and_conforms(
    serve: Serve, operation: Operation
) -> None:
    assert problems_of_statuses(serve, operation) == []


@named
def test_every_named_example_can_be_asked_for(serve: Serve, operation: Operation) -> None:
    assert problems_of_examples(serve, operation) == []


@named
def test_generated_answers_conform_too(serve: Serve, operation: Operation) -> None:
    assert problems_of_generated(serve, operation) == []


@named
def test_equal_requests_get_equal_bytes(serve: Serve, operation: Operation) -> None:
    request, api = valid_request(of(operation), operation), serve(operation.document)

    answers = [api.send(request, Prefer="dynamic=true") for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert answers[0].headers.multi_items() == answers[1].headers.multi_items()


@pytest.mark.parametrize("name", WHOLE)
def test_every_operation_of_generated_documents_answers_as_promised(
    serve: Serve, name: str
) -> None:
    operations = contract(document(name)).operations(name)

    problems = [
        problem
        for operation in operations
        for problem in problems_of_success(serve, operation, full=False)
    ]

    assert problems == []


@pytest.mark.parametrize(("name", "step"), SAMPLED, ids=[name for name, _ in SAMPLED])
def test_all_answers_of_some_operations_of_generated_documents_are_as_promised(
    serve: Serve, name: str, step: int
) -> None:
    operations = list(contract(document(name)).operations(name))[::step]

    problems = [
        problem
        for operation in operations
        for problem in (
            *problems_of_success(serve, operation, full=False),
            *problems_of_success(serve, operation, full=True),
            *problems_of_statuses(serve, operation),
            *problems_of_generated(serve, operation),
        )
    ]

    assert problems == []


@pytest.mark.parametrize("name", ["shop", "bank"])
def test_another_seed_gives_other_data(serve: Serve, name: str) -> None:
    judged = contract(document(name))
    operations = [it for it in judged.operations(name) if it.method == "GET"][:40]

    differing = [
        operation
        for operation in operations
        if serve(name, seed=1).send(valid_request(judged, operation), Prefer="dynamic=true").content
        != serve(name, seed=2).send(valid_request(judged, operation), Prefer="dynamic=true").content
    ]

    assert len(differing) > len(operations) // 2


def problems_of_success(serve: Serve, operation: Operation, full: bool) -> list[str]:
    request = valid_request(of(operation), operation, full)
    answer = serve(operation.document).send(request)
    expected = lowest_success(operation)
    if expected is None:
        return list(told(operation, findings(of(operation), operation, answer)))
    if answer.status_code != expected:
        asked = f"{request.method} {request.path}?{request.query} {request.headers}"
        said = f"{answer.status_code} instead of {expected}: {answer.text[:600]}"
        return [f"{operation}: {said} for {asked} {(request.content or b'')[:300]!r}"]
    return list(told(operation, findings(of(operation), operation, answer)))


def problems_of_statuses(serve: Serve, operation: Operation) -> list[str]:
    request, api = valid_request(of(operation), operation), serve(operation.document)
    problems: list[str] = []
    for status in statuses(operation):
        by_header = api.send(request, Prefer=f"code={status}")
        by_query = api.send(request, more_query=f"__code={status}")
        for way, answer in (("Prefer", by_header), ("__code", by_query)):
            if answer.status_code != status:
                problems.append(f"{operation}: {way} {status} got {answer.status_code}")
            else:
                found = findings(of(operation), operation, answer)
                problems += told(operation, (f"{way} {status}: {it}" for it in found))
    return problems


def problems_of_examples(serve: Serve, operation: Operation) -> list[str]:
    request, api = valid_request(of(operation), operation), serve(operation.document)
    problems: list[str] = []
    for status, media_type, name, value in examples(operation):
        if not name.isascii():
            continue
        wanted = f'code={status}; example="{name}"'
        answer = api.send(request, Prefer=wanted, Accept=media_type)
        problems += told(operation, findings(of(operation), operation, answer))
        if answer.status_code != status or json.loads(answer.text, parse_float=number) != value:
            got = f"{answer.status_code} {answer.text[:300]}"
            problems.append(f"{operation}: example {name!r} of {status} got {got}")
    return problems


def problems_of_generated(serve: Serve, operation: Operation) -> list[str]:
    request = valid_request(of(operation), operation)
    answer = serve(operation.document).send(request, Prefer="dynamic=true")
    return list(told(operation, findings(of(operation), operation, answer)))


def of(operation: Operation) -> Contract:
    return contract(document(operation.document))


def told(operation: Operation, found: list[str] | Iterator[str]) -> Iterator[str]:
    return (f"{operation}: {it}" for it in found)


def statuses(operation: Operation) -> Iterator[int]:
    """Every status that can be asked for: of a range or `default`, one that nothing else names.

    No 1XX: those are not answers, and ASGI cannot send them.
    """
    keys = [str(key).upper() for key in operation.place.node["responses"]]
    yield from (int(key) for key in keys if key.isdigit())
    for first in "2345":
        if f"{first}XX" in keys:
            yield next(it for it in range(int(first) * 100 + 17, 600) if str(it) not in keys)
    if "DEFAULT" in keys:
        yield next(it for it in (555, 455) if f"{it // 100}XX" not in keys or it == 455)


def examples(operation: Operation) -> Iterator[tuple[int, str, str, Json]]:
    """Every named example of an exact status: status, media type, name and value."""
    judged = of(operation)
    for key in operation.place.node["responses"]:
        promised = documented_response(judged, operation, int(key)) if key.isdigit() else None
        for media_type in (promised.node.get("content") or {}) if promised else ():
            assert promised is not None
            named_here = promised.child("content", media_type)
            for name in named_here.node.get("examples", {}):
                example: Place = judged.settle(named_here.child("examples", name))
                yield int(key), media_type, name, example.node["value"]
