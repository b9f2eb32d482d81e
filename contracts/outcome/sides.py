"""What differs between two sides of `understudy drift` where one is an API or a baseline tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from contracts.contract import Contract
from contracts.drift.comparison import compare_named
from contracts.drift.finding import Finding
from contracts.errors import CheckError
from contracts.lattice.baseline import Baseline, check_place, read_baseline, write_baseline
from contracts.lattice.watching import learn, look
from contracts.outcome.places import shown_side
from contracts.outcome.words import is_api
from contracts.targets.live import Edge
from contracts.watch.looking import compared, watched
from contracts.watch.shown import Shown
from contracts.watch.source import Watched, opened_source
from contracts.watch.witness import verdict_of_document


@dataclass(frozen=True, slots=True)
class Sides:
    """OLD and NEW, and what helps to compare them.

    Args:
        watched: how an API is reached; its target is filled in from OLD or NEW.
        captures: how often an API is looked at in this run.
        record: whether OLD may be a new baseline.
        learn: whether a baseline is written back.
        published: what the vendor publishes now, where an API is watched.
        seen: a baseline that tells which of two documents the API follows.
        accepted: fingerprints of what is known.
    """

    old: str
    new: str
    watched: Watched
    captures: int = 1
    record: bool = False
    learn: bool = True
    published: Callable[[], Contract | None] = field(default=lambda: None)
    seen: Path | None = None
    accepted: frozenset[str] = frozenset()


def differences(sides: Sides, edge: Edge | None = None) -> Shown:
    """What differs between the two sides.

    Raises:
        MockServerError: one of them is not what it is said to be.
    """
    if not (is_api(sides.old) or is_api(sides.new)):
        return _documents(sides)
    if is_api(sides.old) and is_api(sides.new):
        return _two_apis(sides, edge)
    if is_api(sides.old):
        raise CheckError(
            "An API is compared with its baseline in the other order",
            where=f"{shown_side(sides.old)} {sides.new}",
            why="OLD is what was, NEW is what is",
            fix=f"understudy drift {sides.new} {shown_side(sides.old)}",
        )
    return _api(sides, edge)


def _documents(sides: Sides) -> Shown:
    found: list[Finding] = list(compare_named(sides.old, sides.new).findings)
    if sides.seen is not None:
        known = read_baseline(sides.seen)
        found = [replace(one, verdict=verdict_of_document(one, known)) for one in found]
    return Shown(found, is_judged=True)


def _api(sides: Sides, edge: Edge | None) -> Shown:
    path = Path(sides.old)
    if path.exists():
        baseline = read_baseline(path)
    elif sides.record:
        baseline = Baseline(shown_side(sides.new))
    else:
        raise CheckError(
            "There is no such baseline",
            where=sides.old,
            why="an API is compared with what was recorded of it before",
            fix=f"begin one: understudy drift {sides.old} {shown_side(sides.new)} --record",
        )
    if baseline.source != shown_side(sides.new):
        raise CheckError(
            "The baseline is another API's",
            where=sides.old,
            why=f"it was recorded of {baseline.source}, not of {shown_side(sides.new)}",
            fix="name that API, or begin a baseline of this one with --record",
        )
    return _against(baseline, sides, edge, path)


def _against(baseline: Baseline, sides: Sides, edge: Edge | None, path: Path) -> Shown:
    if sides.learn:
        check_place(path)
    with opened_source(_reached(sides.watched, sides.new), edge) as source:
        if source is None:
            return Shown(notes=["Skipped: there are no credentials in the environment."])
        shown = watched(source, baseline, sides.captures, sides.published(), sides.accepted)
    if sides.learn and baseline.news:
        write_baseline(path, baseline)
    return shown


def _two_apis(sides: Sides, edge: Edge | None) -> Shown:
    """Both are looked at often enough to be known well, and held against each other."""
    recorded: list[Baseline] = []
    for word in (sides.old, sides.new):
        baseline = Baseline(shown_side(word), salt="both")
        with opened_source(_reached(sides.watched, word), edge) as source:
            if source is None:
                return Shown(notes=[f"Skipped: there are no credentials for {shown_side(word)}."])
            for _ in range(sides.captures):
                learn(baseline, look(source.asked, Baseline(word, baseline.salt), source.contract))
            contract = source.contract
        recorded.append(baseline)
    return compared(recorded[0], recorded[1], contract)


def _reached(watched: Watched, word: str) -> Watched:
    wish = replace(watched.wish, account=watched.account)
    return replace(watched, target=word.removeprefix("api:"), wish=wish)
