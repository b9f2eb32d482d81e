"""What some code uses of an API, and whether a difference hits it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_PARAMETER = re.compile(r"the (?:query|header|path|cookie) parameter (\S+)")
_BODY = re.compile(r"^(?:response \w+|the body|body)(?: [a-z*]+/[^.\s]*)?\.?")


@dataclass(frozen=True, slots=True)
class Use:
    """Of one operation.

    Args:
        sent: names of the parameters and the paths of the body's fields that are sent, such as
            "filter.product"; None where that is not known, so that all count.
        read: the paths of an answer's fields that are read, such as "records[].price"; None for
            all.
        within: names of all fields that the document has below those that are read.
    """

    sent: frozenset[str] | None = None
    read: frozenset[str] | None = None
    within: frozenset[str] = field(default=frozenset(), compare=False)

    def together(self, other: Use) -> Use:
        both = self.within | other.within
        return Use(_both(self.sent, other.sent), _both(self.read, other.read), both)


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other


@dataclass(frozen=True, slots=True)
class Uses:
    """By operation: method and path, the names of its parameters left out."""

    operations: Mapping[str, Use] = field(default_factory=dict)

    def hit(self, operations: Iterable[str], direction: str, where: str, kind: str) -> bool:
        """Whether a difference concerns what is used.

        Args:
            operations: that it is found in, such as "GET /reports/{id}".
            direction: "request" or "response".
            where: the readable place that findings have; it leads from the first operation.
            kind: what newly has to be sent concerns every use of the operation.
        """
        keys = [lasting(one) for one in operations]
        first = keys[0] if keys else ""
        return any(
            _hits(self.operations[key], direction, where, kind)
            if key == first
            else _may_hit(self.operations[key], direction, where, kind)
            for key in keys
            if key in self.operations
        )


def lasting(operation: str) -> str:
    """An operation's key, whatever its path's parameters are called."""
    return re.sub(r"\{[^{}]*\}", "{}", operation)


def _hits(use: Use, direction: str, where: str, kind: str) -> bool:
    if direction == "request":
        return _sends(use, where, kind)
    return use.read is None or _touches(use.read, _path(where))


def _may_hit(use: Use, direction: str, where: str, kind: str) -> bool:
    """Of an operation in which the same schema stands elsewhere: its names have to do."""
    used = use.sent if direction == "request" else use.read
    if used is None or (direction == "request" and _PARAMETER.search(where)):
        return _hits(use, direction, where, kind)
    names = {name for one in used for name in _names(one)} | use.within
    path = _path(where)
    # An element has no name of its own, so it could be any.
    is_named = bool(path) and not path.endswith(("[]", "*"))
    return "required" in kind or not is_named or _names(path)[-1] in names


def _names(path: str) -> list[str]:
    return [name for name in re.split(r"[.\[\]*]+", path) if name]


def _sends(use: Use, where: str, kind: str) -> bool:
    if use.sent is None or "required" in kind or "security" in kind or "operation" in kind:
        return True
    if match := _PARAMETER.search(where):
        return match[1] in use.sent
    return _touches(use.sent, _path(where))


def _touches(used: frozenset[str], path: str) -> bool:
    """Whether a place is one that is used, within one, or around one; the whole always is."""
    return not path or any(_within(one, path) or _within(path, one) for one in used)


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith((outer + ".", outer + "["))


def _path(where: str) -> str:
    """The fields of a readable place: "records[].price" of "response 200.records[].price"."""
    return "" if "/vnd." in where else _BODY.sub("", where, count=1)
