"""Whatever arrives, the answer is a 2xx or a clear 4xx, and the server goes on."""

from __future__ import annotations

import pytest

from tests.engine.refusals import assert_answered, assert_clear
from tests.engine.served import Serve
from tests.engine.small import Json, accepting, document, parameter

JSON = "application/json"
NUMBER: Json = {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}
BODIES: dict[str, bytes] = {
    "cut off": b'{"n": 1',
    "two values": b'{"n": 1} {"n": 2}',
    "single quotes": b"{'n': 1}",
    "a comment": b'{"n": 1} // one',
    "a final comma": b'{"n": 1,}',
    "NaN": b'{"n": NaN}',
    "Infinity": b'{"n": -Infinity}',
    "UTF-16": '{"n": 1}'.encode("utf-16"),
    "half a character": b'{"n": "\xe2\x82"}',
    "latin-1": '{"ä": 1}'.encode("latin-1"),
    "a NUL byte": b'{"n": 1}\x00',
    "only NUL bytes": b"\x00" * 1000,
    "a lone surrogate": b'{"n": "\\ud800"}',
    "10,000 arrays": b"[" * 10_000 + b"]" * 10_000,
    "10,000 objects": b'{"n":' * 10_000 + b"1" + b"}" * 10_000,
    "10,000 arrays left open": b"[" * 10_000,
    "only blanks": b"  \n\t ",
    "nothing": b"",
    "a leading zero": b'{"n": 01}',
    "a raw newline in a text": b'{"n": "a\nb"}',
    "a form": b"n=1&m=2",
    "no object": b"[1, 2]",
    "a text for a number": b'{"n": "1"}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_bad_body_is_refused_clearly(serve: Serve, body: bytes) -> None:
    api = serve(accepting(NUMBER))

    answer = api.request("POST", "/it", {"Content-Type": JSON}, body)

    assert_clear(answer, 400)


@pytest.mark.parametrize("text", ["1e400", "-1e400", "1" * 5000, "0." + "1" * 5000, "1e-400", "-0"])
def test_extreme_numbers_are_answered(serve: Serve, text: str) -> None:
    api = serve(accepting(NUMBER))

    answer = api.request("POST", "/it", {"Content-Type": JSON}, b'{"n": %s}' % text.encode())

    assert answer.status_code in (204, 400)
    assert_answered(answer)


def test_every_violation_is_listed_with_place_and_rule(serve: Serve) -> None:
    described = accepting(
        {"type": "object", "required": ["a"], "properties": {"b": {"minimum": 2}}}
    )
    described["paths"]["/it"]["post"]["parameters"] = [
        parameter("q", {"type": "integer"}, required=True),
        parameter("X-H", {"enum": ["a", "b"]}, "header"),
        parameter("c", {"type": "boolean"}, "cookie"),
    ]
    api = serve(described)

    answer = api.post("/it?q=x", {"b": 1}, X_H="c", Cookie="c=perhaps")

    said = assert_clear(answer, 400)
    found = {(it["in"], it["name"], it["rule"]) for it in said["violations"]}
    assert found == {
        ("query", "q", "type"),
        ("header", "X-H", "enum"),
        ("cookie", "c", "type"),
        ("body", "/b", "minimum"),
        ("body", "/a", "required"),
    }
    assert all(it["message"] for it in said["violations"])


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "json", "a/b; c"])
def test_another_media_type_is_unsupported(serve: Serve, media_type: str) -> None:
    api = serve(accepting(NUMBER))

    answer = api.request("POST", "/it", {"Content-Type": media_type}, b'{"n": 1}')

    assert_clear(answer, 415)


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;",
    ],
)
def test_the_media_type_may_be_written_in_any_way(serve: Serve, media_type: str) -> None:
    api = serve(accepting(NUMBER))

    answer = api.request("POST", "/it", {"Content-Type": media_type}, b'{"n": 1}')

    assert answer.status_code == 204


def test_a_required_body_that_is_missing_is_refused(serve: Serve) -> None:
    api = serve(accepting(NUMBER))

    assert_clear(api.request("POST", "/it"), 400, 415)


def test_what_is_not_offered_is_not_acceptable(serve: Serve) -> None:
    api = serve("bank")

    answer = api.get("/motd", Accept="application/json")

    assert "text/plain" in assert_clear(answer, 406)["detail"]


@pytest.mark.parametrize("accept", ["*/*", "", "text/*", "text/plain;q=0.1, x/y", "nonsense", ",;"])
def test_any_accept_header_is_understood_or_refused(serve: Serve, accept: str) -> None:
    answer = serve("bank").get("/motd", Accept=accept)

    assert answer.status_code in (200, 406)


@pytest.mark.parametrize("method", ["DELETE", "FOO", "TRACE", "PROPFIND"])
def test_another_method_is_refused_with_those_allowed(serve: Serve, method: str) -> None:
    answer = serve("bank").request(method, "/motd")

    assert_clear(answer, 405)
    assert "GET" in answer.headers["allow"].replace(" ", "").split(",")


def test_a_refused_request_leaves_no_trace_on_the_next(serve: Serve) -> None:
    api = serve(accepting(NUMBER))
    before = api.post("/it", {"n": 1})

    for body in BODIES.values():
        api.request("POST", "/it", {"Content-Type": JSON}, body)

    assert api.post("/it", {"n": 1}).headers == before.headers


FORMS: Json = {
    "multipart/form-data": {"schema": {"type": "object", "required": ["a"]}},
    "application/x-www-form-urlencoded": {"schema": {"type": "object", "required": ["a"]}},
    "application/xml": {"schema": {"type": "object", "required": ["a"]}},
}
FORM_BODIES: dict[str, tuple[str, bytes]] = {
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "another boundary": ("multipart/form-data; boundary=y", b"--x\r\n\r\n\r\n--x--"),
    "cut off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a',
    ),
    "no name": ("multipart/form-data; boundary=x", b"--x\r\n\r\n1\r\n--x--\r\n"),
    "very many parts": ("multipart/form-data; boundary=x", b"--x\r\n\r\n1\r\n" * 20_000 + b"--x--"),
    "a form that is not UTF-8": ("application/x-www-form-urlencoded", b"%ff=%fe"),
    "very many fields": ("application/x-www-form-urlencoded", b"b=1&" * 100_000),
    "not XML": ("application/xml", b"<a><b></a>"),
    "an entity that grows": (
        "application/xml",
        b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><l>&b;</l>',
    ),
    "an entity from outside": (
        "application/xml",
        b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l><x>&a;</x></l>',
    ),
    "deep XML": ("application/xml", b"<a>" * 10_000 + b"</a>" * 10_000),
}


@pytest.mark.parametrize(("media_type", "body"), FORM_BODIES.values(), ids=FORM_BODIES)
def test_a_bad_form_is_refused_clearly(serve: Serve, media_type: str, body: bytes) -> None:
    described = {"required": True, "content": FORMS}
    done = {"204": {"description": "Taken."}}
    api = serve(document({"/it": {"post": {"requestBody": described, "responses": done}}}))

    answer = api.request("POST", "/it", {"Content-Type": media_type}, body)

    assert_clear(answer, 400, 413)
    assert "root:" not in answer.text
