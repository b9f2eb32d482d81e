"""What was asked before is answered as if it had not been, and as quickly as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import orjson
import pytest

from tests.web.connection import Answer, Client, get, post, served
from tests.web.test_at_once import GOOD, JSON, KEY, REPORT, ByAsgiAlone, telnyx

REPORTS = "/reports/mdr_usage_reports"
OTHER_REPORT = REPORT.replace(b"PROFILE", b"NO_AGGREGATION")
VARIED = (
    get(GOOD, KEY),
    get(GOOD, KEY, "Mock-Seed: 7"),
    get(GOOD, KEY, "Origin: https://acme.test"),
    get(GOOD, KEY, "Prefer: code=401"),
    get(GOOD, KEY, method="HEAD"),
    get(GOOD + "0", KEY),
    get(GOOD, "Authorization: Bearer OTHER"),
    get(GOOD.replace("PROFILE", "WEEKDAY"), KEY),
    get(GOOD),
    post(REPORTS, REPORT, KEY, JSON),
    post(REPORTS, OTHER_REPORT, KEY, JSON),
)  # fmt: skip
"""Alike, but no two of them have the same answer."""

TIMES = 4
"""Enough that an answer that is kept is given."""


@pytest.fixture(params=["at once", "by ASGI"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    app = telnyx()
    with served(app if request.param == "at once" else ByAsgiAlone(app)) as listening:
        yield listening.port


def test_each_of_many_like_requests_keeps_its_own_answer(port: int) -> None:
    first = answers(port, VARIED)

    again = [answers(port, VARIED) for _ in range(TIMES)]

    assert again == [first] * TIMES
    assert len({(one.status, str(one.headers), one.body) for one in first}) == len(VARIED)


def test_a_body_that_comes_in_pieces_is_not_taken_for_another(port: int) -> None:
    sent = [post(REPORTS, body, KEY, JSON) for body in (REPORT, OTHER_REPORT)]
    whole = answers(port, sent)

    with Client(port) as client:
        for request, expected in list(zip(sent, whole, strict=True)) * TIMES:
            start = len(request) - 9
            client.send(request[:start])
            answers(port, [get(GOOD, KEY)])  # until the server has read what came before
            client.send(request[start:])
            assert client.answer().body == expected.body


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_requests_in_one_packet_are_answered_in_turn(port: int, order: Sequence[int]) -> None:
    sent = [VARIED[0], VARIED[1], VARIED[9]]
    expected = [one.body for one in answers(port, sent)]

    for _ in range(TIMES):
        with Client(port) as client:
            client.send(b"".join(sent[index] for index in order))
            got = [client.answer().body for _ in order]
        assert got == [expected[index] for index in order]


def test_what_is_set_later_holds_for_what_was_asked_before(port: int) -> None:
    told = [answers(port, VARIED[:1])[0] for _ in range(TIMES)]

    control(port, "PUT", "seed", {"seed": "another"})
    with_seed = answers(port, VARIED[:1])[0]
    control(port, "POST", "faults", {"fault": {"kind": "status", "status": 503}})
    with_fault = answers(port, VARIED[:1])[0]
    control(port, "POST", "reset", None)
    after = answers(port, VARIED[:1])[0]

    assert with_seed.status == 200
    assert with_seed.body != told[0].body
    assert with_fault.status == 503
    assert after.body == told[0].body


def test_a_session_of_another_name_is_another_session(port: int) -> None:
    mine, others = get(GOOD, KEY, "Mock-Session: mine"), get(GOOD, KEY, "Mock-Session: other")
    before = [answers(port, [mine, others]) for _ in range(TIMES)][-1]

    control(port, "PUT", "seed", {"seed": "another"}, "Mock-Session: mine")
    after = answers(port, [mine, others])

    assert after[0].body != before[0].body
    assert after[1] == before[1]


def test_the_journal_has_every_one_as_it_came(port: int) -> None:
    answers(port, VARIED[:2] * TIMES)

    exchanges = control(port, "GET", "journal", None)["exchanges"]

    told = [
        {name: one[name] for name in one if name not in {"at", "duration_s", "id"}}
        for one in exchanges
    ]
    assert told == told[:2] * TIMES
    assert told[0] != told[1]
    assert [one["id"] for one in exchanges] == list(range(2 * TIMES, 0, -1))


def answers(port: int, requests: Sequence[bytes]) -> list[Answer]:
    got = []
    with Client(port) as client:
        for request in requests:
            client.send(request)
            answer = client.answer(has_body=not request.startswith(b"HEAD"))
            del answer.headers["date"]
            got.append(answer)
    return got


def control(port: int, method: str, what: str, body: Any, *headers: str) -> Any:
    sent = b"" if body is None else orjson.dumps(body)
    lines = (f"Content-Length: {len(sent)}", JSON, *headers)
    with Client(port) as client:
        asked = get(f"/_mock/{what}", *lines, method=method).replace(b"Host: x", b"Host: localhost")
        answer = client.ask(asked + sent)
    assert answer.status < 300, answer.body
    return answer.json if answer.body else None
