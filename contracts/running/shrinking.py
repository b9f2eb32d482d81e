"""The smallest request that shows a finding: what can be left out is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import orjson

from contracts.cases.generation import Enough
from contracts.cases.sent import Sent
from contracts.observed import NOT_JSON
from contracts.running.sender import Sender
from contracts.running.tally import Sighting

Json = Any

Item = TypeVar("Item")


def shrunk(sighting: Sighting, sender: Sender) -> dict[str, Sighting]:
    """The sighting with the smallest request that was found before there was enough of it."""
    best = sighting
    tried: set[Sent] = set()
    try:
        while (smaller := _next(best, tried, sender)) is not None:
            best = smaller
    except Enough:
        pass
    return {best.known_as: replace(best, times=0)}


def _next(best: Sighting, tried: set[Sent], sender: Sender) -> Sighting | None:
    """The first smaller request that still shows it."""
    if best.sent is None:
        return None
    for sent in smaller(best.sent):
        if sent in tried:
            continue
        tried.add(sent)
        if sent.size < best.size and (shown := sender.shown(sent, best.known_as)):
            return shown
    return None


def smaller(sent: Sent) -> Iterator[Sent]:
    """Requests with less, the boldest cuts first."""
    for kept in with_less(sent.query):
        yield replace(sent, query=kept)
    for index, (name, _) in enumerate(sent.headers):
        if name.lower() not in ("content-type", "authorization"):
            yield replace(sent, headers=sent.headers[:index] + sent.headers[index + 1 :])
    if sent.json is not NOT_JSON:
        for body in smaller_values(sent.json):
            yield replace(sent, content=orjson.dumps(body))
    for index, (name, value) in enumerate(sent.query):
        if len(value) > 1:
            pair = (name, value[: len(value) // 2])
            yield replace(sent, query=(*sent.query[:index], pair, *sent.query[index + 1 :]))


def with_less(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """Without all, then without halves, quarters, and so on down to without single ones."""
    size = len(items)
    while size:
        for start in range(0, len(items), size):
            yield (*items[:start], *items[start + size :])
        size //= 2


def smaller_values(value: Json) -> Iterator[Json]:
    """A JSON value with fewer members or elements, at any depth."""
    if isinstance(value, dict):
        for kept in with_less(tuple(value)):
            yield {key: value[key] for key in kept}
        for key, inner in value.items():
            for less in smaller_values(inner):
                yield {**value, key: less}
    elif isinstance(value, list):
        for some in with_less(value):
            yield list(some)
        for index, inner in enumerate(value):
            for less in smaller_values(inner):
                yield [*value[:index], less, *value[index + 1 :]]
