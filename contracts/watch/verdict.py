"""Who is right, from all that is at hand: our document, the published one, the API, our mock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from contracts.contract import Contract
from contracts.drift.finding import Finding
from contracts.lattice.capture import Seen
from contracts.lattice.document import says, words_of
from contracts.lattice.settling import Observation
from contracts.lattice.shape import Shape
from contracts.lattice.texts import pseudonym

SHIPPED = "the vendor shipped this before documenting it"
AHEAD = "the documents are ahead of the API"
STALE = "our copy is stale: the vendor documents this and does it"
MOCK = "our mock is wrong"
UNKNOWN = "the API and our document differ: --published DOCUMENT would tell who is right"
ALLOWED = "our document allows this; it was never seen before"

_PLACE = re.compile(r"response (\d{3})\.(.+)")


def verdict_of(observation: Observation, published: Contract | None) -> str:
    """Of what the API does differently from before.

    Args:
        published: what the vendor publishes now; None where nobody named it.
    """
    if observation.says == "allows":
        return ALLOWED
    if published is None:
        return UNKNOWN
    promise = published.promises.get(observation.difference.operation)
    return STALE if says(promise, observation.difference) == "allows" else SHIPPED


def in_plain_words(observation: Observation, published: Contract | None, salt: str) -> Observation:
    """With the word instead of its pseudonym where the published document names it."""
    seen = observation.difference
    promise = published.promises.get(seen.operation) if published is not None else None
    for word in words_of(promise) if promise is not None else ():
        if seen.kind == "word-added" and pseudonym(word, salt) == seen.what:
            now = seen.now.replace(seen.what, word)
            return replace(observation, difference=replace(seen, what=word, now=now))
    return observation


def verdict_of_mock(observation: Observation) -> str:
    """Of what our mock sends and the vendor does not, or the reverse."""
    if observation.says == "allows":
        return f"{MOCK}: the document allows both, the vendor does the other"
    return f"{MOCK}, and the document does not have it either"


def verdict_of_document(finding: Finding, seen: Mapping[str, Seen]) -> str:
    """Of what differs between our document and the published one, by what the API was seen to do.

    Only for properties of answers: of all else an answer says nothing. "" where nothing was seen.
    """
    match = _PLACE.fullmatch(finding.where)
    if match is None or finding.direction != "response":
        return ""
    parts = match[2].replace("[]", ".*").split(".")
    shapes = [
        one.statuses[int(match[1])].body
        for one in seen.values()
        if one.operation in finding.operations and int(match[1]) in one.statuses
    ]
    owners = [found for shape in shapes if (found := _at(shape, parts[:-1]))]
    if not owners:
        return ""
    is_there = any(parts[-1] in owner.properties for owner in owners)
    if finding.kind == "property-removed":
        return AHEAD if is_there else STALE
    if finding.kind in ("property-added", "required-property-added"):
        return STALE if is_there else AHEAD
    return ""


def _at(shape: Shape, parts: list[str]) -> Shape | None:
    """What was seen at a place; None where nothing was."""
    for part in parts:
        inner = shape.items if part == "*" else shape.properties.get(part)
        if inner is None:
            return None
        shape = inner
    return shape if shape.types["object"] else None
