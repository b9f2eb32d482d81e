"""What tells the alternatives of a union apart: a property, and the words that it may hold.

A discriminator takes no value away and adds none (OpenAPI 3.1.0, "Discriminator Object": it is a
hint), but its words are values of its property.
"""

from __future__ import annotations

from collections.abc import Iterator

from contracts.drift.change import Change
from contracts.drift.schemas.matching import Matched
from contracts.drift.schemas.node import Node


def discriminator_changes(old: Node, new: Node, matched: Matched) -> Iterator[Change]:
    """Nothing of words that came or went with their alternatives, which are told themselves."""
    if old.discriminator == new.discriminator:
        return
    (name, words), (other, others) = _parts(old), _parts(new)
    texts = (old.discriminator, new.discriminator)
    if not (name and other):
        if old.is_union == new.is_union:
            yield Change("discriminator-said", old.place, new.place, "", *texts)
    elif name != other:
        yield Change("discriminator-changed", old.place, new.place, "", *texts)
    elif not (words and others):
        yield Change("mapping-said", old.place, new.place, "", *texts)
    else:
        gone = words - others if not matched.old_left else set()
        more = others - words if not matched.new_left else set()
        yield from _of_words(old, new, gone, more)


def _of_words(old: Node, new: Node, gone: set[str], more: set[str]) -> Iterator[Change]:
    if gone and more:
        texts = (old.discriminator, new.discriminator)
        yield Change("discriminator-changed", old.place, new.place, "", *texts)
    elif gone or more:
        kind = "enum-value-removed" if gone else "enum-value-added"
        said = f"{', '.join(sorted(gone or more))} ({_parts(old)[0]})"
        yield Change(kind, old.place, new.place, said)


def _parts(node: Node) -> tuple[str, set[str]]:
    """The property, and the words."""
    name, _, words = node.discriminator.partition(" (")
    return name, set(words.removesuffix(")").split(", ")) if words else set()
