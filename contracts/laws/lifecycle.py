"""What was made is there, and what was taken away stays away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.asking import asked, wait
from contracts.laws.creations import (
    HOUR_S,
    Kind,
    asking_for,
    identity,
    kinds,
    listed,
    made,
    shown,
    state,
)
from contracts.laws.known import BODIES, QUESTIONS
from contracts.laws.law import Breach, Law, NoData, Told
from contracts.laws.questions import some_day
from contracts.laws.series import Window
from contracts.laws.trial import each
from contracts.observed import Json

made_is_there = Breach("what_was_made_is_listed_and_found")
taken_stays = Breach("what_was_taken_away_stays_away")
TRIES = 8
ENDED = frozenset({"ABORTED", "CANCELED", "CANCELLED", "DELETED"})
"""What is said of things that were taken away but are remembered."""


def _made(api: Api, chance: Random) -> Iterator[Told]:
    making = partial(_making, api=api, day=some_day(api, chance), chance=chance)
    yield from each(tuple(kinds(BODIES, api)), making)


def _making(kind: Kind, api: Api, day: Window, chance: Random) -> Iterator[Told]:
    new = made(kind, api, day, chance)
    own = identity(kind, new)
    if api.kind == "mock":
        wait(api, HOUR_S)
    found = asked(api, kind.one, kind.path(own))
    if found.status in {404, 410}:
        said = "what was just made, by its id"
        yield made_is_there(kind.one, said, str(found.status), status=found.status)
        return
    one = shown(found)
    if identity(kind, one) != own:
        said = f"what was made under the id that {kind.make} told"
        yield made_is_there(kind.one, said, "another id", pointer="/id")
    if kind.several:
        yield from _in_the_list(kind, api, one, chance)


def _in_the_list(kind: Kind, api: Api, one: Json, chance: Random) -> Iterator[Told]:
    own = identity(kind, one)
    rows = listed(kind, api, asking_for(kind, api, QUESTIONS, chance))
    mine = [row for row in rows if identity(kind, row) == own]
    if len(mine) != 1:
        said = f"once what {kind.make} made"
        yield made_is_there(kind.several, said, f"{len(mine)} times among {len(rows)}")
        return
    other = sorted(name for name in mine[0].keys() & one.keys() if mine[0][name] != one[name])
    if other and api.kind == "mock":
        said = f"the same in the list as {kind.one} tells"
        yield made_is_there(kind.several, said, f"other {', '.join(other)}", pointer="/fields")


def _taken(api: Api, chance: Random) -> Iterator[Told]:
    takeable = tuple(one for one in kinds(BODIES, api) if one.take)
    taking = partial(_taking, api=api, day=some_day(api, chance), chance=chance)
    yield from each(takeable, taking)


def _taking(kind: Kind, api: Api, day: Window, chance: Random) -> Iterator[Told]:
    own = _away(kind, api, day, chance)
    after = _there(kind, api, own)
    if after is not None and str(state(after)).upper() not in ENDED:
        said = f"404 after {kind.take}, or that it was cancelled"
        yield taken_stays(kind.one, said, _words(after), pointer="/status")
    if api.kind == "mock":
        wait(api, HOUR_S)
    later = _there(kind, api, own)
    if (after and state(after)) != (later and state(later)):
        said = "what was taken away as it was an hour before"
        yield taken_stays(kind.one, said, _words(later), pointer="/later")
    if kind.several and later is None:
        rows = listed(kind, api, asking_for(kind, api, QUESTIONS, chance))
        if any(identity(kind, row) == own for row in rows):
            yield taken_stays(kind.several, f"a list without what {kind.take} took", "it is there")


def _away(kind: Kind, api: Api, day: Window, chance: Random) -> str:
    """The id of something that was made and taken away.

    Raises:
        NoData: reports are done before they can be cancelled.
    """
    for _ in range(TRIES):
        own = identity(kind, made(kind, api, day, chance))
        if asked(api, kind.take, kind.path(own)).status not in {404, 409}:
            return own
    raise NoData(f"{kind.take} comes too late")


def _there(kind: Kind, api: Api, own: str) -> Json | None:
    """What is under an id; None for nothing, which some answer with 400."""
    found = asked(api, kind.one, kind.path(own))
    return None if found.status in {400, 404, 410} else shown(found)


def _words(one: Json | None) -> str:
    if one is None:
        return "it is there no more"
    return "it is there" if state(one) is None else f"it is there, as {state(one)}"


def _has_kinds(api: Api) -> bool:
    return any(True for _ in kinds(BODIES, api))


MADE = Law(
    name=made_is_there.law,
    says="What was made is found by its id, and is in its list once and as it is alone.",
    applies=_has_kinds,
    tried=_made,
    writes=True,
    requests=80,
)
TAKEN = Law(
    name=taken_stays.law,
    says="What was deleted or cancelled stays so, also later, and is in no list as if it were not.",
    applies=lambda api: any(one.take for one in kinds(BODIES, api)),
    tried=_taken,
    writes=True,
    requests=80,
)
