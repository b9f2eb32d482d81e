"""The beginning of a large value, where a close look at all of it would take too long."""

from __future__ import annotations

from collections import deque
from typing import TypeAlias

from mock_server.spec.operation import Json

Place: TypeAlias = tuple[str | int, ...]


def beginning(value: Json, most: int) -> tuple[Json, set[Place]]:
    """A copy of the first members and items, level by level, and where something was cut off.

    What is said of a place that was cut may be wrong; of what is below it, it is right.

    Args:
        most: how many members and items the copy may have, all in all.
    """
    cut: set[Place] = set()
    if _is_flat(value) and 11 * len(value) < most:
        return value, cut
    copy = _empty(value)
    waiting: deque[tuple[Place, Json, Json]] = deque([((), value, copy)])
    while waiting:
        place, source, target = waiting.popleft()
        for step, member in _members(source):
            if most == 0:
                cut.add(place)
                break
            most -= 1
            kept = _empty(member)
            if isinstance(target, dict):
                target[step] = kept
            else:
                target.append(kept)
            if isinstance(member, dict | list) and member:
                waiting.append(((*place, step), member, kept))
    return copy, cut


def _is_flat(value: Json) -> bool:
    """Whether an object holds no more than scalars and short lists of them: most queries do."""
    return isinstance(value, dict) and all(
        type(member) is not dict
        and (type(member) is not list or (len(member) <= 10 and not _members_within(member)))
        for member in value.values()
    )


def _members_within(items: list[Json]) -> bool:
    return any(isinstance(item, dict | list) for item in items)


def _empty(value: Json) -> Json:
    return type(value)() if isinstance(value, dict | list) else value


def _members(value: Json) -> list[tuple[str | int, Json]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []
