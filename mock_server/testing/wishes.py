"""What a test asks for in its marker, and the texts that people write for moments and durations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from math import isfinite
from typing import Any

from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.session import EARLIEST, LATEST

MARKER = "@pytest.mark.mock_server"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a test asks for.

    Args:
        vendor: whose API is meant where a call names none: a vendor, or an OpenAPI document.
        seed: instead of the server's.
        clock: where time begins, and stands still until it is moved; empty for the real time.
        faults: names of profiles, and rules as in `understudy.toml`.
        settings: the server's, where they differ from the configuration.
    """

    vendor: str = ""
    seed: str = ""
    clock: datetime | None = None
    faults: Sequence[str | Mapping[str, Any]] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def profiles(self) -> list[str]:
        return [one for one in self.faults if isinstance(one, str)]

    @property
    def rules(self) -> list[Mapping[str, Any]]:
        return [one for one in self.faults if not isinstance(one, str)]


WISHES = tuple(one.name for one in fields(Wishes))
UNITS = ("seconds", "minutes", "hours", "days", "weeks", "milliseconds", "microseconds")
SETTINGS = tuple(one.name for one in fields(Settings))


def wishes(markers: Iterable[Mapping[str, Any]], otherwise: Wishes) -> Wishes:
    """What several markers ask for together, the first of them first.

    Raises:
        ConfigError: one asks for what there is not, or for what makes no sense.
    """
    asked: dict[str, Any] = {}
    for marker in markers:
        for name, value in marker.items():
            _check(name, WISHES, MARKER)
            asked.setdefault(name, value)
    for name in asked.get("settings", ()):
        _check(name, SETTINGS, f"{MARKER}(settings=...)")
    if "clock" in asked:
        asked["clock"] = moment(asked["clock"], f"{MARKER}(clock=...)")
    if isinstance(asked.get("faults"), str):
        asked["faults"] = (asked["faults"],)
    if "seed" in asked:
        asked["seed"] = str(asked["seed"])
    return replace(otherwise, **asked)


def moment(value: datetime | str, where: str) -> datetime:
    """A moment in UTC.

    Raises:
        ConfigError: it is none, or does not say in which time zone.
    """
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, datetime) or found.tzinfo is None:
        raise ConfigError(
            "That is no moment",
            where=where,
            why=f"{value!r:.80} is not a date and a time with its offset from UTC",
            fix='write "2026-11-02T12:00:00Z", or datetime(2026, 11, 2, 12, tzinfo=UTC)',
        )
    return reachable(found.astimezone(UTC), where)


def reachable(at: datetime, where: str) -> datetime:
    """The moment itself.

    Raises:
        ConfigError: no clock here goes there.
    """
    if EARLIEST <= at < LATEST:
        return at
    raise ConfigError(
        "The clock cannot be set to that",
        where=where,
        why=f"{at.isoformat()} is not from {EARLIEST:%Y} on and before {LATEST:%Y}",
        fix="choose a moment that is",
    )


def pace(times: float, where: str) -> float:
    """How fast time goes.

    Raises:
        ConfigError: it would go backwards, or by no number.
    """
    if times >= 0 and isfinite(times):
        return float(times)
    raise ConfigError(
        "Time cannot go like that",
        where=where,
        why=f"{times!r} is no number from 0 on",
        fix="say 1 for the real speed, 60 for a minute in a second, 0 to stop it",
    )


def duration(by: timedelta | float, units: Mapping[str, float]) -> timedelta:
    """A span of time, of seconds or of named units.

    Raises:
        ConfigError: there is no such unit, or time would go backwards.
    """
    for name in units:
        _check(name, UNITS, "mock_server.advance")
    given = by if isinstance(by, timedelta) else timedelta(seconds=by)
    span = given + timedelta(**units)
    if span < timedelta():
        raise ConfigError(
            "Time does not pass backwards",
            where="mock_server.advance",
            why=f"{span.total_seconds():g} seconds are less than none",
            fix="set an earlier moment: mock_server.freeze(...)",
        )
    return span


def latency_text(latency: str | float) -> str:
    """A latency as rules have it; a number is one of seconds."""
    return latency if isinstance(latency, str) else f"{latency:f}s"


def _check(name: str, known: Sequence[str], where: str) -> None:
    if name not in known:
        close = get_close_matches(name, known, n=1, cutoff=0.5)
        fix = f"did you mean {close[0]!r}?" if close else f"there is {', '.join(known)}"
        raise ConfigError(
            f"There is no {name!r} to ask for", where=where, why="nothing is called so", fix=fix
        )
