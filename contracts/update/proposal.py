"""What should change in our documents to say what NEW says: the texts, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.drift.comparison import compare
from contracts.drift.finding import Finding
from contracts.drift.reading.documents import documents, reread
from contracts.errors import CheckError
from contracts.update.edition import Edition, edition
from contracts.update.rewriting import rewritten
from contracts.update.search import Search, Wanted
from contracts.update.serving import refusals
from mock_server.errors import SpecError

Json = Any


@dataclass(frozen=True, slots=True)
class File:
    """One of our files and what it should hold."""

    path: Path
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change to our documents.

    Args:
        files: those that change.
        done: the differences that are gone with it.
        left: those of the wanted ones that are still there, to be seen to by hand.
        others: how many were not asked for.
        refusals: why changed documents could no longer be served, in whole sentences.
    """

    files: tuple[File, ...]
    done: tuple[Finding, ...]
    left: tuple[Finding, ...]
    others: int = 0
    refusals: tuple[str, ...] = ()


def propose(ours: str, new: str, wanted: Wanted) -> Proposal:
    """The change to our files that makes them say what NEW says.

    Args:
        wanted: which findings are to be mended.

    Raises:
        SpecError, ConfigError: a document cannot be read.
        CheckError: ours are not files, or cannot be edited in place.
    """
    if not Path(ours).exists():
        raise CheckError(
            "Only files of this machine can be changed",
            where=ours,
            why="there is no such file or folder",
            fix="name your document, or the folder that it is in, first",
        )
    mine, theirs = documents(ours), documents(new)
    before = compare(mine, theirs).findings  # follows all references: then all files are known
    start = edition(mine)
    nearest = Search(theirs, wanted).nearest(start)
    files = tuple(_files(start, nearest.ours))
    _check(files, nearest.ours)
    kept = {one.fingerprint for one in nearest.findings}
    asked = [one for one in before if wanted(one)]
    return Proposal(
        files,
        tuple(one for one in asked if one.fingerprint not in kept),
        tuple(one for one in nearest.findings if wanted(one)),
        sum(not wanted(one) for one in nearest.findings),
        tuple(refusals({str(file.path): file.after for file in files}, mine)),
    )


def _files(before: Edition, after: Edition) -> list[File]:
    found: list[File] = []
    for name, tree in after.trees.items():
        if tree != before.trees[name]:
            text = Path(name).read_bytes().decode("utf-8")
            said = rewritten(text, before.trees[name], tree, name)
            found.append(File(Path(name), text, said))
    return found


def _check(files: tuple[File, ...], meant: Edition) -> None:
    """The texts hold what was meant.

    Raises:
        CheckError: one of them does not.
    """
    for file in files:
        if not _says(file, meant):
            raise CheckError(
                "The file cannot be edited in place",
                where=str(file.path),
                why="with the changes put in it would not say what was meant",
                fix="write it without anchors and merge keys, or change it by hand",
            )


def _says(file: File, meant: Edition) -> bool:
    name = str(file.path)
    like = next(found for one in meant.read if (found := one.others.get(name)) is not None)
    try:
        return bool(reread(file.after.encode("utf-8"), like) == meant.trees[name])
    except SpecError:
        return False
