"""Who is right, from all that is at hand: our document, the published one, the API, our mock."""

from __future__ import annotations

from dataclasses import replace

from contracts.contract import Contract
from contracts.lattice.document import says, words_of
from contracts.lattice.settling import Observation
from contracts.lattice.texts import pseudonym

SHIPPED = "the vendor shipped this before documenting it"
AHEAD = "the documents are ahead of the API"
STALE = "our copy is stale: the vendor documents this and does it"
MOCK = "our mock is wrong"
UNKNOWN = "the API and our document differ: --published DOCUMENT would tell who is right"
ALLOWED = "our document allows this; it was never seen before"


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
