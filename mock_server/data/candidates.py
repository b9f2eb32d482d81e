"""Values looked at where the parts of a schema interact, so that only a judge can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import orjson

from mock_server.data.leaves import HEIGHT
from mock_server.data.template import Piece, Template
from mock_server.spec.operation import Json

# Candidates looked at for one way to satisfy a schema; of large ones fewer, but never just one.
_CANDIDATES = 32
_LEAST = 4
_MOST_BYTES = 16_000
_SEEDS = tuple(b"candidate %d" % number for number in range(_CANDIDATES))


def samples(pieces: Sequence[Piece]) -> Iterator[tuple[Json, bytes]]:
    """Different values with their texts, as many as are worth looking at."""
    template = Template(pieces, HEIGHT)
    seen: set[bytes] = set()
    held = 0
    for number, seed in enumerate(_SEEDS):
        text = template.sample(seed)
        if text not in seen:
            yield orjson.loads(text), text
        seen.add(text)
        held += len(text)
        if held > _MOST_BYTES and number >= _LEAST:
            break


def in_turn(lists: Sequence[list[bytes]]) -> list[bytes]:
    """One from each list, again and again; shorter lists start over."""
    longest = max(map(len, lists))
    return [texts[i % len(texts)] for i in range(longest) for texts in lists]
