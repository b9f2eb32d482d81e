"""Paths, queries and headers that no well-meaning client sends are answered all the same."""

from __future__ import annotations

import pytest

from tests.engine.refusals import assert_clear
from tests.engine.served import Serve
from tests.engine.small import asking, parameter

PATHS: dict[str, bytes] = {
    "up": b"/bank/../motd",
    "up, encoded": b"/bank/%2e%2e/etc/passwd",
    "up, half encoded": b"/bank/.%2e/motd",
    "a NUL byte": b"/bank/mo%00td",
    "a NUL byte as an id": b"/bank/shared/a%00b",
    "two slashes": b"//bank//motd",
    "a slash inside a segment": b"/bank/shared/a%2Fb",
    "a percent alone": b"/bank/shared/100%",
    "a percent and half a number": b"/bank/shared/%2",
    "a percent and no number": b"/bank/shared/%zz",
    "not UTF-8": b"/bank/shared/%ff%fe",
    "raw bytes": b"/bank/shared/\xff\xfe",
    "a very long one": b"/bank/shared/" + b"a" * 1_000_000,
    "very many segments": b"/a" * 100_000,
    "very many dashes": b"/bank/statements/" + b"-" * 8_000,
    "a star": b"*",
    "nothing": b"",
    "a whole address": b"http://elsewhere.example/bank/motd",
    "a backslash": b"/bank\\motd",
    "a fragment": b"/bank/motd#a",
    "a newline": b"/bank/shared/a%0d%0aSet-Cookie:%20a=b",
    "a number out of bounds": b"/bank/statements/999999999999999999999-1",
}


@pytest.mark.parametrize("raw", PATHS.values(), ids=PATHS)
@pytest.mark.parametrize("keeps_raw", [True, False], ids=["with raw_path", "without raw_path"])
def test_a_strange_path_is_answered(serve: Serve, raw: bytes, keeps_raw: bool) -> None:
    api = serve("bank")
    decoded = raw.decode("latin-1") if not keeps_raw else raw.decode("utf-8", "replace")

    headers = [(b"authorization", b"Bearer a")]
    answer = api.raw(raw if keeps_raw else b"", decoded, headers=headers)

    assert answer.status_code < 500
    assert len(answer.content) < 5_000
    assert "set-cookie" not in answer.headers


def test_a_query_of_a_megabyte_is_too_long(serve: Serve) -> None:
    answer = serve("bank").raw(b"/bank/motd", "/bank/motd", b"a=" + b"b" * 1_000_000)

    assert_clear(answer, 414)


@pytest.mark.parametrize(
    "headers",
    [
        [(f"x-{index}".encode(), b"1") for index in range(10_000)],
        [(b"x-large", b"a" * 1_000_000)],
        [(b"x-bytes", bytes(range(128, 256)))],
        [(b"authorization", b"\xff" * 100)],
        [(b"cookie", b";;;=;a;" * 100)],
        [(b"host", b"")],
        [(b"prefer", b"code=")],
        [(b"prefer", b"code=99999999999999999999")],
        [(b"prefer", b'example="')],
        [(b"prefer", b"," * 10_000)],
        [(b"content-length", b"-1")],
        [(b"content-length", "²".encode("latin-1"))],
        [(b"mock-seed", b"\xff\x00")],
        [(b"accept", b"a/b;q=" + b"9" * 5_000)],
        [(b"origin", b"null")],
    ],
    ids=lambda headers: f"{headers[0][0].decode()}-{headers[0][1][:12]!r}x{len(headers)}",
)
def test_strange_headers_are_answered(serve: Serve, headers: list[tuple[bytes, bytes]]) -> None:
    answer = serve("bank").raw(b"/bank/motd", "/bank/motd", headers=headers)

    assert answer.status_code < 500
    assert serve("bank").get("/motd").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "q=1&q=2",
        "q",
        "q=",
        "=",
        "&&&",
        "q=%",
        "q=%zz",
        "q=%ff",
        "q[]=1",
        "q[a]=1",
        "q=1;2",
        "%00=1",
    ],
)
def test_strange_queries_for_an_integer_are_refused_or_ignored(serve: Serve, query: str) -> None:
    api = serve(asking(parameter("q", {"type": "integer"})))

    answer = api.raw(b"/it", "/it", query.encode())

    assert answer.status_code in (204, 400)


def test_deep_objects_have_a_bottom(serve: Serve) -> None:
    described = parameter("q", {"type": "object"}, style="deepObject", explode=True)
    api = serve(asking(described))

    answer = api.get("/it?q" + "[a]" * 10_000 + "=1")

    assert answer.status_code < 500


def test_of_a_scalar_that_stands_twice_the_last_one_counts(serve: Serve) -> None:
    api = serve(asking(parameter("q", {"type": "integer"})))

    assert [api.get(f"/it?{query}").status_code for query in ("q=x&q=1", "q=1&q=x")] == [204, 400]
