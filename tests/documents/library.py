"""Where the documents of this test suite are; those that are generated are written first."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.documents.large import write_large
from tests.documents.telemetry import write_telemetry

HERE = Path(__file__).parent
SPECS = HERE.parent.parent / "specs"
FOREIGN = ("shop", "bank", "bank_as_yaml", "telemetry", "large")


@cache
def document(name: str) -> Path:
    """The path of a document by name, or by its path under `specs/`.

    Generated ones go to a folder of this process that outlives the test asking first: several
    modules read them while they are collected.
    """
    if name == "shop":
        return HERE / "shop" / "openapi.yaml"
    if name == "bank":
        return HERE / "bank" / "openapi.json"
    if name in FOREIGN:
        return _written(name)
    return SPECS / name


@cache
def content(name: str) -> dict[str, Any]:
    """What a document of YAML holds, read once: nobody may change it."""
    read: dict[str, Any] = yaml.load(document(name).read_bytes(), yaml.CSafeLoader)
    return read


def published() -> tuple[str, ...]:
    """Every document under `specs/`, as `telnyx/reports.yaml`; overlays and sources are none."""
    found = (path for end in ("*.yaml", "*.yml", "*.json") for path in SPECS.rglob(end))
    return tuple(sorted(str(path.relative_to(SPECS)) for path in found if _is_openapi(path)))


def _is_openapi(path: Path) -> bool:
    return "openapi" in path.read_text(encoding="utf-8").lstrip("{ \n\"'#")[:2000]


def _written(name: str) -> Path:
    path = _folder() / f"{name}.yaml"
    if name == "telemetry":
        write_telemetry(path)
    elif name == "large":
        write_large(path)
    else:
        _write_bank_as_yaml(path)
    return path


def _write_bank_as_yaml(path: Path) -> None:
    """The bank once more, its statuses integers: the way most people write YAML."""
    bank = json.loads(document("bank").read_text(encoding="utf-8"))
    for item in bank["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "responses" in operation:
                responses = operation["responses"].items()
                operation["responses"] = {_status(key): value for key, value in responses}
    path.write_text(yaml.dump(bank, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")


def _status(key: str) -> int | str:
    return int(key) if key.isdigit() else key


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="understudy-documents-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
