"""Who ends a run by hand gets what was seen until then."""

from __future__ import annotations

import json
import signal
import subprocess
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.contracts.running.serving import answering, whole
from tests.contracts.running.test_bad_targets import DOCUMENT
from tests.serving import UNDERSTUDY

ENOUGH = 60
"""Requests until somebody presses Ctrl-C: the first task has ended by then."""


def test_an_interrupted_run_ends_with_a_report_and_does_not_pass(tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(DOCUMENT))
    running: list[subprocess.Popen[str]] = []
    count = 0

    def answer(handler: BaseHTTPRequestHandler) -> None:
        nonlocal count
        count += 1
        if count == ENOUGH:
            running[0].send_signal(signal.SIGINT)
        whole(handler, 200 if "?" not in handler.path else 400, b"[]", Content_Type="text/json")

    with answering(answer) as url:
        words = ("check", url, "--spec", "openapi.json", "--jobs", "1", "--budget", "100000")
        wanted = (*words, "--phases", "listed,fuzzing", "--format", "json=report.json")
        with subprocess.Popen(
            (UNDERSTUDY, *wanted),
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            running.append(process)
            said, _ = process.communicate(timeout=60)

    told = json.loads((tmp_path / "report.json").read_text())
    assert "The run ended early: it was interrupted." in said
    assert "Traceback" not in said
    assert process.returncode == {"violation": 1, "inconclusive": 3}[told["verdict"]]
    assert count < 2 * ENOUGH


def test_an_interrupted_command_that_found_nothing_yet_does_not_end_as_if_it_had() -> None:
    running: list[subprocess.Popen[str]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        running[0].send_signal(signal.SIGINT)
        whole(handler, 200, b"openapi: 3.1.0", Content_Type="text/yaml")

    with answering(answer) as url:
        words = ("drift", f"{url}/old.yaml", f"{url}/new.yaml")
        with subprocess.Popen((UNDERSTUDY, *words), stderr=subprocess.PIPE, text=True) as process:
            running.append(process)
            _, said = process.communicate(timeout=60)

    assert said.strip() == "Interrupted."
    assert process.returncode == 130
