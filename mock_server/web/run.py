"""Puts the edge together: settings in, a running server out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias
from urllib.parse import quote

from starlette.types import ASGIApp

from mock_server.backing import Backings
from mock_server.catalogue import Served, serve_named
from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.state.store import open_store
from mock_server.web.application import application
from mock_server.web.lifespan import Ending
from mock_server.web.listen import Listener, listen_together
from mock_server.web.profiles import profile_files
from mock_server.web.reload import Reloading
from mock_server.web.servers import Listening, ServerOptions, run_server

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

    Raises:
        ConfigError: settings do not go together, or something they name cannot be had.
    """
    if settings.workers > 1:
        run_workers(served, settings, announce)
        return
    ending = Ending()
    with closing(open_store(settings.store)) as store:
        backings = Backings(settings, store)
        app = (
            reloading(settings, backings, report, ending)
            if settings.reload
            else application(served, settings, backings, ending)
        )
        keep_what_is_loaded()
        run_server(
            app,
            ServerOptions(
                on_ready=lambda listening: announce(served, settings, listening),
                host=settings.host,
                port=settings.port,
                server="granian" if settings.server == "granian" else "uvicorn",
                on_stop=ending.begin,
            ),
        )


def run_workers(served: Sequence[Served], settings: Settings, announce: Announce) -> None:
    """Serve in several processes until told to stop.

    What was loaded by now is shared with them; store and application are each one's own.
    """
    # Imported here because most servers have no workers, and it takes time to load.
    from mock_server.web.workers import Workers  # noqa: PLC0415

    check_workers(settings)
    with shareable(settings.store) as store, ExitStack() as taken:
        shared = replace(settings, store=store)
        application(served, shared, Backings(shared))  # what makes no sense is refused only once
        open_store(store).close()
        listeners = listen_together(settings.host, settings.port, settings.workers)
        for each in listeners:
            taken.callback(each.close)
        gc.freeze()
        workers = Workers(
            partial(work, served, shared, listeners),
            settings.workers,
            on_ready=lambda: announce(
                served, settings, Listening(settings.host, listeners[0].port, workers.stop)
            ),
            on_stop=taken.close,
        )
        workers.run()


def work(
    served: Sequence[Served],
    settings: Settings,
    listeners: Sequence[Listener],
    seat: int,
    on_ready: Callable[[Listening], None],
) -> None:
    """What one of several processes does: serve from its own listener alone."""
    listener = listeners[seat]
    for other in listeners:
        if other is not listener:
            other.close()
    ending = Ending()
    with closing(open_store(settings.store)) as store:
        app = application(served, settings, Backings(settings, store), ending)
        keep_what_is_loaded()
        options = ServerOptions(on_ready, settings.host, listener=listener, on_stop=ending.begin)
        run_server(app, options)


def check_workers(settings: Settings) -> None:
    """Raises ConfigError: something was asked for that several processes cannot do."""
    if settings.reload:
        why = "each process would follow the documents for itself, and answer from its own"
    elif settings.server == "granian":
        why = "granian takes the port for itself"
    else:
        return
    other = "--reload" if settings.reload else "--server granian"
    raise ConfigError(
        f"{other} does not go together with several workers",
        where=f"--workers {settings.workers}",
        why=why,
        fix=f"leave one of the two out: {other}, or --workers",
    )


@contextmanager
def shareable(url: str) -> Iterator[str]:
    """The URL of a store that several processes can use: for `memory:` one of a file of ours.

    It is forgotten at the end, as memory would be.
    """
    if not url.startswith("memory:"):
        yield url
        return
    open_store(url).close()  # so that a wrong URL is refused as ever
    with TemporaryDirectory(prefix="understudy-") as folder:
        yield f"sqlite:///{quote(folder)}/store.db"


def keep_what_is_loaded() -> None:
    """Never look for garbage in it: what is loaded stays, and a first walk would be long."""
    gc.freeze()
    gc.set_threshold(GARBAGE)
    gc.enable()


def reloading(
    settings: Settings, backings: Backings, report: Callable[[str], None], ending: Ending
) -> ASGIApp:
    """An application that follows its documents, and profiles that were named as files.

    What is remembered outlives their changes.
    """

    def build() -> tuple[ASGIApp, Sequence[Path]]:
        served = serve_named(settings.apis, settings.lenient)
        files = [path for one in served for path in one.files]
        return application(served, settings, backings, ending), [*files, *profile_files(settings)]

    return Reloading(build, report)
