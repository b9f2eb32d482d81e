"""The period that a usage report is about, as a request gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from mock_server.spec.operation import Json
from mock_server.vendors.telnyx.moments import moment_at, moment_ms, ms_of
from mock_server.vendors.telnyx.refusals import invalid

End: TypeAlias = Literal["inclusive", "exclusive"]

AHEAD = timedelta(hours=24)
"""A period ends less than so long from now. Source: D of specs/telnyx/SOURCE.toml, the first
version of these reports; that it holds for all of them is ASSUMED."""

SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class Period:
    """Two moments in ms since 1970, as they were given.

    Args:
        end: whether the second that `end_ms` lies in counts too. That it is a second, as periods
            are written and as records are told, is ASSUMED.
    """

    start_ms: int
    end_ms: int
    end: End

    @property
    def edges_ms(self) -> tuple[int, int]:
        """What counts: [from, to)."""
        if self.end == "exclusive":
            return self.start_ms, self.end_ms
        return self.start_ms, self.end_ms - self.end_ms % SECOND_MS + SECOND_MS

    def said(self) -> dict[str, int]:
        """How it was given, for an order that is kept."""
        return {"start_ms": self.start_ms, "end_ms": self.end_ms}


def period(
    given: Mapping[str, Json], names: tuple[str, str], now: datetime, end: End = "exclusive"
) -> Period:
    """The period between the moments of these names.

    Without an end it ends now, and without a start it begins with the month (UTC) of its end: an
    account's own portal shows months. ASSUMED; so is that reports may be of any length.

    Raises:
        Rejection: 400, one of them is no moment, it ends before it starts, or it ends too late.
    """
    end_ms = _moment(given, names[1])
    end_ms = ms_of(now) if end_ms is None else end_ms
    start_ms = _moment(given, names[0])
    start_ms = _month_of(end_ms) if start_ms is None else start_ms
    if end_ms < start_ms:
        raise invalid(names[1], f"{names[1]} must not be before {names[0]}.")
    if end_ms >= ms_of(now + AHEAD):
        raise invalid(names[1], f"{names[1]} must be less than 24 hours from now.")
    return Period(start_ms, end_ms, end)


def _moment(given: Mapping[str, Json], name: str) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    found = moment_ms(str(text))
    if found is None:
        raise invalid(name, f"{name} must be a moment, such as 2020-07-01T00:00:00-06:00.")
    return found


def _month_of(ms: int) -> int:
    at = moment_at(ms)
    return ms_of(datetime(at.year, at.month, 1, tzinfo=at.tzinfo))
