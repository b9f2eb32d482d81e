"""A run's processes end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from time import monotonic

from contracts.running.pool import doing
from contracts.targets.target import Wanted

WAITING = """
import time
from contracts.running.pool import doing
from contracts.targets.target import Wanted

if __name__ == "__main__":
    with doing(Wanted("mock:vonage"), 2):
        print("begun", flush=True)
        time.sleep(60)
"""

PATIENCE_S = 4
"""Less than what a run waits for one of its processes that does not end."""


def test_a_run_need_not_wait_for_processes_that_have_nothing_to_do() -> None:
    with doing(Wanted("mock:vonage"), 2):
        begun = monotonic()

    assert monotonic() - begun < PATIENCE_S


def test_no_process_stays_behind_when_the_run_is_killed() -> None:
    command = [sys.executable, "-c", WAITING]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as run:
        try:
            assert run.stdout is not None
            assert run.stdout.readline() == b"begun\n"

            run.kill()

            run.communicate(timeout=20)  # all of them hold the pipe: it ends with the last
        finally:
            with suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
