"""Where findings stand: in files, at their lines; and what an address gives away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from contracts.commands.drift import command
from contracts.outcome.places import shown_side

DOCUMENT = """
openapi: 3.1.0
info: {title: Bills, version: "1"}
paths:
  /PATH:
    get:
      responses:
        "200":
          description: All of them.
          content:
            application/json:
              schema: {$ref: REFERENCE}
components:
  schemas:
    Bill:
      type: object
      properties:
        amount: {type: string}
"""
HERE = '"#/components/schemas/Bill"'
CHANGED = "amount: {type: integer}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(file: Path, path: str, *, is_new: bool, reference: str = HERE) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = DOCUMENT.replace("PATH", path).replace("REFERENCE", reference)
    file.write_text(text.replace("amount: {type: string}", CHANGED) if is_new else text)


def stands(old: str, new: str) -> set[tuple[str, str]]:
    """The file of each result, and the text at its line and column."""
    text = CliRunner().invoke(command, [old, new, "--format", "sarif"]).output
    found = set()
    for result in json.loads(text)["runs"][0]["results"]:
        where: Any = result["locations"][0]["physicalLocation"]
        file, region = where["artifactLocation"]["uri"], where["region"]
        line = Path(file).read_text().splitlines()[region["startLine"] - 1]
        found.add((file, line[region["startColumn"] - 1 :]))
    return found


def test_a_finding_in_a_file_stands_at_its_line(folder: Path) -> None:
    write(folder / "old.yaml", "bills", is_new=False)
    write(folder / "new.yaml", "bills", is_new=True)

    assert stands("old.yaml", "new.yaml") == {("new.yaml", CHANGED)}


@pytest.mark.parametrize("names", [("a.yaml",), ("a.yaml", "b.yaml"), ("x/a.yaml", "y/a.yaml")])
def test_a_finding_in_a_folder_stands_in_its_file(folder: Path, names: tuple[str, ...]) -> None:
    for number, name in enumerate(names):
        write(folder / "old" / name, f"bills{number}", is_new=False)
        write(folder / "new" / name, f"bills{number}", is_new=True)

    assert stands("old", "new") == {(f"new/{name}", CHANGED) for name in names}


def test_a_finding_in_a_file_that_is_referred_to_stands_there(folder: Path) -> None:
    reference = '"parts/bill.yaml#/components/schemas/Bill"'
    for side, is_new in (("old", False), ("new", True)):
        write(folder / side / "main.yaml", "bills", is_new=False, reference=reference)
        write(folder / side / "parts" / "bill.yaml", "part", is_new=is_new)

    assert stands("old/main.yaml", "new/main.yaml") == {("new/parts/bill.yaml", CHANGED)}


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("specs/acme.yaml", "specs/acme.yaml"),
        ("HEAD~1:specs", "HEAD~1:specs"),
        ("mock:acme", "mock:acme"),
        ("https://ada:pw@acme.example/o.yaml?token=x", "https://acme.example/o.yaml"),
        ("api:http://ada:pw@127.0.0.1:80/v2?key=x", "api:http://127.0.0.1:80/v2"),
    ],
)
def test_of_an_address_neither_who_asks_nor_the_key_is_told(word: str, shown: str) -> None:
    assert shown_side(word) == shown
