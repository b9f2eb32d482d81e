"""The command, as it is called with files of an invented vendor."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from click.testing import CliRunner, Result

from contracts.commands.drift import command
from mock_server.errors import MockServerError
from tests.contracts.drift.acme import responding

OLD = responding({"type": "object", "properties": {"cost": {"type": "number"}}})
NEW = responding({"type": "object", "properties": {"cost": {"type": "string"}}})
SAFER = responding({"type": "object", "properties": {"cost": {"type": "integer"}}})


def write_files(folder: Path) -> None:
    for name, tree in (("old", OLD), ("new", NEW), ("safer", SAFER)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(tree))
        (folder / f"{name}.json").write_text(json.dumps(tree))


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def refused(*words: str | Path) -> MockServerError:
    """Our own error, which `understudy` tells without a traceback and ends with status 2."""
    error = run(*words).exception
    assert isinstance(error, MockServerError), error
    assert error.what
    assert error.where
    assert error.why
    assert error.fix
    return error
