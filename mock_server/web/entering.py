"""In which session a request is: the first that is found out about it."""

from __future__ import annotations

from mock_server.conventions.problem import problem
from mock_server.errors import ConfigError
from mock_server.exchange import Refusal, Response
from mock_server.session import Session, Sessions
from mock_server.web.asked import Asked

HEADER = b"mock-session"

PREFIX = "/_session/"
"""Before the rest of the path, for clients that can set an address but no headers."""

SEED = b"mock-seed"


def take_prefix(asked: Asked) -> str | None:
    """The name in the prefix, which is taken off the path; None where there is none."""
    if not asked.path.startswith(PREFIX):
        return None
    name, slash, rest = asked.path.removeprefix(PREFIX).partition("/")
    asked.root += PREFIX + name
    asked.path = slash + rest or "/"
    return name


def session_of(asked: Asked, sessions: Sessions) -> Session | Response:
    """The session that a request names, or what it is told when that is no name.

    The prefix counts as part of where the API was reached, so that links in answers stay in the
    session. Its seed stands in for one that the request did not bring.
    """
    named = asked.named
    session = sessions.default
    if session.is_calm and HEADER not in named and not asked.path.startswith(PREFIX):
        return session  # nearly all
    name = take_prefix(asked)
    if name is None and HEADER in named:
        name = named[HEADER].decode("latin-1")
    if name:
        try:
            session = sessions.named(name)
        except ConfigError as error:
            return problem(Refusal("invalid", 400, str(error)))
    session.refresh()
    seed = session.conditions.seed
    if seed and SEED not in named:
        named[SEED] = seed.encode()
    return session
