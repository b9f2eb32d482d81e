"""The plugin in pytest runs of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import entry_points
from pathlib import Path
from threading import Thread
from typing import Any

import httpcore
import pytest

from contracts.laws import LAWS
from contracts.running.budget import Budget
from contracts.running.run import Order
from contracts.running.run import run as judge
from contracts.suite import judging
from contracts.targets.target import Wanted

DOCUMENT = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: size, in: query, schema: {type: integer, minimum: 1, maximum: 9}}
      responses:
        "200":
          description: fine
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data: {type: array, items: {type: object, properties: {id: {type: string}}}}
        "400": {description: wrong}
  /things/count:
    get:
      responses:
        "200":
          description: fine
          content:
            application/json:
              schema: {type: object, required: [count], properties: {count: {type: integer}}}
"""

SUITE = judging.__module__
NETWORK = httpcore.__name__
"""Loaded here, once: pytester forgets what its runs load; NumPy does not load again, and httpx
goes on asking for the errors of the httpcore that it met first."""

INSTALLED = any(one.value == "contracts.pytest_plugin" for one in entry_points(group="pytest11"))
LOADED = () if INSTALLED else ("-p", "contracts.pytest_plugin")
"""A checkout that was installed before the plugin was named in it has to name it here."""


class Wrong(BaseHTTPRequestHandler):
    """Counts in words."""

    def do_GET(self) -> None:
        said: Any = {"count": "three"} if self.path.startswith("/things/count") else {"data": []}
        content = json.dumps(said).encode()
        self.send_response(200 if "=" not in self.path or "=5" in self.path else 400)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *said: Any) -> None:
        return


@pytest.fixture(scope="module")
def wrong() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Wrong)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module", autouse=True)
def loaded(tmp_path_factory: pytest.TempPathFactory, wrong: str) -> None:
    """All that a run loads when it needs it: pytester would forget it after each one."""
    file = tmp_path_factory.mktemp("loaded") / "things.yaml"
    file.write_text(DOCUMENT)
    for wanted in (Wanted(f"mock:{file}"), Wanted(wrong, specs=(file,))):
        judge(wanted, Order(Budget(5)))


@pytest.fixture
def document(pytester: pytest.Pytester) -> Path:
    file = pytester.path / "things.yaml"
    file.write_text(DOCUMENT)
    return file


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(
        *LOADED, "-p", "no:cacheprovider", "--understudy-budget=20", *arguments
    )


def test_an_empty_folder_has_a_test_for_each_operation_and_each_law(
    pytester: pytest.Pytester, document: Path
) -> None:
    result = run(pytester, f"--understudy-target=mock:{document}", "-v", "-rs")

    outcomes = result.parseoutcomes()
    assert sum(outcomes.values()) == 2 + len(LAWS)
    assert set(outcomes) == {"passed", "skipped"}
    assert result.ret == 0
    result.stdout.fnmatch_lines_random(
        ["*::GET /things PASSED*", "*::GET /things/count PASSED*", "SKIPPED*has not what the law*"]
    )


def test_a_failure_is_told_with_the_command_that_shows_it(
    pytester: pytest.Pytester, document: Path, wrong: str
) -> None:
    result = run(
        pytester, f"--understudy-target={wrong}", f"--understudy-spec={document}", "-k", "not law"
    )

    assert result.ret == 1
    result.assert_outcomes(passed=1, failed=1, deselected=len(LAWS))
    result.stdout.fnmatch_lines(
        [
            "*: GET /things/count 200 /count",
            "*expected:*integer*",
            f"*show it:*curl -sS {wrong}/things/count*",
        ]
    )
    assert "three" not in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_a_test_file_beside_it_runs_as_well(pytester: pytest.Pytester, document: Path) -> None:
    pytester.makepyfile("def test_ours():\n    assert True\n")

    result = run(pytester, f"--understudy-target=mock:{document}", "-k", "ours or count")

    result.assert_outcomes(passed=2, deselected=1 + len(LAWS))


def test_nobody_there_is_skipped_and_never_passed(
    pytester: pytest.Pytester, document: Path
) -> None:
    result = run(
        pytester,
        "--understudy-target=http://127.0.0.1:9",
        f"--understudy-spec={document}",
        "-k",
        "things or equal",
    )

    assert set(result.parseoutcomes()) == {"deselected", "skipped"}


def test_processes_share_the_tests(pytester: pytest.Pytester, document: Path, wrong: str) -> None:
    judged = (f"--understudy-target={wrong}", f"--understudy-spec={document}")

    result = run(pytester, *judged, "-n", "2", "-k", "not law", "-p", "no:schemathesis")

    result.assert_outcomes(passed=1, failed=1)


@pytest.mark.parametrize(
    "target", ["mock:nobody", "http://127.0.0.1:9", "live:nobody"], ids=lambda one: one
)
def test_what_is_no_target_is_told_in_words(pytester: pytest.Pytester, target: str) -> None:
    result = run(pytester, f"--understudy-target={target}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    told = result.stderr.str() + result.stdout.str()
    assert "fix:" in told
    assert "Traceback" not in told


def test_a_budget_of_nothing_passes_no_test(pytester: pytest.Pytester, document: Path) -> None:
    result = run(pytester, f"--understudy-target=mock:{document}", "--understudy-budget=0")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "'0' is no budget" in result.stderr.str() + result.stdout.str()


def test_without_the_option_nothing_is_loaded() -> None:
    program = (
        "import sys, pytest; before = set(sys.modules); import contracts.pytest_plugin;"
        "print(sorted(set(sys.modules) - before))"
    )

    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert SUITE == "contracts.suite"
    assert finished.stdout.strip() == "['contracts', 'contracts.pytest_plugin']"


def test_a_run_without_the_option_is_as_it_was(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_ours():\n    assert True\n")

    result = pytester.runpytest_inprocess(*LOADED)

    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "*add --understudy-live*"),
        (("--understudy-live",), "*add --understudy-account*"),
        (("--understudy-live", "--understudy-account=abcd1234"), "*there are no credentials*"),
    ],
    ids=["no consent", "no account", "no credentials"],
)
def test_a_vendors_own_api_is_not_asked_unless_all_of_it_is_said(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    reason: str,
) -> None:
    for name in ("VONAGE_API_KEY", "VONAGE_API_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(pytester.path))

    result = run(pytester, "--understudy-target=live:vonage", "-rs", *arguments)

    assert set(result.parseoutcomes()) == {"skipped"}
    assert result.ret == 0
    result.stdout.fnmatch_lines([reason])
