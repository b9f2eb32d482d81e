"""The schemas that a discriminator's words lead to, where no union lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from contracts.drift.place import Place

MAPPING = re.compile(rb'"mapping":(\{[^{}]*\})')
REFERENCE = re.compile(r"^#|\.(?:json|ya?ml)(?:#|$)")


def subtypes(discriminator: Place | None) -> dict[str, Place]:
    """By their words; those that are not there are left out."""
    mapping = discriminator.get("mapping") if discriminator is not None else None
    if discriminator is None or not isinstance(mapping, dict):
        return {}
    found = {
        str(word): discriminator.home.target(_reference(said))
        for word, said in mapping.items()
        if isinstance(said, str)
    }
    return {word: place for word, place in found.items() if place is not None}


def references(text: bytes) -> Iterator[bytes]:
    """What the words in a text of JSON lead to, as `$ref` has it."""
    for mapping in MAPPING.findall(text):
        for said in orjson.loads(mapping).values():
            if isinstance(said, str):
                yield orjson.dumps(_reference(said))[1:-1]


def _reference(said: str) -> str:
    """A word's schema is named by a reference, or by its name alone (3.1.0, "Discriminator")."""
    return said if REFERENCE.search(said) else f"#/components/schemas/{said}"
