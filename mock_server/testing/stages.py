"""The stages of a test run: one for each settings that its tests ask for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from mock_server.config import FILE, Settings, configure
from mock_server.errors import ConfigError
from mock_server.testing.loop import Loop
from mock_server.testing.playing import MockServer
from mock_server.testing.stage import Stage
from mock_server.testing.wishes import Wishes, moment, wishes
from mock_server.vendors import VENDORS
from mock_server.web.journal import MOST_EXCHANGES

_STRANGE = re.compile(r"[^A-Za-z0-9._-]+")

LONGEST = 60
"""Of a test's name in that of its session, whose bound is longer."""


class Stages:
    """Makes the fixtures of a process.

    Args:
        root: where relative paths begin.
        options: `pytest_plugin.OPTIONS` with their values; empty ones were not given.
    """

    def __init__(self, root: Path, options: Mapping[str, Any]) -> None:
        self._root, self._options = root, options
        self._loop = Loop()
        self._stages: dict[str, Stage] = {}
        self._numbers = count(1)

    def play(self, test: str, markers: Iterable[Mapping[str, Any]]) -> MockServer:
        """The server for a test.

        Raises:
            MockServerError: what the markers or options ask for makes no sense.
        """
        at = self._options["mock_server_clock"]
        clock = moment(at, "mock_server_clock") if at else None
        wished = wishes(markers, Wishes(clock=clock))
        stage = self._stage(self._settings(wished))
        name = f"{next(self._numbers)}-{_STRANGE.sub('-', test)[:LONGEST]}"
        return MockServer(stage, stage.session(name), wished)

    def close(self) -> None:
        for stage in self._stages.values():
            stage.close()
        self._loop.close()

    def _stage(self, settings: Settings) -> Stage:
        key = repr(settings)
        if key not in self._stages:
            self._stages[key] = Stage(settings, self._loop)
        return self._stages[key]

    def _settings(self, wished: Wishes) -> Settings:
        """What is in force for a test; what it remembers is gone with its process."""
        own = {"apis": self._options["mock_server_apis"], "seed": self._seed()}
        given = {name: value for name, value in own.items() if value not in ("", [], None)}
        if wished.profiles:
            given["faults"] = {"profiles": wished.profiles}
        settings = configure({**given, **wished.settings}, os.environ, self._file()).settings
        apis = [self._found(name) for name in settings.apis or [one.name for one in VENDORS]]
        if wished.vendor and self._found(wished.vendor) not in apis:
            apis.append(self._found(wished.vendor))
        journal = settings.journal or MOST_EXCHANGES
        played = replace(settings, apis=tuple(apis), journal=journal)
        return replace(played, store="memory:", engine="compiled")

    def _seed(self) -> int | None:
        seed = self._options["mock_server_seed"]
        if seed and not seed.isdecimal():
            raise ConfigError(
                "That is no seed",
                where="mock_server_seed",
                why=f"{seed!r:.80} is not a whole number",
                fix="write for example mock_server_seed = 7",
            )
        return int(seed) if seed else None

    def _found(self, name: str) -> str:
        """A document as a path that can be found from any folder; a vendor's name as it is."""
        path = self._root / name
        return str(path) if path.exists() and path.suffix else name

    def _file(self) -> Path | None:
        named: Sequence[str] = self._options["mock_server_config"]
        file = self._root / (str(named) if named else FILE)
        return file if named or file.exists() else None
