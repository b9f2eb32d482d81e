"""The workflows of examples/ci: well-formed, safe, and every command of them really works.

A workflow is run as GitHub runs it, step by step, `if:` heeded, in a folder of its own. What a
step `uses` is GitHub's and is only looked at; `pip` and `gh` are stand-ins that write down what
they are told. Targets and documents are set through the variables that the workflows have for it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from mock_server import __version__
from mock_server.spec.yamltext import parse_yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "examples" / "ci"
NAMES = ("live.yml", "pull-request.yml", "upstream.yml")
KEPT = ("UNDERSTUDY_CACHE", "HYPOTHESIS_STORAGE_DIRECTORY")
"""Where this run of tests keeps what is slow to work out."""

TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
PERMISSION = {"enum": ["read", "write", "none"]}
STEP = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "if": {"enum": ["always()", "failure()"]},
        "uses": {"type": "string", "pattern": r"^(actions|github)/[a-z-]+(/[a-z-]+)?@v\d+$"},
        "with": {"type": "object"},
        "env": TEXTS,
        "run": {"type": "string", "minLength": 1},
    },
    "oneOf": [{"required": ["uses"]}, {"required": ["run", "name"]}],
}
WORKFLOW = {
    "type": "object",
    "required": ["name", "on", "permissions", "env", "jobs"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "on": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {
                "schedule": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["cron"],
                        "properties": {"cron": {"pattern": r"^\d+ \d+ \* \* \*$"}},
                    },
                },
                "workflow_dispatch": {"type": "null"},
                "pull_request": {"type": "object"},
            },
        },
        "permissions": {"type": "object", "additionalProperties": PERMISSION},
        "concurrency": {"type": "object", "required": ["group"]},
        "env": TEXTS,
        "jobs": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "type": "object",
                "required": ["runs-on", "timeout-minutes", "steps"],
                "additionalProperties": False,
                "properties": {
                    "runs-on": {"const": "ubuntu-latest"},
                    "timeout-minutes": {"type": "integer", "maximum": 60},
                    "steps": {"type": "array", "minItems": 1, "items": STEP},
                },
            },
        },
    },
}
"""The part of GitHub's workflow syntax that the examples keep to."""

ACME = """
openapi: 3.1.0
info: {title: Acme, version: "1"}
paths:
  /bills:
    get:
      responses:
        "200":
          description: All of them.
          content:
            application/json:
              schema:
                type: object
                required: [total]
                properties: {total: {type: integer}}
"""
GOLDEN = '[[golden]]\nname = "bills"\nsays = "all"\noperation = "GET /bills"\nexpect = [200]\n'
CHANGED = ACME.replace("type: integer", "type: string")


def workflow(name: str) -> Any:
    return parse_yaml((FOLDER / name).read_bytes())


