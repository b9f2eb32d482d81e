"""The application that settings describe."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp

from mock_server.backing import Backings
from mock_server.catalogue import Served
from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.faults.named import configured
from mock_server.state.store import open_store
from mock_server.web.app import build_app
from mock_server.web.clock import system_clock
from mock_server.web.engine import Limits
from mock_server.web.gate import gate_of
from mock_server.web.lifespan import Ending
from mock_server.web.plans import Behaviour
from mock_server.web.profiles import learned
from mock_server.web.stock import build_stock_app


def application(
    served: Sequence[Served],
    settings: Settings,
    backings: Backings | None = None,
    ending: Ending | None = None,
) -> ASGIApp:
    """The ASGI application that these settings describe."""
    backings = backings or Backings(settings, open_store(settings.store))
    return built(served, settings, behaviour_of(served, settings, backings, ending))


def behaviour_of(
    served: Sequence[Served],
    settings: Settings,
    backings: Backings,
    ending: Ending | None = None,
) -> Behaviour:
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
        ending=ending or Ending(),
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
