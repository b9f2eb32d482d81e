"""What the two arguments of `understudy drift` are: documents, APIs, or a baseline."""

from __future__ import annotations

from pathlib import Path

from contracts.errors import CheckError
from contracts.lattice.form import is_baseline

APIS = ("live:", "mock:", "api:")


def is_api(word: str) -> bool:
    return word.startswith(APIS)


def check_sides(old: str, new: str) -> None:
    """A baseline is no document.

    Raises:
        CheckError: two documents are wanted and one is a baseline.
    """
    if is_api(old) or is_api(new):
        return
    for word in (old, new):
        if is_baseline(Path(word)):
            raise CheckError(
                "A baseline is compared with an API, not with a document",
                where=word,
                why="it holds shapes of answers",
                fix=f"name the API: understudy drift {word} live:NAME",
            )
