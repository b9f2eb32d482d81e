"""Tests that the documentation shows, and those of the examples, are run by pytest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SHOWN = [
    block
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    for block in re.findall(r"^```python[^\n]*\n(.*?)^```$", file.read_text(), re.M | re.S)
    if "def test_" in block
]
WITHOUT = ("-p", "no:schemathesis")
"""Its plugin takes as long to load as all else, and nothing here is for it."""

EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/pytest.ini"))


def test_the_tests_that_are_shown_pass(pytester: pytest.Pytester) -> None:
    blocks = {f"test_block_{number}": block for number, block in enumerate(SHOWN)}
    pytester.makepyfile(**blocks)

    result = pytester.runpytest_inprocess("-v", "-W", "error", "--strict-markers")

    assert set(result.parseoutcomes()) == {"passed"}
    assert {line.partition(".py::")[0] for line in result.outlines if ".py::" in line} == set(
        blocks
    )


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_tests_of_an_example_pass(example: str) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *WITHOUT],
        cwd=ROOT / "examples" / example,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert finished.returncode == 0, finished.stdout
