"""The journal: what was asked and answered, from outside."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mock_server.faults.rules import CALM
from mock_server.web.asked import Asked
from mock_server.web.entering import take_prefix
from mock_server.web.journal import (
    MOST_BODY,
    MOST_OF_A_SESSION,
    MOST_OF_ALL,
    Ended,
    Journals,
)
from tests.web.control.asking import ORDER, RECORDS, REPORTS, START, Mock

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"
BEARER = {"Authorization": "Bearer KEY"}


def journal(mock: Mock, query: str = "") -> list[Any]:
    exchanges: list[Any] = mock.told("listJournal", query=query)["exchanges"]
    return exchanges


def test_an_exchange_is_told_whole(mock: Mock) -> None:
    answer = mock.vonage("POST", REPORTS, ORDER, User_Agent="a-test")

    (told,) = journal(mock)

    assert told["at"] == "2026-11-02T12:00:00.000000Z"
    assert told["duration_s"] > 0
    assert (told["session"], told["vendor"]) == ("default", "vonage")
    assert (told["operation"], told["source"]) == ("create-async-report", "handler")
    assert (told["request"]["method"], told["request"]["url"]) == (
        "POST", "http://127.0.0.1/vonage/v2/reports",
    )  # fmt: skip
    assert {"name": "User-Agent", "value": "a-test"} in [
        {**header, "name": header["name"].title()} for header in told["request"]["headers"]
    ]
    assert told["answer"]["status"] == answer.status_code
    assert told["answer"]["body"]["text"] == answer.text
    assert {field["name"]: field["value"] for field in told["answer"]["headers"]} == dict(
        answer.headers
    )


def test_the_newest_come_first_and_numbers_go_on(mock: Mock) -> None:
    for path in ("balance", "nothing", "balance"):
        mock.ask("GET", f"/telnyx/v2/{path}", None, **BEARER)

    told = journal(mock)

    assert [one["id"] for one in told] == [3, 2, 1]
    assert [one["answer"]["status"] for one in told] == [200, 404, 200]
    assert [one["operation"] for one in told][1] == ""
    assert {one["vendor"] for one in told} == {"telnyx"}


FILTERS: list[tuple[str, Callable[[Any], bool]]] = [
    ("vendor=vonage", lambda one: one["vendor"] == "vonage"),
    ("operation=get-records", lambda one: one["operation"] == "get-records"),
    ("method=post", lambda one: one["request"]["method"] == "POST"),
    ("path=/v2/reports*", lambda one: "/v2/reports" in one["request"]["url"]),
    ("path=/v2/balance", lambda one: "/v2/balance" in one["request"]["url"]),
    ("path=/balance", lambda one: "/v2/balance" in one["request"]["url"]),
    ("operation=GET%20/balance", lambda one: "/v2/balance" in one["request"]["url"]),
    ("status=404", lambda one: one["answer"]["status"] == 404),
    ("since=2026-11-02T12:30:00Z", lambda one: one["at"] >= "2026-11-02T12:30"),
    ("since=2026-11-02T13:30:00%2B01:00", lambda one: one["at"] >= "2026-11-02T12:30"),
    ("limit=2", lambda one: one["id"] > 3),
    ("vendor=vonage&method=POST&status=404", lambda one: False),
]


@pytest.mark.parametrize(("query", "fits"), FILTERS, ids=[query for query, _ in FILTERS])
def test_filters_leave_what_fits(mock: Mock, query: str, fits: Callable[[Any], bool]) -> None:
    mock.vonage()
    mock.vonage("POST", REPORTS, ORDER)
    mock.now += timedelta(minutes=30)
    mock.ask("GET", "/telnyx/v2/balance", None, **BEARER)
    mock.ask("POST", "/telnyx/v2/nothing", None, **BEARER)
    mock.ask("GET", "/telnyx/v2/nothing", None, **BEARER)

    told, har = journal(mock), mock.told("exportJournal", query=f"?{query}")

    filtered = journal(mock, f"?{query}")
    assert filtered == [one for one in told if fits(one)]
    assert [entry["_id"] for entry in har["log"]["entries"]] == [one["id"] for one in filtered][
        ::-1
    ]


def test_one_session_or_all_of_them_can_be_looked_at(mock: Mock) -> None:
    for name in ("one", "two", "default"):
        mock.vonage(Mock_Session=name)

    def sessions(query: str) -> list[str]:
        return [one["session"] for one in journal(mock, query)]

    assert sessions("") == ["default"]
    assert sessions("?session=two") == ["two"]
    assert sessions("?session=nobody") == []
    assert sessions("?session=*") == ["default", "two", "one"]


@pytest.mark.parametrize("query", ["limit=0", "status=ok", "since=now", "session=a/b", "limit=x"])
def test_a_filter_that_makes_no_sense_is_refused(mock: Mock, query: str) -> None:
    assert mock.control("listJournal", query=f"?{query}").status_code == 400


def test_requests_for_the_control_api_are_not_in_it(mock: Mock) -> None:
    mock.told("getClock")
    mock.ask("GET", "/_mock/nothing")

    assert journal(mock) == []


def test_what_befell_a_request_is_told_with_it(mock: Mock) -> None:
    fault = {"kind": "status", "status": 503}
    mock.told("addFault", {"id": "down", "match": {"operation": "get-records"}, "fault": fault})
    mock.told("addFault", {"id": "late", "match": {"operation": "list-reports"}, "latency": "50ms"})

    mock.vonage()
    mock.vonage(target=f"{REPORTS}?account_id=abcd1234&status=PENDING")
    late, down = journal(mock)

    assert (down["rules"], down["fault"], down["answer"]["status"]) == (["down"], "status", 503)
    assert late["rules"] == ["late"]
    assert "fault" not in late
    assert late["duration_s"] >= 0.05


def test_of_an_answer_that_is_made_while_it_is_sent_only_the_size_is_kept(mock: Mock) -> None:
    mock.told("freezeClock", {})
    ordered = mock.vonage("POST", REPORTS, ORDER).json()["request_id"]
    mock.advance(hours=1)
    links = mock.vonage(target=f"{REPORTS}/{ordered}").json()["_links"]
    href = links["download_report"]["href"].removeprefix("http://127.0.0.1")

    file = mock.vonage(target=href)

    told = journal(mock)[0]["answer"]
    assert told["status"] == 200
    assert told["body"] == {"size": len(file.content), "is_cut": True}


def test_of_a_long_body_the_beginning_is_kept(mock: Mock) -> None:
    body = b'{"product": "' + b"x" * 200_000 + b'"}'

    mock.vonage("POST", REPORTS, body)
    mock.vonage(target=RECORDS.replace("limit=2", "limit=1000"))
    long_answer, long_request = journal(mock)

    kept = long_request["request"]["body"]
    assert (kept["size"], kept["is_cut"]) == (len(body), True)
    assert body.startswith(kept["text"].encode())
    assert len(kept["text"]) == MOST_BODY
    assert long_answer["answer"]["body"]["size"] > MOST_BODY
    assert len(long_answer["answer"]["body"]["text"].encode()) <= MOST_BODY


def test_bodies_that_are_no_text_are_kept_as_base64(mock: Mock) -> None:
    mock.vonage("POST", REPORTS, b"\xff\xfe\x00")

    body = journal(mock)[0]["request"]["body"]

    assert body == {"size": 3, "base64": "//4A"}


def test_it_can_be_cleared_and_is_no_longer_than_the_settings_say() -> None:
    mock = Mock(apis=("vonage",), journal=3)
    for number in range(5):
        mock.ask("GET", f"/vonage/{number}")

    kept = [one["id"] for one in journal(mock)]
    mock.told("clearJournal")

    assert kept == [5, 4, 3]
    assert journal(mock) == []
    mock.close()


def test_it_can_be_switched_off() -> None:
    mock = Mock(apis=("vonage",), journal=0)

    mock.vonage()

    assert journal(mock) == []
    mock.close()


def exchange(size: int) -> tuple[Asked, Ended]:
    headers = [(b"host", b"a"), (b"x-long", b"h" * (size // 4))]
    asked = Asked("POST", "/p", b"q" * (size // 4), headers, dict(headers), b"b" * (size // 4))
    return asked, (START, 0.1, "", None, CALM, (HEAD, b"a" * (size // 4)), None, 0.0)


@pytest.mark.parametrize("size", [0, 1_000, 30_000, 250_000])
def test_what_many_sessions_keep_is_bounded(size: int) -> None:
    journals = Journals(1_000)

    for number in range(6_000):
        journals.add(f"session-{number % 40}", *exchange(size))

    kept = journals.all()
    held = sum(
        len(one.asked.query) + len(one.asked.body) + len(one.asked.headers[1][1]) + len(one.body)
        for one in kept
    )
    assert held <= MOST_OF_ALL
    assert all(len(journals.of(f"session-{number}")) <= 1_000 for number in range(40))
    assert kept[-1].number == 6_000
    assert len(kept) < 6_000 or held < MOST_OF_A_SESSION * 40


def test_headers_are_kept_as_they_came_or_not_at_all() -> None:
    journals = Journals()
    good = [(b"a", b"1"), (b"a", b"2"), (b"b", b"")]
    bad = [(b"authorization", b"x\ny"), (b"b", b"c")]
    for headers in (good, [], bad):
        asked = Asked("GET", "/p", b"", headers, dict(headers))
        journals.add("one", asked, (START, 0.1, "", None, CALM, (HEAD, b""), None, 0.0))

    assert [one.asked.headers for one in journals.of("one").exchanges] == [good, [], []]


def test_one_session_cannot_take_more_than_its_part() -> None:
    journals = Journals(100_000)

    for _ in range(2_000):
        journals.add("greedy", *exchange(100_000))

    bodies = sum(len(one.body) + len(one.asked.body) for one in journals.of("greedy").exchanges)
    assert 0 < bodies <= MOST_OF_A_SESSION


def test_the_sessions_that_were_quiet_for_longest_make_room() -> None:
    journals = Journals(1_000)
    names = [f"session-{number}" for number in range(20)]
    for name in names:
        for _ in range(200):
            journals.add(name, *exchange(100_000))

    kept = [name for name in names if len(journals.of(name))]

    assert kept == names[-len(kept) :]
    assert 0 < len(kept) < len(names)


def test_what_an_exchange_is_said_to_weigh_is_no_less_than_it_does() -> None:
    """Against the sizes that Python itself tells of the objects that are kept."""
    journals = Journals()
    asked, ended = exchange(4_000)

    journals.add("one", asked, ended)

    (kept,) = journals.of("one")._kept
    heard = kept[2]
    assert isinstance(heard, tuple)
    parts = [*kept, *heard, kept, *ended[:2], ended[5], *ended[5]]
    assert journals.weight >= sum(map(sys.getsizeof, parts)) * 0.9


TARGETS = ["/p?a=1&b=%20", "/_session/one/p", "/_session/one", "/p%3Fq", "/"]
BODIES = [b"", b'{"a": 1}', b"\x00\xff"]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("body", BODIES, ids=["no body", "json", "no text"])
@pytest.mark.parametrize("rest", [b"", b"GET /next HTTP/1.1\r\nhost: b\r\n\r\n", b"?? no HTTP"])
def test_a_request_is_the_same_whether_it_was_kept_as_read_or_in_parts(
    target: str, body: bytes, rest: bytes
) -> None:
    journals = Journals()
    length = b"%d" % len(body)
    headers = [(b"host", b"a"), (b"x-two", b"1"), (b"content-length", length)]
    path, _, query = target.partition("?")
    asked = Asked("POST", path, query.encode(), headers, dict(headers), body)
    read = b"POST %b HTTP/1.1\r\nHost: a\r\nX-Two: 1\r\n" % target.encode()
    read += b"Content-Length: %b\r\n\r\n" % length + body + rest
    take_prefix(asked)

    for raw in (b"", read):
        known = replace(asked, raw=raw)
        journals.add("one", known, (START, 0.1, "", None, CALM, (HEAD, b"told"), None, 0.0))

    first, second = journals.of("one").exchanges
    assert second._replace(number=1) == first
    assert (second.number, first.asked) == (2, asked)
