"""What can be made, looked at, listed and taken away again: operations that belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from contracts.api import Api
from contracts.laws.asking import content, told
from contracts.laws.law import Inconclusive
from contracts.laws.listing import LARGEST, paging, rows_of
from contracts.laws.questions import Asking, askings
from contracts.laws.series import Window
from contracts.observed import Json, Observed

Body = Callable[[Api, Window, Random], Json]

HOUR_S = 3600.0
"""After it every report of some days' records is made: docs/telnyx.md, docs/vonage-reports.md."""

NAMES_OF_STATES = ("status", "request_status")


@dataclass(frozen=True, slots=True)
class Kind:
    """The operations on one kind of thing; "" for one that there is not.

    Args:
        make: a POST.
        one: a GET by id.
        parameter: of `one` and `take`, with the id.
        body: a right one for `make`.
    """

    make: str
    one: str
    parameter: str
    body: Body
    several: str = ""
    take: str = ""

    def path(self, identity: str) -> Mapping[str, str]:
        return {self.parameter: identity}


def kinds(bodies: Mapping[str, Body], api: Api) -> Iterator[Kind]:
    """Each POST for which there is a GET below it by one id, and a body that is known."""
    keys = api.contract.promises.keys()
    for key in keys:
        method, _, path = key.partition(" ")
        below = [one for one in keys if one.startswith(f"GET {path}/{{") and one.endswith("}")]
        if method == "POST" and len(below) == 1 and key in bodies:
            own = below[0].removeprefix(f"GET {path}/{{").removesuffix("}")
            several, take = f"GET {path}", f"DELETE {path}/{{{own}}}"
            yield Kind(
                key,
                below[0],
                own,
                bodies[key],
                several if several in keys else "",
                take if take in keys else "",
            )


def made(kind: Kind, api: Api, window: Window, chance: Random) -> Json:
    """One that was made.

    Raises:
        Inconclusive: it was refused.
    """
    return thing(told(api, kind.make, json=kind.body(api, window, chance)))


def shown(observed: Observed) -> Json:
    """The thing that an answer is about."""
    return thing(content(observed))


def thing(body: Json) -> Json:
    """It may be wrapped in `data`."""
    inner = body.get("data") if isinstance(body, dict) else None
    return inner if isinstance(inner, dict) else body


def identity(kind: Kind, one: Json) -> str:
    """Its id, under the name that the path has for it, or under one that is usual.

    Raises:
        Inconclusive: it has none.
    """
    for name in (kind.parameter, "id", "request_id"):
        if isinstance(one, dict) and isinstance(one.get(name), str):
            return str(one[name])
    raise Inconclusive(f"what {kind.make} made has no id")


def state(one: Json) -> object:
    """Of a report; None for what has none."""
    return next((one[name] for name in NAMES_OF_STATES if name in one), None)


def listed(kind: Kind, api: Api, asking: Asking) -> list[Any]:
    """The list: its first page, as large as may be, and its last."""
    names = paging(api.contract.promises[kind.several])
    if names is None:
        return rows_of(told(api, kind.several, params=asking.params), kind.several)
    size = {names.size: str(min(LARGEST, names.largest))}
    first = told(api, kind.several, params={**asking.params, **size})
    rows = list(rows_of(first, kind.several))
    pages = (first.get("meta") or {}).get("total_pages", 1)
    if pages > 1:
        last = {**asking.params, **size, names.number: str(pages)}
        rows += rows_of(told(api, kind.several, params=last), kind.several)
    return rows


def asking_for(kind: Kind, api: Api, known: tuple[Any, ...], chance: Random) -> Asking:
    """How the list of a kind is asked for."""
    found = [one for one in askings(known, api, chance) if one.key == kind.several]
    return found[0] if found else Asking(kind.several, {})
