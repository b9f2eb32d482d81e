"""Serving documents while they are being written: a change is served within a second."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.errors import MockServerError
from mock_server.web.lifespan import Running, StartError

Build: TypeAlias = Callable[[], tuple[ASGIApp, Sequence[Path]]]
"""Makes the application anew; with it come the files that it was made from."""

POLL_S = 0.2
"""Between two looks at the files. Looking costs a few microseconds a file, and works on every
file system, the mounted ones of containers included."""

_Stamps: TypeAlias = Mapping[Path, tuple[int, int, int] | None]


class Reloading:
    """An ASGI application that is made again whenever the files behind it change.

    Requests in flight end on the application that they began with. While the files cannot be
    served, the former application stays. `report` is told of every change, served or not.

    Raises:
        MockServerError: the first build failed; so does whatever else it raises.
    """

    def __init__(self, build: Build, report: Callable[[str], None]) -> None:
        app, files = build()
        self._build = build
        self._report = report
        self._current = Running(app)
        self._tried: _Stamps = _stamps(files)
        self._seen = self._tried
        self._complaint = ""
        self._retiring: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._current(scope, receive, send)

    async def check(self) -> bool:
        """Look at the files once; true when another application serves from now on.

        A change is acted on at the look after the one that met it, when nothing has changed in
        between: editors write in several steps.
        """
        before, self._seen = self._seen, _stamps(self._tried)
        if self._seen == self._tried or self._seen != before:
            return False
        changed = [path.name for path, stamp in self._seen.items() if stamp != self._tried[path]]
        self._tried = self._seen
        try:
            app, files = await asyncio.to_thread(self._build)
            await self._serve(app)
        except Exception as error:  # whatever is wrong with a build, the watching goes on
            self._complain(error)
            self._tried = self._seen = {**_stamps(_folders(self._tried)), **self._tried}
            return False
        # Of a file that was known before the build, the former stamp stays: it may have changed
        # while the build was reading.
        self._tried = self._seen = {**_stamps(files), **_of(files, self._tried)}
        self._complaint = ""
        self._report(f"Now serving the changed {', '.join(changed)}")
        return True

    async def _serve(self, app: ASGIApp) -> None:
        new = Running(app)
        await new.start()
        old, self._current = self._current, new
        retiring = asyncio.create_task(self._retire(old))
        self._retiring.add(retiring)
        retiring.add_done_callback(self._retiring.discard)

    async def _retire(self, old: Running) -> None:
        try:
            await old.stop()
        except Exception as error:  # it has served its time; nobody waits for it any more
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        """Tell what is wrong, once for as long as it stays the same."""
        is_ours = isinstance(error, MockServerError | StartError)
        complaint = str(error) if is_ours else "".join(traceback.format_exception(error))
        if complaint != self._complaint:
            self._complaint = complaint
            self._report(complaint)

    async def _live(self, receive: Receive, send: Send) -> None:
        """The lifespan of this application, which holds the lifespans of those it carries."""
        await receive()
        await self._current.start()
        await send({"type": "lifespan.startup.complete"})
        watching = asyncio.create_task(self._watch())
        await receive()
        watching.cancel()
        await asyncio.wait({watching, *self._retiring})
        await self._current.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(POLL_S)
            await self.check()


def _stamps(paths: Iterable[Path]) -> _Stamps:
    return {path: _stamp(path) for path in paths}


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes whenever a file is written or replaced; None while there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _folders(paths: Iterable[Path]) -> set[Path]:
    """Where a file may appear that a build did not find."""
    return {path.parent for path in paths if not path.is_dir()}


def _of(paths: Iterable[Path], stamps: _Stamps) -> _Stamps:
    return {path: stamps[path] for path in paths if path in stamps}
