"""A run's processes end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress

WAITING = """
import time
from contracts.running.pool import doing
from contracts.targets.target import Wanted

if __name__ == "__main__":
    with doing(Wanted("mock:vonage"), 2):
        print("begun", flush=True)
        time.sleep(60)
"""

ENDING = """
from multiprocessing import active_children
from contracts.running.pool import doing
from contracts.targets.target import Wanted

if __name__ == "__main__":
    with doing(Wanted("mock:vonage"), 2):
        processes = active_children()
    print([process.exitcode for process in processes])
"""


def test_processes_that_have_nothing_to_do_end_by_themselves() -> None:
    """Whoever does not, is waited for and then terminated."""
    command = [sys.executable, "-c", ENDING]

    ended = subprocess.run(command, check=True, capture_output=True, text=True)

    assert ended.stdout == "[0, 0]\n"


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
