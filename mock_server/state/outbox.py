"""Callbacks that are still to be delivered: kept with what caused them, delivered at least once.

A sender claims the first that is due, delivers it and settles the claim. Whoever claims one puts
it off by a lease, so that nobody else has it meanwhile, and somebody has it again when the sender
never settles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from mock_server.state.kind import Kind
from mock_server.state.store import Store

Progress: TypeAlias = Literal["pending", "sent", "refused", "failed"]
Outcome: TypeAlias = Literal["sent", "refused", "failed"]

RETRIES_S = (1.0, 5.0, 30.0, 120.0, 600.0)
"""Seconds from a failure to the next attempt, for vendors that do not say. ASSUMED."""


@dataclass(frozen=True, slots=True)
class Callback:
    """A request that the vendor owes to somebody.

    Args:
        due_at: when to attempt it, or to take it from a sender that has not settled by then.
        attempts: how often it was claimed.
        progress: "refused" is for good, at the first answer that says so; "failed" is when the
            last attempt did.
        error: what went wrong at the last attempt.
        retries_s: seconds from each failure to the next attempt; after them there is none.
        vendor: who owes it, by the name of the API.
        is_again: whether it has arrived before, and is sent once more on purpose.
    """

    id: str
    url: str
    created_at: datetime
    due_at: datetime
    method: str = "POST"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    attempts: int = 0
    progress: Progress = "pending"
    error: str = ""
    retries_s: tuple[float, ...] = RETRIES_S
    vendor: str = ""
    is_again: bool = False


def due_of(callback: Callback) -> datetime | None:
    return callback.due_at if callback.progress == "pending" else None


CALLBACK = Kind("understudy.callback", Callback, due_of=due_of)


@dataclass(frozen=True, slots=True)
class Claim:
    """A callback that is the claimer's to deliver until its `due_at`."""

    space: str
    callback: Callback


def claim(store: Store, clock: Callable[[str], datetime], lease_s: float) -> Claim | None:
    """Take a callback that is due, of any space, the first of its space; None when there is none.

    Args:
        clock: the moment that it is in a space.
        lease_s: longer than a delivery can take.
    """
    for first, space in store.firsts(CALLBACK):
        now = clock(space)
        if first > now:
            continue
        with store.transaction(space) as state:
            for callback in state.due(CALLBACK, now, limit=1):
                until = now + timedelta(seconds=lease_s)
                taken = replace(callback, attempts=callback.attempts + 1, due_at=until)
                state.put(CALLBACK, taken)
                return Claim(space, taken)
    return None


def settle(store: Store, claim: Claim, outcome: Outcome, now: datetime, error: str = "") -> None:
    """Note how a delivery went.

    A sender whose lease ran out may still report that the callback arrived; what else it has to
    say no longer counts once another one has claimed it. Nor does anything about a callback that
    is settled, or that was forgotten, even if an equal one has been made since.
    """
    with store.transaction(claim.space) as state:
        callback = state.get(CALLBACK, claim.callback.id)
        if callback is None or callback.progress != "pending":
            return
        is_last = callback.attempts == claim.callback.attempts
        if is_last or (outcome == "sent" and callback.attempts > claim.callback.attempts):
            state.put(CALLBACK, settled(callback, outcome, now, error))


def send_again(store: Store, claim: Claim, at: datetime) -> None:
    """Note that a callback arrived, and is to be sent once more, as it is."""
    with store.transaction(claim.space) as state:
        callback = state.get(CALLBACK, claim.callback.id)
        if callback is not None and callback.progress == "pending":
            state.put(CALLBACK, replace(callback, due_at=at, error="", is_again=True))


def settled(callback: Callback, outcome: Outcome, now: datetime, error: str) -> Callback:
    """The callback after an attempt: at its end, or waiting for the next one."""
    if outcome == "failed" and callback.attempts <= len(callback.retries_s):
        wait = timedelta(seconds=callback.retries_s[callback.attempts - 1])
        return replace(callback, due_at=now + wait, error=error)
    return replace(callback, progress=outcome, error=error)
