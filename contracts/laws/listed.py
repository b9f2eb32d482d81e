"""What is listed is found by its id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.asking import asked, told
from contracts.laws.creations import kinds, shown
from contracts.laws.known import BODIES, QUESTIONS
from contracts.laws.law import Breach, Law, NoData, Told
from contracts.laws.listing import rows_of
from contracts.laws.questions import Asking, askings
from contracts.laws.trial import each
from contracts.observed import Json

NAME = "what_is_listed_is_found_by_id"
DRAWN = 2
broken = Breach(NAME)


@dataclass(frozen=True, slots=True)
class Pair:
    """A list, and the operation that tells one of its elements by an id.

    Args:
        parameter: of `one`, with the id.
    """

    several: Asking
    one: str
    parameter: str

    @property
    def names(self) -> tuple[str, ...]:
        """What elements may call their id."""
        thing = self.several.key.rpartition("/")[2].removesuffix("s")
        return self.parameter, "id", f"{thing}_id", "request_id"


def pairs(api: Api) -> Iterator[tuple[str, str, str]]:
    """Lists without path parameters, what is below them by one id, and what that is called.

    Where things may be made, `lifecycle` makes some and looks whether they are listed.
    """
    made = {kind.several for kind in kinds(BODIES, api)} if api.kind != "live" else set()
    for key in api.contract.promises:
        several, _, last = key.rpartition("/")
        plain = several.startswith("GET ") and "{" not in several and several not in made
        if plain and last.startswith("{") and api.has(several):
            yield several, key, last.strip("{}")


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    known = {one.key: one for one in askings(QUESTIONS, api, chance)}
    there = [Pair(known[key], one, name) for key, one, name in pairs(api) if key in known]
    if api.kind == "live" and there:
        there = [chance.choice(there)]
    yield from each(there, partial(_of, api=api, chance=chance))


def _of(pair: Pair, api: Api, chance: Random) -> Iterator[Told]:
    rows = _rows(pair, api)
    if not rows:
        raise NoData(f"the list of {pair.several.key} is empty")
    for own, row in chance.sample(sorted(rows.items()), min(DRAWN, len(rows))):
        found = asked(api, pair.one, {pair.parameter: own})
        if found.status in {400, 404, 410}:
            said = f"what {pair.several.key} lists, by its id"
            yield broken(pair.one, said, str(found.status), status=found.status)
            continue
        # What changes by itself may have changed meanwhile: then the list has it too.
        other = _unlike(row, shown(found))
        if other and _unlike(_rows(pair, api).get(own, row), shown(found)):
            said = f"the same as {pair.several.key} lists"
            yield broken(pair.one, said, f"other {', '.join(other)}", pointer="/fields")


def _rows(pair: Pair, api: Api) -> dict[str, Json]:
    """The elements of the list's first page, by their ids."""
    body = told(api, pair.several.key, params=pair.several.params)
    found = ((_id(pair, row), row) for row in rows_of(body, pair.several.key))
    return {own: row for own, row in found if own}


def _id(pair: Pair, row: Json) -> str:
    named = (row.get(name) for name in pair.names) if isinstance(row, dict) else ()
    return next((one for one in named if isinstance(one, str)), "")


def _unlike(row: Json, one: Json) -> list[str]:
    return sorted(name for name in row.keys() & one.keys() if row[name] != one[name])


LISTED = Law(
    name=NAME,
    says="An element of a list is found by its id, as the list has it.",
    applies=lambda api: any(True for _ in pairs(api)),
    tried=_tried,
    requests=24,
)
