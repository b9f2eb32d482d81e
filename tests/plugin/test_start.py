"""What the plugin costs where it is used."""

from __future__ import annotations

import subprocess
import sys

START = """
import time

began_s = time.process_time()
import httpx
import pytest
theirs_s = time.process_time() - began_s

from pathlib import Path
from mock_server.pytest_plugin import OPTIONS
from mock_server.testing import Stages
stages = Stages(Path.cwd(), dict.fromkeys(OPTIONS, ""))
stages.play("test", [])
print((time.process_time() - began_s - theirs_s) / theirs_s)
stages.close()
"""

TIMES = 1.6
"""As long as to import pytest and httpx, at most: 1.0 times was measured."""


def test_it_is_ready_in_a_time_like_that_of_pytest_itself() -> None:
    command = [sys.executable, "-W", "error", "-c", START]

    ratios = [
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]

    assert min(ratios) < TIMES, ratios
