"""Where files come from: a folder of this machine or a commit of a repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path, PurePosixPath
from typing import Protocol

from contracts.drift.reading.text import MAX_BYTES, too_large
from mock_server.errors import ConfigError, SpecError

SUFFIXES = (".json", ".yaml", ".yml")
GIT_SECONDS = 60
"""ASSUMED: long enough for any repository on a local disk."""


class Library(Protocol):
    """Files that are named relative to one another."""

    def mains(self) -> list[str]:
        """The files to look for documents in, sorted."""
        ...

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None when there is no such file.

        Raises:
            SpecError: it is there, but cannot be had or is too large.
        """
        ...


class FileLibrary:
    """A file, or all files of a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def mains(self) -> list[str]:
        if not self.path.is_dir():
            return [str(self.path)]
        found = sorted(path for path in self.path.rglob("*") if path.suffix in SUFFIXES)
        return [str(path) for path in found if path.is_file()]

    def read(self, name: str) -> bytes | None:
        path = Path(name)
        try:
            with path.open("rb") as file:  # a pipe or a device does not tell its size
                text = file.read(MAX_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError):
            return None
        except OSError as error:
            raise SpecError(
                f"The file {path.name!r} cannot be read",
                where=name,
                why=error.strerror or str(error),
                fix="check the path and the permissions",
            ) from None
        if len(text) > MAX_BYTES:
            raise too_large(name)
        return text


class GitLibrary:
    """A file or a folder as it was in a commit; the repository is that of the current folder."""

    def __init__(self, revision: str, path: str) -> None:
        self.revision = revision
        self.path = path.strip("/")

    def mains(self) -> list[str]:
        kind = self._git("cat-file", "-t", f"{self.revision}:{self.path}").strip()
        if kind == b"blob":
            return [self.path]
        options = ("ls-tree", "-r", "-z", "--full-tree", "--name-only", self.revision)
        listed = self._git(*options, *(("--", self.path) if self.path else ()))
        names = [name.decode(errors="surrogateescape") for name in listed.split(b"\0")]
        return sorted(name for name in names if PurePosixPath(name).suffix in SUFFIXES)

    def read(self, name: str) -> bytes | None:
        try:
            size = int(self._git("cat-file", "-s", f"{self.revision}:{name}"))
            if size > MAX_BYTES:
                raise too_large(f"{self.revision}:{name}")
            return self._git("cat-file", "blob", f"{self.revision}:{name}")
        except ConfigError:
            return None

    def _git(self, *words: str) -> bytes:
        git = shutil.which("git")
        if git is None:
            raise self._refused("there is no git on this machine")
        try:
            done = subprocess.run(  # noqa: S603 - a list of words, no shell
                [git, "--no-pager", *words],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=GIT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise self._refused(f"git did not finish in {GIT_SECONDS} s") from None
        if done.returncode:
            raise self._refused(done.stderr.decode(errors="replace").strip() or "git refused")
        return done.stdout

    def _refused(self, why: str) -> ConfigError:
        return ConfigError(
            f"git has no {self.revision}:{self.path}",
            where="understudy drift",
            why=why,
            fix="name a commit and a path from the top of the repository: HEAD~3:specs/acme",
        )
