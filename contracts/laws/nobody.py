"""There is nothing under an id that nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random
from uuid import UUID

from contracts.api import Api
from contracts.contract import Promise
from contracts.laws.asking import asked
from contracts.laws.law import Breach, Law, Told
from contracts.laws.trial import each

NAME = "nobodys_ids_find_nothing"
broken = Breach(NAME)


def by_id(api: Api) -> list[Promise]:
    """The GETs that need ids in their path and nothing else."""
    return [
        one
        for one in api.contract.promises.values()
        if one.operation.method == "GET"
        and "{" in one.operation.path
        and all(part.location == "path" or not part.required for part in one.operation.parameters)
    ]


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    promises = by_id(api)
    drawn = [chance.choice(promises)] if api.kind == "live" else promises
    yield from each(drawn, partial(_of, api=api, chance=chance))


def _of(promise: Promise, api: Api, chance: Random) -> Iterator[Told]:
    nobody = str(UUID(int=chance.getrandbits(128), version=4))
    names = [one.name for one in promise.operation.parameters if one.location == "path"]
    observed = asked(api, promise.key, dict.fromkeys(names, nobody))
    if observed.status < 400:
        said = "404, or another refusal, for an id that was drawn just now"
        yield broken(promise.key, said, str(observed.status), status=observed.status)


NOBODY = Law(
    name=NAME,
    says="Under an id that nobody has, nothing is found.",
    applies=lambda api: bool(by_id(api)),
    tried=_tried,
    requests=24,
)
