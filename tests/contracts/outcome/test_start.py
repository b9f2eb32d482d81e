"""Two documents are compared in less time than it takes to load what asks APIs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DOCUMENT = 'openapi: 3.0.3\ninfo: {title: A, version: "1"}\npaths: {/a: {get: {}}}\n'
NEEDLESS = ("connexion", "contracts.targets", "contracts.live", "jsonschema_rs", "rich", "uvicorn")
RUN = f"""
import sys
from mock_server.cli import main
sys.argv = ["understudy", "drift", *sys.argv[1:]]
try:
    main()
finally:
    print([name for name in {NEEDLESS} if name in sys.modules])
"""


def test_documents_are_compared_without_what_asks_apis(tmp_path: Path) -> None:
    file = tmp_path / "acme.yaml"
    file.write_text(DOCUMENT)

    command = [sys.executable, "-c", RUN, str(file), str(file), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"
