"""What is known of an API so far: a file of shapes and pseudonyms, safe to commit."""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

from contracts.errors import CheckError
from contracts.lattice.capture import Answers, Seen
from contracts.lattice.form import FORMAT
from contracts.lattice.shape import Magnitude, Shape

ARMED = 10
"""Captures of a golden request before what differs from them is a finding. With one baseline
capture 22 % of clean runs would alarm, with ten at most 1 % (measured on simulated vendors)."""

MOST_BYTES = 64 * 2**20


@dataclass(slots=True)
class Baseline:
    """What was seen, by the golden request's name.

    Args:
        source: whose answers these are, such as "live:telnyx".
        salt: of the pseudonyms; drawn once for each file.
        news: what was added since it was read or written.
    """

    source: str
    salt: str = field(default_factory=lambda: token_hex(8))
    cases: dict[str, Seen] = field(default_factory=dict)
    news: dict[str, Seen] = field(default_factory=dict)

    def add(self, name: str, more: Seen) -> None:
        """Learn from answers; of another operation than before, the old ones are let go."""
        for cases in (self.cases, self.news):
            if name not in cases or cases[name].operation != more.operation:
                cases[name] = Seen(more.operation)
            cases[name].add(more)

    def is_armed(self, name: str) -> bool:
        return name in self.cases and self.cases[name].captures >= ARMED


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        CheckError: there is none, or it is not what `write_baseline` writes.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
        return _baseline(json.loads(text[:MOST_BYTES]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CheckError(
            "The baseline cannot be read",
            where=str(path),
            why=str(error) or type(error).__name__,
            fix="name a file that `understudy drift --record` has written, or record a new one",
        ) from None


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write it whole or not at all: who reads meanwhile, or after a crash, reads the old one.

    What another run has learned since this one read the file stays: the news are added to it.

    Raises:
        CheckError: it cannot be written, or what stands there now is another baseline.
    """
    file = path.resolve()
    check_place(file)
    try:
        with _turn(file.parent):
            whole = _together(file, baseline)
            text = json.dumps(_told(whole), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
            beside = file.with_name(file.name + ".part")
            beside.write_text(text, "utf-8")
            beside.replace(file)
    except OSError as error:
        raise _unwritable(path, str(error)) from None
    baseline.news.clear()


def check_place(path: Path) -> None:
    """See that a baseline could be written there, before anybody is asked anything.

    Raises:
        CheckError: it could not.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, str(error)) from None
    if not os.access(path.parent, os.W_OK):
        raise _unwritable(path, "nothing may be written in its folder")


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Those who write in a folder take turns."""
    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _together(path: Path, baseline: Baseline) -> Baseline:
    """What stands in the file by now, and the news."""
    if not path.exists():
        return baseline
    known = read_baseline(path)
    if (known.salt, known.source) != (baseline.salt, baseline.source):
        raise _unwritable(path, "another run has begun another baseline there meanwhile")
    for name, more in baseline.news.items():
        known.add(name, more)
    return known


def _unwritable(path: Path, why: str) -> CheckError:
    return CheckError(
        "The baseline cannot be written",
        where=str(path),
        why=why,
        fix="run it again, name another file, or leave the baseline as it is: --no-learn",
    )


def _baseline(told: Mapping[str, Any]) -> Baseline:
    if told["format"] != FORMAT:
        raise ValueError(f"its format is {told['format']!r:.40}, not {FORMAT!r}")
    cases = {name: _seen(one) for name, one in told["cases"].items()}
    return Baseline(str(told["source"]), str(told["salt"]), cases)


def _seen(told: Mapping[str, Any]) -> Seen:
    statuses = {int(status): _answers(one) for status, one in told["statuses"].items()}
    return Seen(str(told["operation"]), statuses)


def _answers(told: Mapping[str, Any]) -> Answers:
    return Answers(
        _count(told["captures"]),
        _counts(told["media_types"]),
        _counts(told["headers"]),
        _numbered(told["latency"]),
        _shape(told["body"]),
    )


def _shape(told: Mapping[str, Any]) -> Shape:
    words, lengths = told.get("words", {}), told.get("lengths", {})
    return Shape(
        types=_counts(told["types"]),
        texts=_counts(told.get("texts", {})),
        words=None if words is None else _counts(words),
        empty=_count(told.get("empty", 0)),
        lengths=None if lengths is None else _numbered(lengths),
        magnitude=_magnitude(told.get("magnitude", (0, 0, 0))),
        properties={name: _shape(one) for name, one in told.get("properties", {}).items()},
        items=_shape(told["items"]) if "items" in told else None,
    )


def _magnitude(told: Any) -> Magnitude:
    count, total, squares = told
    return Magnitude(_count(count), float(total), float(squares))


def _counts(told: Mapping[str, Any]) -> Counter[str]:
    return Counter({name: _count(count) for name, count in told.items()})


def _numbered(told: Mapping[str, Any]) -> Counter[int]:
    return Counter({int(number): count for number, count in _counts(told).items()})


def _count(told: Any) -> int:
    if not isinstance(told, int) or told < 0:
        raise ValueError(f"{told!r:.40} is no count")
    return told


def _told(baseline: Baseline) -> dict[str, Any]:
    cases = {name: _told_seen(one) for name, one in baseline.cases.items()}
    return {
        "format": FORMAT,
        "source": baseline.source,
        "salt": baseline.salt,
        "cases": cases,
    }


def _told_seen(seen: Seen) -> dict[str, Any]:
    statuses = {str(status): _told_answers(one) for status, one in seen.statuses.items()}
    return {"operation": seen.operation, "statuses": statuses}


def _told_answers(answers: Answers) -> dict[str, Any]:
    return {
        "captures": answers.captures,
        "media_types": dict(answers.media_types),
        "headers": dict(answers.headers),
        "latency": {str(band): count for band, count in answers.latency.items()},
        "body": _told_shape(answers.body),
    }


def _told_shape(shape: Shape) -> dict[str, Any]:
    """Nothing that says nothing: a place is a line or two in the file."""
    told: dict[str, Any] = {"types": dict(shape.types)}
    if shape.texts:
        told["texts"] = dict(shape.texts)
        told["words"] = None if shape.words is None else dict(shape.words)
    if shape.empty:
        told["empty"] = shape.empty
    if shape.types["array"]:
        told["lengths"] = shape.lengths and {str(n): count for n, count in shape.lengths.items()}
    if shape.magnitude.count:
        sums = (shape.magnitude.total, shape.magnitude.squares)
        told["magnitude"] = [shape.magnitude.count, *(round(one, 4) for one in sums)]
    if shape.properties:
        told["properties"] = {name: _told_shape(one) for name, one in shape.properties.items()}
    if shape.items is not None:
        told["items"] = _told_shape(shape.items)
    return told
