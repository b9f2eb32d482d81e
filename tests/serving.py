"""Servers in processes of their own, as users start them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

UNDERSTUDY = str(Path(sys.executable).with_name("understudy"))

LARGE = "1a26e000"
"""An account of the server that all tests share, with so many records that reports take long."""

SHARED = f'[accounts]\n{LARGE} = "large"\n'
"""The settings of that server. Who asks the ledger about its accounts needs the same ones."""

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Set in some containers; with it every start compiles our modules again, as no user's would."""


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


@contextmanager
def serving(
    command: Sequence[str],
    *,
    port: int,
    wait_s: float = 20.0,
) -> Iterator[Server]:
    """Run a command that listens on a port of 127.0.0.1, from its first connection to the end.

    Raises:
        RuntimeError: it ended or kept silent for `wait_s` seconds; with what it had written.
    """
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={key: value for key, value in os.environ.items() if key != NO_BYTECODE},
        )
        try:
            if not listens(process, port, wait_s):
                output.seek(0)
                raise RuntimeError(f"{command} does not serve:\n{output.read().decode()}")
            yield Server("127.0.0.1", port, process)
        finally:
            process.terminate()
            process.wait(10)


def listens(process: subprocess.Popen[bytes], port: int, wait_s: float) -> bool:
    """Whether the port takes connections within `wait_s` seconds, the process being alive."""
    deadline = time.monotonic() + wait_s
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return True
    return False


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
