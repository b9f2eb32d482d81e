"""Faults over a real socket: what clients that we did not write see, and what has happened then."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import httpx
import pytest
import telnyx

from tests.web.crew import wait_until
from tests.web.faulty import CHARGES, KEY, ORDER, REPORTS, Json, Place, asked, calm, faulty, reports

SHORT_S, LONG_S = 0.5, 20.0
"""How long is waited for what will not come, and for what may be late on a busy machine."""

TIMED_OUT = 28
"""Source: curl's manual, "EXIT CODES"."""


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with faulty() as running:
        yield running


def test_a_status_comes_in_the_shape_of_the_vendor_with_the_headers_that_were_asked_for(
    place: Place,
) -> None:
    limits = {"x-ratelimit-remaining": "0"}
    fault = {"kind": "status", "status": 429, "retry_after_s": 7, "headers": limits}

    answer = asked(place, fault)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "7"
    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert answer.headers["mock-fault"] == "rule-1"
    assert answer.headers["mock-source"] == "error"
    assert set(answer.json()) == {"errors"}


def test_a_429_may_keep_silent_about_when_to_come_back(place: Place) -> None:
    answer = asked(place, {"kind": "status", "status": 429})

    assert answer.status_code == 429
    assert "retry-after" not in answer.headers


@pytest.mark.parametrize("status", [200, 204, 304, 400, 418, 500, 503, 599])
def test_any_status_can_be_asked_for(place: Place, status: int) -> None:
    answer = asked(place, {"kind": "status", "status": status})

    assert answer.status_code == status
    assert (answer.content == b"") == (status in {204, 304})


BROKEN: dict[str, tuple[Json, type[httpx.HTTPError], str]] = {
    "hang": ({"kind": "hang"}, httpx.ReadTimeout, "timed out"),
    "hang for a while": ({"kind": "hang", "seconds": 0.1}, httpx.RemoteProtocolError, "without"),
    "reset before": ({"kind": "reset", "lost": "request"}, httpx.ReadError, "reset by peer"),
    "reset after": ({"kind": "reset", "lost": "response"}, httpx.ReadError, "reset by peer"),
    "empty": ({"kind": "empty"}, httpx.RemoteProtocolError, "without sending a response"),
    "truncated": ({"kind": "truncated"}, httpx.RemoteProtocolError, "complete message body"),
    "nothing of the body": (
        {"kind": "truncated", "part": 0}, httpx.RemoteProtocolError, "received 0 bytes"
    ),
    "wrong length": ({"kind": "wrong_length"}, httpx.RemoteProtocolError, "complete message body"),
}  # fmt: skip


@pytest.mark.parametrize(("fault", "error", "told"), BROKEN.values(), ids=BROKEN)
def test_httpx_meets_a_broken_connection_and_can_go_on(
    place: Place, fault: Json, error: type[httpx.HTTPError], told: str
) -> None:
    rule = {"fault": fault, "uses": 1}

    patience_s = SHORT_S if fault == {"kind": "hang"} else LONG_S
    with place.client(place.session(rule)) as client:
        with pytest.raises(error, match=told):
            client.get(CHARGES, timeout=patience_s)
        after = client.get(CHARGES)

    assert after.content == calm(place).content
    assert "mock-fault" not in after.headers