@dataclass
class Stage:
    """Where a workflow is run."""

    folder: Path
    known: dict[str, str]
    """What its `${{ ... }}` stand for."""
    instead: dict[str, str] = field(default_factory=dict)
    """Variables of the workflow that are set otherwise here."""

    def run(self, name: str) -> dict[str, int]:
        """The exit status of each step that was run, by its name."""
        whole = workflow(name)
        ended: dict[str, int] = {}
        for job in whole["jobs"].values():
            for step in job["steps"]:
                has_failed = any(ended.values())
                wanted = {"always()": True, "failure()": has_failed}.get(
                    step.get("if", ""), not has_failed
                )
                if "run" in step and wanted:
                    ended[step["name"]] = self.step(step, whole["env"])
        return ended

    def step(self, step: dict[str, Any], of_all: dict[str, str]) -> int:
        said = {**of_all, **step.get("env", {})}
        values = {key: self.filled(value) for key, value in said.items()}
        environment = {
            "PATH": f"{self.folder}/bin:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            **{key: os.environ[key] for key in KEPT},
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            **values,
            **{key: value for key, value in self.instead.items() if key in values},
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, timeout=60, check=False
        )
        return done.returncode

    def filled(self, text: str) -> str:
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: self.known[found[1]], text)

    @property
    def told(self) -> str:
        """What the stand-ins were told."""
        log = self.folder / "calls.log"
        return log.read_text() if log.exists() else ""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    (tmp_path / "bin").mkdir()
    for name in ("pip", "gh"):
        shim = tmp_path / "bin" / name
        shim.write_text(f'#!/bin/sh\necho "{name} $*" >> "{tmp_path}/calls.log"\n')
        shim.chmod(0o755)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "acme.yaml").write_text(ACME)
    (tmp_path / "golden.toml").write_text(GOLDEN)
    known = {
        "github.workspace": str(tmp_path), "github.base_ref": "main", "github.token": "t",
        "github.event.number": "7", "vars.DRIFT_WEBHOOK": "",
        "vars.TELNYX_ACCOUNT": "3fa1c1a6-0f0e-4c6b-9d0a-5a3f1c2b7d11",
        "secrets.TELNYX_API_KEY": "", "secrets.DRIFT_WEBHOOK_SECRET": "",
    }  # fmt: skip
    return Stage(tmp_path, known)


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_has_the_form_that_github_knows(name: str) -> None:
    errors = [
        error.message for error in jsonschema_rs.validator_for(WORKFLOW).iter_errors(workflow(name))
    ]

    assert errors == []
    assert sorted(path.name for path in FOLDER.glob("*.yml")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_expression_stands_in_a_command_where_it_could_be_one_itself(name: str) -> None:
    commands = [
        step["run"]
        for job in workflow(name)["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]

    assert not [one for one in commands if "${{" in one]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_installed_is_this_version_with_all_that_its_commands_need(name: str) -> None:
    (job,) = workflow(name)["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    extra = "[check]" if any("understudy check" in one for one in commands) else ""

    assert commands[0] == f"pip install 'understudy{extra}=={__version__}'"


@pytest.mark.parametrize("name", ["live.yml", "upstream.yml"])
def test_what_runs_leave_is_kept_even_when_they_find_something(name: str) -> None:
    (job,) = workflow(name)["jobs"].values()
    saves = [step for step in job["steps"] if step.get("uses", "").startswith("actions/cache/save")]

    assert [step["if"] for step in saves] == ["always()"]


PLAYED = {
    "TARGET": "mock:specs/acme.yaml",
    "CHECK": "--budget 10 --jobs 1",
    "WATCH": "--golden golden.toml --captures 10",
    "HOLD": "1",
}


def test_the_nightly_check_of_an_api_finds_what_changed(stage: Stage) -> None:
    stage.instead = PLAYED
    first = stage.run("live.yml")
    (stage.folder / "specs/acme.yaml").write_text(CHANGED)
    second = stage.run("live.yml")

    assert set(first.values()) == {0}
    assert second["Watch for drift"] in (0, 1)
    assert "total" in (stage.folder / "reports/drift.md").read_text()
    assert "total" in (stage.folder / "summary.md").read_text()
    assert {path.name for path in (stage.folder / "reports").iterdir()} == {
        "check.sarif", "check.xml", "check.md", "drift.sarif", "drift.md", "drift.html",
    }  # fmt: skip


def test_without_a_key_the_real_target_asks_nobody_and_fails(stage: Stage) -> None:
    ended = stage.run("live.yml")

    assert (ended["Check by the contract"], ended["Watch for drift"]) == (3, 3)


def test_the_check_of_a_pull_request_comments_on_what_breaks(stage: Stage) -> None:
    git = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@acme.example")
    for words in (
        ("init", "-q", "."), ("add", "specs"), ("commit", "-qm", "as it was"),
        ("update-ref", "refs/remotes/origin/main", "HEAD"),
    ):  # fmt: skip
        subprocess.run([*git, *words], cwd=stage.folder, env=os.environ | {"HOME": "/"}, check=True)
    same = stage.run("pull-request.yml")
    (stage.folder / "specs/acme.yaml").write_text(CHANGED)
    changed = stage.run("pull-request.yml")

    assert set(same.values()) == {0}
    assert changed["Compare with the branch that it goes to"] == 1
    assert changed["Comment"] == 0
    assert "the type was integer" in (stage.folder / "reports/drift.md").read_text()
    assert stage.told.count("gh pr comment 7 --body-file reports/drift.md") == 2


def test_a_published_change_that_stands_becomes_an_issue_and_a_patch(stage: Stage) -> None:
    (stage.folder / "new.yaml").write_text(CHANGED)
    stage.instead = {"PUBLISHED": "new.yaml", "HOLD": "2"}
    first = stage.run("upstream.yml")
    quiet = stage.told
    second = stage.run("upstream.yml")

    assert set(first.values()) == {0}
    assert "gh issue" not in quiet
    assert second["Compare"] == 1
    assert second["Propose the change to our document"] == 0
    assert (
        "+                properties: {total: {type: string}}"
        in (stage.folder / "reports/update.patch").read_text()
    )
    assert "gh issue create --title The vendor's document changed" in stage.told


def test_every_variable_of_a_workflow_is_a_text(stage: Stage) -> None:
    for name in NAMES:
        for value in yaml.safe_load((FOLDER / name).read_text())["env"].values():
            assert isinstance(value, str)
            stage.filled(value)
