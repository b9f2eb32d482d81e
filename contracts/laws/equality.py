"""Equal requests give equal answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.asking import answered
from contracts.laws.known import QUESTIONS
from contracts.laws.law import Breach, Law, NoData, Told
from contracts.laws.questions import Asking, affordable
from contracts.laws.trial import each
from contracts.observed import NOT_JSON, Json

NAME = "equal_requests_equal_answers"
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    yield from each(affordable(QUESTIONS, api, chance), partial(_of, api=api))


def _of(asking: Asking, api: Api) -> Iterator[Told]:
    first, second = (_answer(asking, api) for _ in range(2))
    # What changes by itself (a balance, a list of today) may change between two of three answers.
    if first != second and second != _answer(asking, api):
        yield broken(
            asking.key,
            "the same answer to the same request, in two of three that follow each other",
            f"three, each of which differs from the one before: {_difference(first, second)}",
        )


def _answer(asking: Asking, api: Api) -> Json:
    """The body without what may differ.

    Raises:
        NoData: it is refused, so that there is nothing to compare.
    """
    observed = answered(api, asking.key, params=asking.params)
    if observed.status != 200 or observed.json is NOT_JSON:
        raise NoData(f"{asking.key} was answered with {observed.status}")
    return _without(observed.json, asking.volatile)


def _without(value: Json, names: frozenset[str]) -> Json:
    if isinstance(value, dict):
        return {one: _without(each, names) for one, each in value.items() if one not in names}
    return [_without(one, names) for one in value] if isinstance(value, list) else value


def _difference(one: Json, other: Json, pointer: str = "") -> str:
    """Where two values differ first; nothing of the values."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            if one.get(name) != other.get(name):
                return _difference(one.get(name), other.get(name), f"{pointer}/{name}")
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{pointer or '/'} has {len(one)} elements, then {len(other)}"
        for here, there in zip(one, other, strict=True):
            if here != there:
                return _difference(here, there, f"{pointer}/*")
    return f"{pointer or '/'} differs"


EQUAL_REQUESTS = Law(
    name=NAME,
    says="Equal requests give equal answers while nothing changes.",
    applies=lambda api: any(key.startswith("GET ") for key in api.contract.promises),
    tried=_tried,
    requests=60,
    cost=60,
)
