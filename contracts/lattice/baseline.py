"""What is known of an API so far: a file of shapes and pseudonyms, safe to commit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
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
    """

    source: str
    salt: str = field(default_factory=lambda: token_hex(8))
    cases: dict[str, Seen] = field(default_factory=dict)

    def add(self, name: str, more: Seen) -> None:
        """Learn from answers; of another operation than before, the old ones are let go."""
        known = self.cases.get(name)
        if known is None or known.operation != more.operation:
            known = self.cases[name] = Seen(more.operation)
        known.add(more)

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
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckError(
            "The baseline cannot be read",
            where=str(path),
            why=str(error) or type(error).__name__,
            fix="name a file that `understudy drift --record` has written, or record a new one",
        ) from None


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write it whole or not at all: who reads meanwhile, or after a crash, reads the old one."""
    text = json.dumps(_told(baseline), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    beside = path.with_name(path.name + ".part")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def _baseline(told: Mapping[str, Any]) -> Baseline:
    if told["format"] != FORMAT:
        raise ValueError(f"its format is {told['format']!r:.40}, not {FORMAT!r}")
    cases = {name: _seen(one) for name, one in told["cases"].items()}
    return Baseline(str(told["source"]), str(told["salt"]), cases)


def _seen(told: Mapping[str, Any]) -> Seen:
    statuses = {int(status): _answers(one) for status, one in told["statuses"].items()}
    return Seen(str(told["operation"]), statuses)


def _answers(told: Mapping[str, Any]) -> Answers:
    latency = Counter({int(band): count for band, count in told["latency"].items()})
    return Answers(
        int(told["captures"]),
        Counter(told["media_types"]),
        Counter(told["headers"]),
        latency,
        _shape(told["body"]),
    )


def _shape(told: Mapping[str, Any]) -> Shape:
    words, lengths = told.get("words", {}), told.get("lengths", {})
    return Shape(
        types=Counter(told["types"]),
        texts=Counter(told.get("texts", {})),
        words=None if words is None else Counter(words),
        empty=int(told.get("empty", 0)),
        lengths=None if lengths is None else Counter({int(n): k for n, k in lengths.items()}),
        magnitude=Magnitude(*told.get("magnitude", ())),
        properties={name: _shape(one) for name, one in told.get("properties", {}).items()},
        items=_shape(told["items"]) if "items" in told else None,
    )


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
