"""Questions that are known to be right: an operation, and parameters that it is answered for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from contracts.api import Api
from contracts.laws.series import KNOWN, Query, Window


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a vendor's API answers.

    Args:
        params: for a day.
        volatile: names in the answer whose values may differ though nothing has changed.
    """

    key: str
    params: Callable[[Api, Window], Query]
    volatile: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with its parameters filled in."""

    key: str
    params: Mapping[str, str]
    volatile: frozenset[str] = frozenset()


def askings(known: tuple[Question, ...], api: Api, chance: Random) -> Iterator[Asking]:
    """A right question for each GET without path parameters that there is one for."""
    told = {one.key for one in known}
    for key, promise in api.contract.promises.items():
        operation = promise.operation
        plain = operation.method == "GET" and "{" not in operation.path
        if plain and key not in told and not any(one.required for one in operation.parameters):
            yield Asking(key, {})
    drawn = [one for one in known if api.has(one.key)]
    if drawn:
        day = some_day(api, chance)
        yield from (Asking(one.key, one.params(api, day), one.volatile) for one in drawn)


def affordable(known: tuple[Question, ...], api: Api, chance: Random) -> tuple[Asking, ...]:
    """All of them; of a vendor's own API one, because each costs."""
    drawn = tuple(askings(known, api, chance))
    return (chance.choice(drawn),) if api.kind == "live" else drawn


def some_day(api: Api, chance: Random) -> Window:
    """A day of the last weeks that does not change any more, in UTC."""
    today = api.now.replace(hour=0, minute=0, second=0, microsecond=0)
    begin = today - KNOWN - timedelta(days=chance.randrange(1, 21))
    return Window(begin, begin + timedelta(days=1))
