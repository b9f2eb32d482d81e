"""The files of one document: the main one, and those that its references name."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
import yaml

from mock_server import cache
from mock_server.errors import SpecError
from mock_server.spec.yamltext import parse_yaml

Json = Any

MAX_FILE_BYTES = 64 * 1024 * 1024

CACHED_BYTES = 2_000
"""YAML of more is read from the cache: it spares a start the loading of a reader of YAML, too."""


class Files:
    """Reads each file once; YAML that took long to read is kept as JSON in the cache."""

    def __init__(self, main: Path) -> None:
        self.main = main
        self._trees: dict[Path, Json] = {}
        self._digests: dict[Path, str] = {}
        self.places: dict[tuple[Path, str], Any] = {}
        self.referred: dict[tuple[Path, str], Any] = {}
        """Where pointers and references lead to, by file: most are followed again and again."""
        self.mention_direction = False
        """Whether any file read so far speaks of readOnly or writeOnly: most do not, and are
        spared the search for it in every schema."""

    def tree(self, path: Path) -> Json:
        """The whole file as JSON values.

        Raises:
            SpecError: the file cannot be read, or is neither JSON nor YAML.
        """
        if path not in self._trees:
            text = _read(path)
            self._digests[path] = cache.digest(text)
            self.mention_direction |= b"readOnly" in text or b"writeOnly" in text
            self._trees[path] = _parse(path, text, self._digests[path])
        return self._trees[path]

    def target(self, base: Path, reference: str, where: str) -> tuple[Path, str]:
        """The file and the JSON pointer that a `$ref` standing in `base` leads to.

        Args:
            where: the place of the reference, for the complaint.

        Raises:
            SpecError: the reference leads to the network, or is no reference at all.
        """
        try:
            url = urlsplit(reference)
        except ValueError:
            raise SpecError(
                f"The reference {reference!r} is not a URI reference",
                where=where,
                why="it cannot be taken apart into a file and a pointer",
                fix="write it like #/components/schemas/Name or other.yaml#/Name",
            ) from None
        if url.scheme not in {"", "file"} or url.netloc:
            raise SpecError(
                f"The reference {reference!r} leads to the network",
                where=where,
                why="a document is read from files alone, so that it means the same every time",
                fix="save that file beside the document and refer to it by its relative path",
            )
        if not url.path:
            return base, unquote(url.fragment)
        return (base.parent / unquote(url.path)).resolve(), unquote(url.fragment)

    def digest(self, path: Path) -> str:
        """Changes with the content of a file, whether that was read as a document or not.

        Raises:
            SpecError: the file cannot be read.
        """
        return self._digests.get(path) or cache.digest(_read(path))

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(self._digests)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SpecError(
                "The file is too large",
                where=str(path),
                why=f"no more than {MAX_FILE_BYTES // 1024 // 1024} MiB are read of one file",
                fix="split the document, or check that this really is an OpenAPI document",
            )
        return path.read_bytes()
    except OSError as error:
        raise SpecError(
            f"The file {path.name!r} cannot be read",
            where=str(path),
            why=error.strerror or str(error),
            fix="check the path and the permissions",
        ) from None


def _parse(path: Path, text: bytes, digest: str) -> Json:
    if text.lstrip()[:1] in {b"{", b"["}:
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError as error:
            if path.suffix == ".json":
                raise _unreadable(path, f"line {error.lineno}", "JSON", error.msg) from None
    if (kept := cache.read("yaml", digest)) is not None:
        return kept
    tree = _parse_yaml(path, text)
    if len(text) > CACHED_BYTES:
        cache.write("yaml", digest, tree)
    return tree


def _parse_yaml(path: Path, text: bytes) -> Json:
    try:
        return parse_yaml(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "unknown line"
        raise _unreadable(path, line, "YAML", error.problem or str(error)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _unreadable(path, "unknown line", "YAML", str(error)) from None


def _unreadable(path: Path, line: str, language: str, problem: str) -> SpecError:
    return SpecError(
        f"The file {path.name!r} is not valid {language}",
        where=f"{path}, {line}",
        why=problem,
        fix="mend that line; an editor that knows YAML and JSON shows it",
    )
