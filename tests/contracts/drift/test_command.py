"""`understudy drift` as it is called."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from contracts.drift.rules import ROWS
from tests.contracts.drift.acme import document, operation, responding
from tests.contracts.drift.commanding import NEW, OLD, refused, run


def test_it_ends_with_1_when_a_client_would_break(files: Path) -> None:
    result = run(files / "old.yaml", files / "new.json")

    assert result.exit_code == 1
    lines = [line.strip() for line in result.output.splitlines()]
    assert lines[0] == "breaking type-changed POST /things/{id}"
    assert "where:       response 200.it.cost" in lines
    assert "what:        the type was number, now it is string" in lines
    assert lines[-1].endswith("1 breaking")


@pytest.mark.parametrize(
    ("new", "level", "status"),
    [
        ("new", "breaking", 1), ("new", "safe", 1), ("safer", "breaking", 0),
        ("safer", "risky", 0), ("safer", "safe", 1), ("old", "safe", 0),
    ],
)  # fmt: skip
def test_fail_on_says_from_where_it_fails(files: Path, new: str, level: str, status: int) -> None:
    result = run(files / "old.yaml", files / f"{new}.yaml", "--fail-on", level)

    assert result.exit_code == status


def test_nothing_is_told_of_what_does_not_differ(files: Path) -> None:
    result = run(files / "old.yaml", files / "old.json")

    assert result.exit_code == 0
    assert result.output.startswith("nothing differs")


def test_json_has_the_documented_form(files: Path) -> None:
    told = json.loads(run(files / "old.yaml", files / "new.yaml", "--format", "json").output)

    fingerprint = told["findings"][0].pop("fingerprint")
    schema = "/paths/~1things~1{id}/post/responses/200/content/application~1json/schema"
    assert told == {
        "old": str(files / "old.yaml"),
        "new": str(files / "new.yaml"),
        "judged": True,
        "severity": "breaking",
        "findings": [
            {
                "kind": "type-changed",
                "direction": "response",
                "severity": "breaking",
                "operation": "POST /things/{id}",
                "operations": ["POST /things/{id}"],
                "where": "response 200.it.cost",
                "old_pointer": f"{schema}/properties/it/properties/cost",
                "new_pointer": f"{schema}/properties/it/properties/cost",
                "message": "the type was number, now it is string",
            }
        ],
        "folded": [],
        "notes": [],
    }
    assert len(fingerprint) == 16


def test_nothing_has_the_severity_none(files: Path) -> None:
    told = json.loads(run(files / "old.yaml", files / "old.json", "--format", "json").output)

    assert (told["old"], told["new"]) == (str(files / "old.yaml"), str(files / "old.json"))
    assert (told["judged"], told["severity"]) == (True, "none")
    assert [told[name] for name in ("findings", "folded", "notes")] == [[], [], []]


def test_a_report_may_go_to_a_file(files: Path) -> None:
    report = files / "report.json"

    result = run(files / "old.yaml", files / "new.yaml", "--format", f"json={report}")

    assert result.exit_code == 1
    assert "type-changed" in result.output
    assert json.loads(report.read_text())["severity"] == "breaking"


def test_rules_lists_every_kind() -> None:
    result = run("--rules")

    kinds = [line.split()[0] for line in result.output.splitlines()[1:]]
    assert result.exit_code == 0
    assert kinds == [row.kind for row in ROWS]


def test_two_documents_must_be_named(files: Path) -> None:
    assert run(files / "old.yaml").exit_code == 2


def test_folders_are_compared_as_one(tmp_path: Path) -> None:
    one_file = document({"/a": {"get": operation()}, "/b": {"get": operation()}})
    for name, paths in (("a", {"/a": {"get": operation()}}), ("b", {"/b": {"get": operation()}})):
        (tmp_path / "parts" / name).mkdir(parents=True)
        (tmp_path / "parts" / name / "openapi.yaml").write_text(yaml.safe_dump(document(paths)))
    (tmp_path / "parts" / "package.json").write_text('{"name": "no document"}')
    (tmp_path / "whole.json").write_text(json.dumps(one_file))

    result = run(tmp_path / "parts", tmp_path / "whole.json", "--fail-on", "safe")

    assert result.exit_code == 0, result.output


def test_references_into_other_files_are_followed(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "thing.yaml").write_text("Thing: {type: string}")
    tree = responding({"$ref": "shared/thing.yaml#/Thing"})
    (tmp_path / "old.json").write_text(json.dumps(tree))
    (tmp_path / "new.json").write_text(json.dumps(responding({"type": "string"})))

    assert run(tmp_path / "old.json", tmp_path / "new.json", "--fail-on", "safe").exit_code == 0


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def test_a_document_may_be_that_of_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "specs").mkdir()
    for tree in (OLD, NEW):
        (tmp_path / "specs" / "acme.yaml").write_text(yaml.safe_dump(tree))
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", "a version")
    monkeypatch.chdir(tmp_path)

    assert run("HEAD~1:specs/acme.yaml", "specs/acme.yaml").exit_code == 1
    assert run("HEAD~1:specs", "HEAD:specs").exit_code == 1
    assert run("HEAD:specs", "specs").exit_code == 0
    assert "HEAD~9" in refused("HEAD~9:specs", "specs").what
    assert refused("HEAD:gone", "specs").why