def test_a_truncated_answer_promises_all_of_its_body_and_delivers_the_part_that_was_asked_for(
    place: Place,
) -> None:
    whole = calm(place).content
    session = place.session({"kind": "truncated", "part": 0.25})

    with place.client(session) as client, client.stream("GET", CHARGES) as answer:
        promised = int(answer.headers["content-length"])
        received = b"".join(until_broken(answer))

    assert promised == len(whole)
    assert received == whole[: len(whole) // 4]


def until_broken(answer: httpx.Response) -> Iterator[bytes]:
    with suppress(httpx.RemoteProtocolError):
        yield from answer.iter_raw()


def test_a_wrong_length_promises_so_many_bytes_more(place: Place) -> None:
    whole = calm(place).content
    session = place.session({"kind": "wrong_length", "extra_bytes": 11})

    with place.client(session) as client, client.stream("GET", CHARGES) as answer:
        assert int(answer.headers["content-length"]) == len(whole) + 11


def test_a_slow_body_comes_whole_at_its_speed(place: Place) -> None:
    whole = calm(place).content
    bytes_per_s = len(whole) / 0.5
    began = time.monotonic()

    answer = asked(place, {"kind": "slow", "bytes_per_s": bytes_per_s})

    assert answer.content == whole
    assert time.monotonic() - began >= 0.5


def test_malformed_json_is_of_the_promised_length_and_no_json(place: Place) -> None:
    answer = asked(place, {"kind": "malformed"})

    assert len(answer.content) == len(calm(place).content)
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert "malformed" in answer.headers["mock-note"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [({"kind": "hang"}, 28), ({"kind": "reset"}, 56), ({"kind": "empty"}, 52),
     ({"kind": "truncated"}, 18), ({"kind": "wrong_length"}, 18), ({"kind": "malformed"}, 0),
     ({"kind": "status", "status": 503}, 22), ({"kind": "slow", "bytes_per_s": 5}, 28)],
    ids=lambda value: value["kind"] if isinstance(value, dict) else str(value),
)  # fmt: skip
@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
def test_curl_says_what_is_wrong_by_its_exit_code(place: Place, fault: Json, code: int) -> None:
    session = place.session(fault)
    patience_s = SHORT_S if code == TIMED_OUT else LONG_S
    command = ["curl", "-sS", "--fail", "--max-time", str(patience_s), "-o", "/dev/null"]
    command += ["-H", "Authorization: Bearer KEY_ANY", "-H", f"Mock-Session: {session}"]

    finished = subprocess.run([*command, place.url + CHARGES], timeout=2 * LONG_S, check=False)

    assert finished.returncode == code


def test_who_is_held_when_the_server_stops_gets_no_answer_that_nobody_asked_for() -> None:
    with ThreadPoolExecutor() as threads, ExitStack() as opened, faulty() as place:
        session = place.session({"kind": "hang"})
        client = opened.enter_context(place.client(session))
        held = threads.submit(client.get, CHARGES)
        wait_until(lambda: place.counted(session) == 1)

    assert isinstance(held.exception(), httpx.TransportError)


AGAIN = {"retry-after-ms": "10"}


@pytest.mark.parametrize(
    ("fault", "uses"),
    [
        ({"kind": "status", "status": 429, "headers": AGAIN}, 2),
        ({"kind": "status", "status": 503, "headers": AGAIN}, 2),
        ({"kind": "reset", "lost": "request"}, 1),
        ({"kind": "empty"}, 1),
        ({"kind": "truncated"}, 1),
        ({"kind": "hang"}, 1),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else str(value),
)
def test_the_telnyx_client_tries_again_until_it_is_answered(
    place: Place, fault: Json, uses: int
) -> None:
    session = place.session({"fault": fault, "uses": uses})

    with telnyx_client(place, session, max_retries=2) as client:
        answer = client.charges_summary.retrieve(start_date="2026-10-01", end_date="2026-11-01")

    assert answer.data is not None
    assert place.counted(session) == uses + 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "status", "status": 429, "headers": AGAIN}, telnyx.RateLimitError),
        ({"kind": "status", "status": 500, "headers": AGAIN}, telnyx.InternalServerError),
        ({"kind": "reset"}, telnyx.APIConnectionError),
        ({"kind": "hang"}, telnyx.APITimeoutError),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_the_telnyx_client_gives_up_in_its_own_words(
    place: Place, fault: Json, error: type[Exception]
) -> None:
    session = place.session(fault)

    with telnyx_client(place, session, max_retries=1) as client, pytest.raises(error):
        client.charges_summary.retrieve(start_date="2026-10-01", end_date="2026-11-01")

    assert place.counted(session) == 2


def telnyx_client(place: Place, session: str, max_retries: int) -> telnyx.Telnyx:
    return telnyx.Telnyx(
        api_key="KEY_ANY",
        base_url=f"{place.url}/_session/{session}/telnyx/v2",
        max_retries=max_retries,
        timeout=2.0,
    )


@pytest.mark.parametrize("lost", ["request", "response"])
@pytest.mark.parametrize(
    "fault",
    [{"kind": "status", "status": 502}, {"kind": "hang", "seconds": 0.05}, {"kind": "reset"},
     {"kind": "empty"}],
    ids=lambda fault: fault["kind"],
)  # fmt: skip
def test_an_order_is_in_the_list_if_only_its_answer_was_lost(
    place: Place, fault: Json, lost: str
) -> None:
    session = place.session({"fault": {**fault, "lost": lost}, "match": {"method": "POST"}})

    with place.client(session) as client:
        ordered = attempted(lambda: client.post(REPORTS, json=ORDER, auth=KEY))
        listed = reports(client)

    assert ordered in {None, 502}
    assert len(listed) == (1 if lost == "response" else 0)


@pytest.mark.parametrize("kind", ["truncated", "wrong_length", "malformed", "missing_field"])
def test_a_spoilt_answer_was_acted_on(place: Place, kind: str) -> None:
    session = place.session({"fault": {"kind": kind}, "match": {"method": "POST"}})

    with place.client(session) as client:
        attempted(lambda: client.post(REPORTS, json=ORDER, auth=KEY))
        listed = reports(client)

    assert len(listed) == 1


def attempted(ask: Callable[[], httpx.Response]) -> int | None:
    """The status; None when there was no answer."""
    try:
        return ask().status_code
    except httpx.TransportError:
        return None
