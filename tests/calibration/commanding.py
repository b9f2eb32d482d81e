"""The command, run in a folder of its own beside the small API's document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mock_server.cli import cli
from mock_server.faults.profile import Profile, read_profile
from tests.calibration.traffic import write_har


def calibrate(*arguments: str) -> Result:
    words = ["calibrate", *arguments, "--api", "notes.json"]
    return CliRunner().invoke(cli, words, env={"COLUMNS": "200"})


def learned(*entries: dict[str, Any]) -> Profile:
    """What the command learns from traffic, read from the file that it writes."""
    write_har(Path("traffic.har"), entries)
    result = calibrate("traffic.har", "--out", "profile.toml")
    assert result.exit_code == 0, result.output
    return read_profile(Path("profile.toml"))
