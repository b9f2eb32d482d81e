"""Puts the edge together: settings in, a running server out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from starlette.types import ASGIApp

from mock_server.backing import Backings
from mock_server.catalogue import Served, serve_named
from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.faults.named import configured
from mock_server.state.store import open_store
from mock_server.web.app import build_app
from mock_server.web.clock import system_clock
from mock_server.web.engine import Limits
from mock_server.web.gate import gate_of
from mock_server.web.plans import Behaviour
from mock_server.web.profiles import learned
from mock_server.web.reload import Reloading
from mock_server.web.servers import Listening, ServerOptions, run_server
from mock_server.web.stock import build_stock_app

GARBAGE = 20_000
"""Objects between two looks for garbage: a request leaves few circles behind, if any at all."""

Announce: TypeAlias = Callable[[Sequence[Served], Settings, Listening], None]


def run(
    served: Sequence[Served], settings: Settings, announce: Announce, report: Callable[[str], None]
) -> None:
    """Serve until told to stop.

    Args:
        announce: told once, when the server is ready.
        report: told what happens meanwhile, such as a document that changed.
    """
    with closing(open_store(settings.store)) as store:
        backings = Backings(settings, store)
        app = (
            reloading(settings, backings, report)
            if settings.reload
            else application(served, settings, backings)
        )
        gc.freeze()  # what is loaded stays, and holds too little garbage to be worth a first walk
        gc.set_threshold(GARBAGE)
        gc.enable()
        run_server(
            app,
            ServerOptions(
                on_ready=lambda listening: announce(served, settings, listening),
                host=settings.host,
                port=settings.port,
                server="granian" if settings.server == "granian" else "uvicorn",
            ),
        )


def application(
    served: Sequence[Served], settings: Settings, backings: Backings | None = None
) -> ASGIApp:
    """The ASGI application that these settings describe."""
    backings = backings or Backings(settings, open_store(settings.store))
    return built(served, settings, behaviour_of(served, settings, backings))


def behaviour_of(served: Sequence[Served], settings: Settings, backings: Backings) -> Behaviour:
    """How a server of these settings plays."""
    for one in served:
        backings.of(one.vendor)  # a setting that makes no sense stops the start, not a request
    return Behaviour(
        seed=settings.seed,
        clock=system_clock,
        credentials=settings.credentials,
        lenient=settings.profile == "permissive",
        latency=settings.fixed_latency,
        vendor_latency=settings.latency == "vendor",
        profile=learned(settings, served),
        backings=backings,
        callbacks=settings.callbacks.get("allow", ()),
        gate=gate_of(settings),
        journal=settings.journal,
        redact=settings.redact,
        rules=configured(settings.faults, "faults"),
    )


def built(served: Sequence[Served], settings: Settings, behaviour: Behaviour) -> ASGIApp:
    """The application that plays so."""
    if behaviour.rules and settings.engine == "stock":
        raise ConfigError(
            "The stock engine knows no faults",
            where="engine = stock, and faults",
            why="it is there to compare verdicts, and answers through Connexion alone",
            fix="leave --engine out, or the faults",
        )
    limits = Limits(body_bytes=settings.max_body_bytes)
    build = build_stock_app if settings.engine == "stock" else build_app
    return build(served, behaviour, limits, settings.mock_headers)


def reloading(settings: Settings, backings: Backings, report: Callable[[str], None]) -> ASGIApp:
    """An application that follows its documents; what is remembered outlives their changes."""

    def build() -> tuple[ASGIApp, Sequence[Path]]:
        served = serve_named(settings.apis, settings.lenient)
        files = [path for one in served for path in one.files]
        return application(served, settings, backings), files

    return Reloading(build, report)
