"""The session's clock: stopped, turned, and run at another speed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mock_server.errors import ConfigError
from mock_server.exchange import Response
from mock_server.session import EARLIEST, LATEST, Time
from mock_server.web.control.room import Visit, told
from mock_server.web.shown import moment


def tell(visit: Visit) -> Response:
    return told(time_of(visit))


def time_of(visit: Visit) -> dict[str, Any]:
    time = visit.session.conditions.time
    return {
        "now": moment(visit.session.clock()),
        "speed": 1.0 if time is None else time.speed,
        "is_set": time is not None,
    }


def freeze(visit: Visit) -> Response:
    """Stop time, at a moment or as it is."""
    at = _moment((visit.request.body or {}).get("at"))
    return _set(visit, lambda now, speed: (at or now, 0.0))


def turn(visit: Visit) -> Response:
    """Let time go on from a moment, at its ordinary speed if no other is named."""
    at, wanted = _moment(visit.request.body["at"]), visit.request.body.get("speed", 1.0)
    return _set(visit, lambda now, speed: (at or now, wanted))


def advance(visit: Visit) -> Response:
    """Go ahead, and on as before."""
    try:
        by = timedelta(**{unit: float(amount) for unit, amount in visit.request.body.items()})
    except OverflowError:
        raise _out_of_reach("that far ahead") from None
    return _set(visit, lambda now, speed: (_within(now, by), speed))


def run(visit: Visit) -> Response:
    """Let time pass faster or slower from now on."""
    wanted = float(visit.request.body["speed"])
    return _set(visit, lambda now, speed: (now, wanted))


def release(visit: Visit) -> Response:
    """Go back to the server's own time."""
    visit.session.change(lambda conditions: replace(conditions, time=None))
    return tell(visit)


def _set(visit: Visit, change: Callable[[datetime, float], tuple[datetime, float]]) -> Response:
    """Set the clock to what comes of its moment and speed."""
    ours = visit.room.now

    def changed(time: Time | None) -> Time:
        now, speed = (ours, 1.0) if time is None else (time.now(ours), time.speed)
        at, wanted = change(now, speed)
        return Time(ours, at, float(wanted))

    visit.session.change(lambda known: replace(known, time=changed(known.time)))
    return tell(visit)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _out_of_reach(text) from None
    if not EARLIEST <= at < LATEST:
        raise _out_of_reach(text)
    return at


def _within(now: datetime, by: timedelta) -> datetime:
    if LATEST - now <= by:
        raise _out_of_reach("that far ahead")
    return now + by


def _out_of_reach(wanted: str) -> ConfigError:
    return ConfigError(
        "The clock cannot be set to that",
        where="/_mock/clock",
        why=f"{wanted} is not from {EARLIEST:%Y} on and before {LATEST:%Y}",
        fix="choose a moment that is",
    )
