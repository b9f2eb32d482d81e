"""What was asked: the journal, and whether a request came as often as it should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from heapq import nsmallest
from itertools import compress
from operator import not_
from typing import Any

from mock_server.errors import ConfigError
from mock_server.exchange import Response
from mock_server.faults.matching import Facts, Match
from mock_server.faults.reading import read_match
from mock_server.vendor import DEFAULT_SESSION
from mock_server.web.control.room import Visit, done, told
from mock_server.web.har import archive
from mock_server.web.seen import Seen
from mock_server.web.targets import check_match, check_request, refusal

FILTERS = ("vendor", "operation", "method", "path")
"""Of the journal, as of a match."""

MOST_CLOSEST = 3
"""Requests that a verdict shows when it is not what was expected."""


def exchanges(visit: Visit) -> Response:
    """The newest first."""
    found = _filtered(visit)[::-1]
    return told({"exchanges": [one.told() for one in found]})


def clear(visit: Visit) -> Response:
    visit.room.witness.clear(visit.session.name)
    return done()


def archived(visit: Visit) -> Response:
    return told(archive(_filtered(visit)))


def verify(visit: Visit) -> Response:
    """Count the requests of the session that are what was said."""
    asked = visit.request.body
    match, expected = read_match(asked["match"], "match"), _expected(asked)
    check_match(match, visit.room.served)
    if not visit.room.kept:
        raise _unknowable()
    kept = visit.room.witness.of(visit.session.name)
    found = [match(one.facts) for one in kept]
    meant, others = list(compress(kept, found)), list(compress(kept, map(not_, found)))
    passed = expected.allows(len(meant))
    # Of too many those are told that should not be, else those that should have been among them.
    told_of = others if len(meant) < expected.low else meant
    note = "; ".join(_doubts(visit, match, kept, meant))
    return told(
        {
            "passed": passed,
            "actual": len(meant),
            "expected": str(expected),
            "closest": [] if passed else _closest(visit, match, told_of),
            **({"note": note} if note else {}),
        }
    )


def _doubts(
    visit: Visit, match: Match, kept: Sequence[Seen], meant: Sequence[Seen]
) -> Iterator[str]:
    """Why the number may be another one than whoever asks believes."""
    if len(kept) >= visit.room.kept:
        yield f"only the last {len(kept)} requests of this session are known (--journal)"
    if not kept:
        elsewhere = ", but in " + ", ".join(map(repr, others)) if (others := _asked(visit)) else ""
        yield f"nothing was asked in the session {visit.session.name!r}{elsewhere}"
    if not meant and (error := refusal(check_request, match, visit.room.served)):
        yield f"no operation has such a path: {error.fix}"


def _asked(visit: Visit) -> list[str]:
    """Sessions in which something was asked, the default one first; not all of many."""
    known = (DEFAULT_SESSION, *visit.room.sessions.known(limit=MOST_CLOSEST))
    return [name for name in known if visit.room.witness.count(name)]


@dataclass(frozen=True, slots=True)
class Expected:
    """How often; `high` is None for any number."""

    low: int = 1
    high: int | None = None

    def allows(self, actual: int) -> bool:
        return self.low <= actual and (self.high is None or actual <= self.high)

    def __str__(self) -> str:
        if self.low == self.high:
            return f"exactly {self.low}"
        if self.high is None:
            return f"at least {self.low}"
        return f"at most {self.high}" if not self.low else f"{self.low} to {self.high}"


def _expected(asked: dict[str, Any]) -> Expected:
    low, high, exactly = (asked.get(key) for key in ("at_least", "at_most", "exactly"))
    if exactly is not None:
        if low is not None or high is not None:
            raise _contradiction("exactly leaves no room for at_least and at_most")
        return Expected(exactly, exactly)
    if low is None and high is None:
        return Expected()
    if high is not None and (low or 0) > high:
        raise _contradiction(f"no number is at least {low} and at most {high}")
    return Expected(low or 0, high)


def _contradiction(why: str) -> ConfigError:
    return ConfigError(
        "Nothing can be expected like that",
        where="the body of /_mock/verify",
        why=why,
        fix="give exactly, or at_least, or at_most",
    )


def _unknowable() -> ConfigError:
    return ConfigError(
        "Nobody knows what was asked",
        where="/_mock/verify",
        why="no journal is kept here",
        fix="start the server without --journal 0",
    )


def _filtered(visit: Visit) -> Sequence[Seen]:
    """The newest that fit the request's filters, from the oldest on."""
    query, witness = visit.request.query, visit.room.witness
    match = Match(**{name: query[name] for name in FILTERS if name in query})
    check_match(match, visit.room.served)
    session, status = query.get("session", visit.session.name), query.get("status")
    found = witness.all() if session == "*" else witness.of(session)
    since = query.get("since")
    at = datetime.fromisoformat(since).astimezone(UTC) if since else None
    fitting = [
        one
        for one in found
        if match(one.facts) and status in {None, one.status} and (at is None or one.at >= at)
    ]
    return fitting[-query["limit"] :]


def _closest(visit: Visit, match: Match, strangers: Sequence[Seen]) -> list[dict[str, Any]]:
    """Those that lack least, the newest of them first; no secret is told."""
    ranked = nsmallest(
        MOST_CLOSEST, strangers, key=lambda one: (len(match.misses(one.facts)), -one.number)
    )
    return [
        {
            "id": one.number,
            "request": f"{one.facts.method} {one.told()['request']['url']}",
            "misses": match.misses(_harmless(visit, one)),
        }
        for one in ranked
    ]


def _harmless(visit: Visit, one: Seen) -> Facts:
    query = visit.room.secrets.query(one.facts.query.decode("latin-1"))
    return replace(one.facts, query=query.encode("latin-1"))
