"""The server itself, and sessions as a whole."""

from __future__ import annotations

from dataclasses import replace

from mock_server import __version__
from mock_server.catalogue import Served
from mock_server.exchange import Rejection, Response
from mock_server.state.errors import StateError
from mock_server.web.control.room import Visit, done, told
from mock_server.web.control.timing import time_of


def health(visit: Visit) -> Response:
    return told({"status": "ok"})


def ready(visit: Visit) -> Response:
    """Whether the store answers and the server is to stay: all that anybody may know of it."""
    if visit.room.ending.has_begun:
        raise Rejection("not_ready", 503, "The server is about to stop.")
    try:
        visit.room.sessions.known(limit=1)
    except StateError:
        fix = "GET /_mock/sessions tells why"
        raise Rejection("not_ready", 503, "The store does not answer.", fix=fix) from None
    return health(visit)


def vendors(visit: Visit) -> Response:
    is_only = len(visit.room.served) == 1
    vendors = [_vendor(one, is_only) for one in visit.room.served]
    return told({"version": __version__, "vendors": vendors})


def _vendor(one: Served, is_only: bool) -> dict[str, object]:
    vendor = one.vendor
    return {
        "name": vendor.name,
        "title": vendor.title,
        "path": ("" if is_only else f"/{vendor.name}") + one.base_path,
        "hosts": list(vendor.hosts),
        "operations": one.operations,
        "handlers": sorted(vendor.handlers),
    }


def session(visit: Visit) -> Response:
    """What is set for the session, at a glance."""
    found = visit.session
    rules = found.rules.living(visit.room.now)
    return told(
        {
            "name": found.name,
            "clock": time_of(visit),
            "seed": found.conditions.seed or visit.room.seed,
            "faults": len(rules.rules),
            "scenarios": len(rules.scenarios),
            "exchanges": visit.room.witness.count(found.name),
        }
    )


def sessions(visit: Visit) -> Response:
    query = visit.request.query
    known = visit.room.sessions.known(query.get("after"), query["limit"])
    return told({"sessions": known})


def forget(visit: Visit) -> Response:
    """The default session begins anew; any other is not there any more."""
    name = visit.request.path["name"]
    visit.room.sessions.forget(name)
    visit.room.witness.clear(name)
    return done()


def seed(visit: Visit) -> Response:
    own = visit.session.conditions.seed
    return told({"seed": own or visit.room.seed, "is_set": bool(own)})


def set_seed(visit: Visit) -> Response:
    given = visit.request.body["seed"]
    is_number = isinstance(given, int | float)  # 7.0 is a whole number to JSON
    wanted = str(int(given)) if is_number else given or ""
    visit.session.change(lambda now: replace(now, seed=wanted))
    return seed(visit)


def reset(visit: Visit) -> Response:
    visit.session.forget()
    visit.room.witness.clear(visit.session.name)
    return done()
