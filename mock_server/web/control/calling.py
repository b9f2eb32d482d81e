"""Callbacks: what is still owed, what was sent, and sending it again."""

from __future__ import annotations

from dataclasses import replace

from mock_server.exchange import Response
from mock_server.state.outbox import CALLBACK, Callback
from mock_server.state.store import State
from mock_server.web import shown
from mock_server.web.control.room import Visit, missing, told

PAGE = 500


def callbacks(visit: Visit) -> Response:
    query = visit.request.query
    with visit.room.store.transaction(visit.session.name) as state:
        found = _page(state, query.get("after"), query.get("progress"), query["limit"])
    return told({"callbacks": [shown.callback(one, visit.room.secrets) for one in found]})


def _page(state: State, after: str | None, progress: str | None, limit: int) -> list[Callback]:
    found: list[Callback] = []
    while len(found) < limit and (page := state.page(CALLBACK, after, PAGE)):
        found += [one for one in page if progress is None or one.progress == progress]
        after = page[-1].id
    return found[:limit]


def resend(visit: Visit) -> Response:
    """It is pending again, whatever has come of it; attempts go on being counted."""
    wanted = visit.request.path["id"]
    now = visit.session.clock()
    with visit.room.store.transaction(visit.session.name) as state:
        callback = state.get(CALLBACK, wanted)
        if callback is None:
            raise missing(f"callback {wanted!r}", "GET /_mock/callbacks tells which there are")
        again = replace(callback, progress="pending", due_at=now, error="")
        state.put(CALLBACK, again)
    return told(shown.callback(again, visit.room.secrets), 202)
