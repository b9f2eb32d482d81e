"""JSON pointers into answers."""

from __future__ import annotations

from contracts.observed import Json


def found_at(value: Json, pointer: str) -> Json | None:
    """What stands there; None where there is nothing.

    Args:
        pointer: as RFC 6901 has it, without its escapes.
    """
    for step in pointer.split("/")[1:]:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
