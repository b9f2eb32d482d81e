"""`understudy update`: our document says what the vendor's says, in our own words."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from contracts.commands.update import command
from contracts.drift.comparison import compare_named
from mock_server.errors import MockServerError

OURS = """\
# Ours, every word of it.
openapi: 3.0.3
info: {title: Acme, version: "1"}
paths:
  /usage/{id}:
    get:
      # the one that counts
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: integer}}  # how many
      responses:
        "200":
          description: What was used.
          content:
            application/json:
              schema:
                type: object
                required: [id, cost]
                properties:
                  id: {type: string}
                  cost: {type: number, description: "Ours: the cost"} # in euro
                  gone:
                    type: string
                  currency: {type: string, enum: [EUR, USD]}
                  seen: {type: string}
  /old:
    get:
      responses:
        "200": {description: Old.}
"""

THEIRS = """\
openapi: 3.1.0
info: {title: Acme, version: "2", description: Vendor words}
paths:
  /usage/{id}:
    get:
      summary: Vendor words
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: limit, in: query, required: true, schema: {type: integer, maximum: 50}}
      - {name: page, in: query, description: Vendor words, schema: {type: [integer, "null"]}}
      responses:
        "200":
          description: Vendor words
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: {type: string}
                  cost: {$ref: "#/components/schemas/Cost"}
                  currency: {type: string, enum: [EUR, USD, GBP], title: Vendor words}
                  seen: {type: string, format: date-time, example: Vendor words}
        "404": {description: Vendor words}
  /calls:
    get:
      x-note: Vendor words
      responses:
        "200":
          description: Vendor words
          content: {application/json: {schema: {$ref: "#/components/schemas/Tree"}}}
components:
  schemas:
    Cost: {type: object, properties: {amount: {type: string, description: Vendor words}}}
    Tree:
      type: object
      properties:
        children: {type: array, items: {$ref: "#/components/schemas/Tree"}}
        description: {type: string}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.yaml").write_text(OURS)
    (tmp_path / "new.yaml").write_text(THEIRS)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(command, arguments)
    if isinstance(result.exception, MockServerError):
        raise result.exception
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def git(*words: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example")
    done = subprocess.run(["git", *who, *words], check=True, capture_output=True, text=True)
    return done.stdout


def left(old: str = "ours.yaml", new: str = "new.yaml") -> list[str]:
    return [one.message for one in compare_named(old, new).findings]


def test_afterwards_nothing_differs(folder: Path) -> None:
    result = run("ours.yaml", "new.yaml", "--write")

    assert (result.exit_code, left()) == (0, [])
    assert "the type was number, now it is object" in result.output


def test_our_words_comments_and_lines_stay_and_none_of_theirs_comes(folder: Path) -> None:
    run("ours.yaml", "new.yaml", "--write")

    text = (folder / "ours.yaml").read_text()
    assert "Vendor words" not in text
    for ours in ("# Ours, every", "# the one that counts", "# how many", "Ours: the cost"):
        assert ours in text
    touched = [line for line in OURS.splitlines() if line not in text.splitlines()]
    assert len(touched) == 9, touched


def test_a_property_that_is_called_description_is_no_word_of_theirs(folder: Path) -> None:
    run("ours.yaml", "new.yaml", "--write")

    tree = yaml.safe_load((folder / "ours.yaml").read_text())
    assert tree["components"]["schemas"]["Tree"]["properties"]["description"] == {"type": "string"}


@pytest.mark.parametrize("taking", [("apply",), ("am", "-q")])
def test_git_takes_the_patch(folder: Path, taking: tuple[str, ...]) -> None:
    git("init", "-q", ".")
    git("add", "ours.yaml")
    git("commit", "-qm", "ours")
    run("ours.yaml", "new.yaml", "--output", "change.patch")

    git(*taking, "change.patch")

    assert left() == []
    if taking[0] == "am":
        message = git("log", "-1", "--format=%B")
        assert message.startswith("Update ours.yaml: 6 breaking, 2 risky")
        assert "- breaking: GET /old: operation: the operation is gone" in message


def test_only_what_is_asked_for_changes(folder: Path) -> None:
    run("ours.yaml", "new.yaml", "--write", "--only", "GET /calls")
    after_one = left()
    run("ours.yaml", "new.yaml", "--write", "--severity", "breaking")

    assert "the operation is new" not in after_one
    assert "the operation is gone" in after_one
    assert {one.severity.word for one in compare_named("ours.yaml", "new.yaml").findings} == {
        "risky",
        "safe",
    }


def test_what_cannot_be_edited_is_left_to_do_by_hand(folder: Path) -> None:
    broken = THEIRS.replace('{$ref: "#/components/schemas/Cost"}', '{$ref: "#/nowhere"}')
    (folder / "new.yaml").write_text(broken)

    result = run("ours.yaml", "new.yaml", "--write")

    assert result.exit_code == 1
    assert "Left to do by hand:" in result.output
    assert left() == ["a reference leads nowhere now: #/nowhere"]


def test_files_of_json_stay_json_with_their_indentation(folder: Path) -> None:
    for indent in (None, 2, 4, "\t"):
        (folder / "ours.json").write_text(json.dumps(yaml.safe_load(OURS), indent=indent))

        run("ours.json", "new.yaml", "--write")

        text = (folder / "ours.json").read_text()
        assert text == json.dumps(json.loads(text), indent=indent)
        assert left("ours.json") == []


def test_a_folder_changes_in_the_files_that_have_it(folder: Path) -> None:
    tree, theirs = yaml.safe_load(OURS), yaml.safe_load(THEIRS)
    (folder / "specs").mkdir()
    for name, path in (("old.yaml", "/old"), ("usage.yaml", "/usage/{id}")):
        part = {**tree, "paths": {path: tree["paths"][path]}}
        (folder / "specs" / name).write_text(yaml.safe_dump(part))
    theirs["paths"]["/old"] = {"get": {"responses": {"200": {"description": "", "headers": {}}}}}
    theirs["paths"]["/usage/{id}/total"] = theirs["paths"].pop("/calls")
    (folder / "new.yaml").write_text(yaml.safe_dump(theirs))
    before = (folder / "specs/old.yaml").read_bytes()

    run("specs", "new.yaml", "--write")

    assert left("specs") == []
    assert "/usage/{id}/total" in (folder / "specs/usage.yaml").read_text()
    assert (folder / "specs/old.yaml").read_bytes() == before


def test_line_ends_and_letters_of_all_kinds_survive(folder: Path) -> None:
    text = OURS.replace("What was used.", "Verbraucht für 5 € 🙂").replace("\n", "\r\n")
    (folder / "ours.yaml").write_bytes(text.encode())

    run("ours.yaml", "new.yaml", "--write")

    after = (folder / "ours.yaml").read_bytes().decode()
    assert left() == []
    assert "5 € 🙂" in after
    assert after.count("\n") == after.count("\r\n")


def test_nothing_to_change_is_no_patch(folder: Path) -> None:
    result = run("ours.yaml", "ours.yaml")

    assert (result.exit_code, result.stdout) == (0, "")


def test_only_files_can_be_changed(folder: Path) -> None:
    with pytest.raises(MockServerError, match="Only files of this machine"):
        run("https://acme.example/openapi.yaml", "new.yaml")


def test_what_many_have_from_one_component_goes_there(folder: Path) -> None:
    paths = "".join(
        f'  /{name}: {{get: {{responses: {{"200": {{description: "", content: {{application/json: '
        f'{{schema: {{$ref: "#/components/schemas/{name}"}}}}}}}}}}}}}}\n'
        for name in ("A", "B", "C")
    )
    ours = "".join(
        f'    {name}: {{allOf: [{{$ref: "#/components/schemas/Base"}}, '
        f"{{properties: {{{name}: {{type: string}}}}}}]}}\n"
        for name in ("A", "B", "C")
    )
    base = "    Base: {type: object, properties: {%skept: {type: string}}}\n"
    head = f"openapi: 3.0.3\npaths:\n{paths}components:\n  schemas:\n{ours}"
    (folder / "ours.yaml").write_text(head + base % "gone: {type: string}, ")
    (folder / "new.yaml").write_text(head + base % "")

    run("ours.yaml", "new.yaml", "--write")

    assert (folder / "ours.yaml").read_text() == head + base % ""
