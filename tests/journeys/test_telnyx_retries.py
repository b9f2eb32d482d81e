"""What Telnyx's official Python client does by itself when it is told to wait, or of a failure."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import telnyx
from telnyx import Telnyx

from mock_server.web.clock import system_clock
from tests.journeys.telnyx_client import telnyx_client
from tests.serving import Server

LIMIT, WINDOW_S = 5, 1
"""Of usage reports, in windows that begin with whole seconds. Source: M1 of
specs/telnyx/SOURCE.toml."""

BURST = LIMIT + 4
"""Those that are refused fit into one window, and two retries reach the next one."""


@pytest.fixture
def client(server: Server) -> Iterator[Telnyx]:
    with telnyx_client(server, "KEY_RETRIES", retries=2) as strict:
        yield strict


@pytest.fixture
def answers(client: Telnyx) -> list[httpx.Response]:
    """What the client is told, each of its attempts by itself."""
    told: list[httpx.Response] = []
    client._client.event_hooks = {"response": [told.append]}
    return told


def usage(client: Telnyx) -> Any:
    return client.usage_reports.with_raw_response.list(
        product="messaging", dimensions=["direction"], metrics=["count"], date_range="yesterday"
    )


def test_a_burst_over_the_limit_is_waited_out(
    client: Telnyx, answers: list[httpx.Response]
) -> None:
    time.sleep(1 - system_clock().microsecond / 1_000_000)  # until a window begins

    with ThreadPoolExecutor(BURST) as together:
        asked = [together.submit(usage, client) for _ in range(BURST)]
        found = [each.result() for each in asked]

    refused = [one for one in answers if one.status_code == 429]
    assert [one.status_code for one in found] == [200] * BURST
    assert len({one.http_response.content for one in found}) == 1
    assert len(answers) - BURST == len(refused) == sum(one.retries_taken for one in found) > 0
    for one in refused:
        assert "retry-after" not in one.headers
        assert one.headers["x-envoy-ratelimited"] == "true"
        assert one.headers["x-ratelimit-limit"] == f"{LIMIT}, {LIMIT};w={WINDOW_S}"
        assert one.headers["x-ratelimit-remaining"] == "0"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, telnyx.RateLimitError),
        (500, telnyx.InternalServerError),
        (503, telnyx.InternalServerError),
    ],
)
def test_a_failure_that_may_pass_is_asked_about_three_times(
    status: int,
    error: type[telnyx.APIStatusError],
    client: Telnyx,
    answers: list[httpx.Response],
) -> None:
    with pytest.raises(error):
        client.balance.retrieve(extra_headers={"Prefer": f"code={status}"})

    assert [one.status_code for one in answers] == [status] * 3
    counts = [one.request.headers["x-stainless-retry-count"] for one in answers]
    assert counts == ["0", "1", "2"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_asked_about_once(
    status: int, client: Telnyx, answers: list[httpx.Response]
) -> None:
    with pytest.raises(telnyx.APIStatusError):
        client.balance.retrieve(extra_headers={"Prefer": f"code={status}"})

    assert [one.status_code for one in answers] == [status]
