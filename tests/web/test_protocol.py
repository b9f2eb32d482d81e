from __future__ import annotations

import time

import pytest

from tests.web.connection import Client, get, post
from tests.web.small_app import LARGE


def test_a_connection_serves_one_request_after_another(client: Client) -> None:
    answers = [client.ask(get(f"/?n={number}")) for number in range(5)]

    assert [answer.body for answer in answers] == [b"/?n=%d" % number for number in range(5)]


def test_pipelined_requests_are_answered_in_their_order(client: Client) -> None:
    client.send(get("/slow") + get("/?second") + get("/large") + get("/?fourth"))

    answers = [client.answer() for _ in range(4)]

    assert [answer.body for answer in answers] == [b"slow", b"/?second", LARGE, b"/?fourth"]


def test_a_head_request_gets_the_head_alone_and_the_connection_stays(client: Client) -> None:
    client.send(get("/large", method="HEAD"))
    head = client.answer(has_body=False)
    after = client.ask(get("/?after"))

    assert (head.status, head.headers["content-length"]) == (200, str(len(LARGE)))
    assert after.body == b"/?after"


def test_an_answer_without_a_body_is_sent_at_once(client: Client) -> None:
    answers = [client.ask(get("/empty")), client.ask(get("/?after"))]

    assert [(answer.status, answer.body) for answer in answers] == [(204, b""), (200, b"/?after")]


def test_a_large_answer_arrives_whole(client: Client) -> None:
    assert client.ask(get("/large")).body == LARGE


def test_a_large_answer_is_finished_when_the_connection_closes(client: Client) -> None:
    answer = client.ask(get("/large", "Connection: close"))

    assert (answer.body, client.rest()) == (LARGE, b"")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/stream", b"one,HTTP/1.1 200 OK,three"),
        ("/measured-stream", b"one,HTTP/1.1 200 OK," + LARGE + b"four"),
    ],
    ids=["in chunks", "of a known length"],
)
def test_a_streamed_answer_arrives_whole(client: Client, path: str, body: bytes) -> None:
    assert client.ask(get(path)).body == body
    assert client.ask(get("/?after")).body == b"/?after"


def test_a_body_in_chunks_is_read(client: Client) -> None:
    head = get("/echo", "Transfer-Encoding: chunked", method="POST")

    answer = client.ask(head, b"5\r\nhello\r\n", b"7\r\n, world\r\n0\r\n\r\n")

    assert answer.body == b"hello, world"


def test_a_large_body_is_read_whole_in_whatever_pieces_it_comes(client: Client) -> None:
    request = post("/echo", LARGE)

    answer = client.ask(*(request[start : start + 70_000] for start in range(0, 300_000, 70_000)))

    assert answer.body == LARGE


def test_a_client_that_asks_first_is_told_to_continue(client: Client) -> None:
    client.send(get("/echo", "Content-Length: 5", "Expect: 100-continue", method="POST"))
    interim = client.answer()
    final = client.ask(b"hello")

    assert (interim.status, final.status, final.body) == (100, 200, b"hello")


def test_a_client_that_asks_first_and_is_refused_need_not_send_its_body(client: Client) -> None:
    request = get("/refuse", "Content-Length: 5", "Expect: 100-continue", method="POST")

    answer = client.ask(request)

    assert (answer.status, answer.headers["connection"]) == (413, "close")
    assert client.rest() == b""


def test_http_1_0_ends_with_the_answer(client: Client) -> None:
    answer = client.ask(b"GET /?old HTTP/1.0\r\n\r\n")

    assert (answer.body, client.rest()) == (b"/?old", b"")


UPGRADE = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk")


@pytest.mark.parametrize(
    ("request_bytes", "body"),
    [
        (get("/?one", *UPGRADE), b"/?one"),
        (post("/echo", b"hello", *UPGRADE), b"hello"),
        (post("/echo", LARGE, *UPGRADE), LARGE),
    ],
    ids=["no body", "body", "large body"],
)
def test_an_offer_of_http_2_is_passed_over_as_javas_client_makes_it(
    client: Client, request_bytes: bytes, body: bytes
) -> None:
    whole = client.ask(request_bytes)
    in_pieces = client.ask(request_bytes[:45], request_bytes[45:])
    pipelined = client.ask(request_bytes + get("/?after"))

    assert (whole.body, in_pieces.body, pipelined.body) == (body, body, body)
    assert client.answer().body == b"/?after"


def test_thousands_of_offers_at_once_are_passed_over_too(client: Client) -> None:
    client.send(get("/?n", *UPGRADE) * 3000 + get("/?last", "Connection: close"))

    assert client.rest().count(b"/?n") == 3000


@pytest.mark.parametrize(
    ("target", "seen"),
    [
        ("http://acme.test", b"/?"),
        ("http://acme.test?q=1", b"/?q=1"),
        ("http://acme.test/?q=1", b"/?q=1"),
        ("*", b"*?"),
    ],
)
def test_every_form_of_target_is_read(client: Client, target: str, seen: bytes) -> None:
    assert client.ask(get(target, method="OPTIONS")).body == seen


def test_a_bug_in_the_application_is_a_500(client: Client) -> None:
    assert client.ask(get("/fail")).status == 500


def test_answers_carry_the_date_and_do_not_name_the_server(client: Client) -> None:
    headers = client.ask(get("/")).headers

    assert "date" in headers
    assert "server" not in headers


def test_the_application_can_reset_the_connection(client: Client) -> None:
    client.send(get("/reset"))

    with pytest.raises(ConnectionResetError):
        client.rest()


def test_the_application_can_cut_an_answer_short(client: Client) -> None:
    client.send(get("/cut"))

    said = client.rest()

    assert b"content-length: 10\r\n" in said
    assert said.endswith(b"\r\n\r\n0123")


def test_the_application_knows_when_the_request_came(client: Client) -> None:
    before_s = time.monotonic()
    answer = client.ask(get("/arrived"))

    assert before_s - 1e-6 <= float(answer.body) <= time.monotonic() + 1e-6


def test_a_pipelined_request_came_before_its_turn(client: Client) -> None:
    client.send(get("/slow") + get("/arrived"))
    slow, arrived = client.answer(), client.answer()

    assert slow.body == b"slow"
    assert float(arrived.body) < time.monotonic() - 0.29
