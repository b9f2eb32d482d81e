"""Rules of this project that no linter knows."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mock_server

ROOT = Path(__file__).parent.parent
PACKAGES = ("mock_server", "contracts")
FUNCTION_LINES = 40
MODULE_LINES = 300


def test_functions_have_at_most_40_lines() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name} has {lines}"
        for path in _modules()
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]

    assert too_long == []


def test_modules_have_at_most_300_lines() -> None:
    too_long = [
        f"{path.relative_to(ROOT)} has {lines}"
        for path in _modules()
        if (lines := len(path.read_text().splitlines())) > MODULE_LINES
    ]

    assert too_long == []


def test_the_pinned_packages_name_no_registry_so_that_any_mirror_serves() -> None:
    lock = (ROOT / "requirements.lock").read_text()

    addresses = [line for line in lock.splitlines() if "://" in line or "index" in line.split()]

    assert addresses == []


def test_the_pinned_node_packages_name_no_registry_and_carry_their_hashes() -> None:
    lock = json.loads((ROOT / "tests/journeys/node/package-lock.json").read_text())

    packages = {name: pin for name, pin in lock["packages"].items() if name}
    unpinned = [name for name, pin in packages.items() if not pin.get("integrity")]
    with_address = [name for name, pin in packages.items() if "resolved" in pin]

    assert (unpinned, with_address) == ([], [])


def test_the_version_is_the_same_wherever_it_is_told() -> None:
    told = {_pyproject()["project"]["version"], mock_server.__version__, version("understudy")}

    assert len(told) == 1


def test_every_package_says_that_it_is_typed() -> None:
    untyped = [name for name in PACKAGES if not (ROOT / name / "py.typed").exists()]

    assert untyped == []


def _modules() -> Iterator[Path]:
    for folder in (*PACKAGES, "tests", "examples"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield path


def _pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())
