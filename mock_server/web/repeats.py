"""Answers that are given again without being worked out again.

Where the document answers, equal requests get equal bytes (see "Chance and time" in
ARCHITECTURE.md), and clients ask the same thing over and over, under load above all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from starlette.types import Scope

from mock_server.exchange import Response
from mock_server.vendor import generated
from mock_server.web.asked import Asked, Parts, Whole
from mock_server.web.journal import Heard, heard_of, weight_of
from mock_server.web.site import Route
from mock_server.web.wire import Manner

Sent = TypeVar("Sent", Whole, Parts)

Dress: TypeAlias = Callable[[Response, Route | None, Manner, Asked], Sent]
"""Makes of an answer what travels."""

MOST = 1_024
MOST_LATELY = 4 * MOST
LARGE = 8 * 1024
"""Bytes; a request and its answer that take more are not kept, which bounds the memory with `MOST`.
Our own bounds."""

Key: TypeAlias = Hashable
"""All of a request that an answer may depend on, as it came: as it was read, where it is whole and
came in one piece, or by its parts. Only requests that name no session are kept."""


class Repeat(NamedTuple, Generic[Sent]):
    """An answer as it travels, the operation that gave it, and its request for the journal."""

    left: Sent
    route: Route
    heard: Heard
    weight: int


def parts_of(scope: Scope) -> Key:
    """The key of a request that came by ASGI, without its body."""
    path = scope.get("raw_path") or scope["path"]
    root = scope.get("root_path")
    return path, scope["query_string"], scope["method"], root, *scope["headers"]


class Repeats(Generic[Sent]):
    """The last answers that follow from their requests alone, in one of the ways they travel."""

    def __init__(self, dress: Dress[Sent]) -> None:
        self.dress: Dress[Sent] = dress
        self._lately: set[int] = set()
        self._known: dict[Key, Repeat[Sent]] = {}
        self.find: Callable[[Key], Repeat[Sent] | None] = self._known.get

    def keep(self, key: Key, left: Sent, route: Route, asked: Asked) -> None:
        """Remember an answer, if nothing but its request and the document decided it."""
        if not key or route.plan.handler is not generated or not self._is_again(key):
            return
        heard = asked.raw or heard_of(asked)
        weight = weight_of(heard, left)
        if weight > LARGE:
            return
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[key] = Repeat(left, route, heard, weight)

    def _is_again(self, key: Key) -> bool:
        """Whether it was asked lately: what comes but once is not worth the memory."""
        digest = hash(key)
        if digest in self._lately:
            return True
        if len(self._lately) >= MOST_LATELY:
            self._lately.clear()
        self._lately.add(digest)
        return False
