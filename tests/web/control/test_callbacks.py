"""Callbacks as the control API lists them, and sends them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mock_server.state.outbox import CALLBACK, Callback, Progress, claim, settle
from tests.web.control.asking import ORDER, REPORTS, START, Mock

HOOK = "http://127.0.0.1:9/hook"
OWED = Callback("one", HOOK, START, START, body=b"{}")


def owe(mock: Mock, *callbacks: Callback) -> None:
    with mock.backings.store.transaction("default") as state:
        for callback in callbacks:
            state.put(CALLBACK, callback)


def listed(mock: Mock, query: str = "") -> list[str]:
    return [one["id"] for one in mock.told("listCallbacks", query=query)["callbacks"]]


def test_what_a_vendor_owes_is_listed(mock: Mock) -> None:
    mock.vonage("POST", REPORTS, {**ORDER, "callback_url": HOOK})

    (told,) = mock.told("listCallbacks")["callbacks"]

    assert (told["url"], told["method"]) == (HOOK, "POST")
    assert (told["progress"], told["attempts"]) == ("pending", 0)
    assert told["body"]["size"] == len(told["body"]["text"])


def test_they_are_listed_by_progress_and_page_by_page(mock: Mock) -> None:
    states: tuple[Progress, ...] = ("pending", "sent", "refused", "failed")
    owe(mock, *(replace(OWED, id=f"{n:03}", progress=states[n % 4]) for n in range(1100)))

    assert listed(mock, "?limit=3") == ["000", "001", "002"]
    assert listed(mock, "?limit=2&after=009") == ["010", "011"]
    for place, state in enumerate(states):
        expected = sorted(f"{n:03}" for n in range(1100) if n % 4 == place)
        assert listed(mock, f"?progress={state}&limit=1000") == expected
    assert listed(mock, "?after=nothing-beyond") == []
    assert mock.control("listCallbacks", query="?progress=lost").status_code == 400


@pytest.mark.parametrize("progress", ["pending", "sent", "refused", "failed"])
def test_one_can_be_sent_again_whatever_came_of_it(mock: Mock, progress: Progress) -> None:
    owe(mock, replace(OWED, progress=progress, attempts=2, error="it was answered with 500"))
    mock.now += timedelta(hours=1)

    told = mock.told("resendCallback", id="one")
    taken = claim(mock.backings.store, lambda _: mock.now, 30)

    assert (told["progress"], told["due_at"]) == ("pending", "2026-11-02T13:00:00.000000Z")
    assert taken is not None
    assert (taken.callback.id, taken.callback.attempts) == ("one", 3)

    settle(mock.backings.store, taken, "sent", mock.now)

    assert listed(mock, "?progress=sent") == ["one"]


def test_what_nobody_owes_cannot_be_sent_again(mock: Mock) -> None:
    assert mock.control("resendCallback", id="nothing").status_code == 404


def test_another_sessions_callbacks_are_not_seen(mock: Mock) -> None:
    owe(mock, OWED)
    mock.session = "another"

    assert listed(mock) == []
    assert mock.control("resendCallback", id="one").status_code == 404
