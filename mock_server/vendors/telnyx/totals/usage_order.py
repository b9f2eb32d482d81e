"""What usage reports are ordered with: members of a query or a body, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mock_server.spec.operation import Json
from mock_server.vendors.telnyx.refusals import invalid

INT64 = 2**63


def members(body: Json) -> Mapping[str, Json]:
    """The members of a body; none when it is no object."""
    return body if isinstance(body, Mapping) else {}


def word(given: Mapping[str, Json], name: str, known: Sequence[str]) -> str:
    """One of some words.

    Raises:
        Rejection: 400, it is another one, or none.
    """
    found = given.get(name)
    if found not in known:
        raise invalid(name, f"{name} must be one of {', '.join(known)}.")
    return str(found)


def numbered(given: Mapping[str, Json], name: str, known: Sequence[str]) -> str:
    """One of some words by its number, from 0 on, which is what is meant when there is none.

    Raises:
        Rejection: 400, there is no such number.
    """
    found = given.get(name, 0)
    if not isinstance(found, int) or not 0 <= found < len(known):
        raise invalid(name, f"{name} must be from 0 to {len(known) - 1}.")
    return known[found]


def listed(given: Mapping[str, Json], name: str) -> list[Json]:
    """The members of a list, in order; none when there is no list."""
    found = given.get(name)
    return found if isinstance(found, list) else []


def whole_numbers(given: Mapping[str, Json], name: str) -> list[int]:
    """The whole numbers of a list, each once. Some clients write them with a fraction of nothing.

    Raises:
        Rejection: 400, one of them is no whole number of 64 bits.
    """
    found = listed(given, name)
    if not all(isinstance(each, int | float) and -INT64 <= each < INT64 for each in found):
        raise invalid(name, f"{name} must be whole numbers of 64 bits.")
    return list(dict.fromkeys(map(int, found)))
