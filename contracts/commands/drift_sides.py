"""What `understudy drift` needs of APIs and contracts.

It is loaded when one is named: it takes several times as long as two large documents to compare.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

from contracts.accepted import Accepted
from contracts.contract import Contract
from contracts.live.wish import Wish
from contracts.outcome.published import published_contract
from contracts.outcome.sides import Sides, differences
from contracts.outcome.words import is_api
from contracts.running.credentials import all_headers
from contracts.targets.target import Wanted, wanted_contract
from contracts.uses.reading import read_uses
from contracts.uses.use import Uses
from contracts.watch.shown import Shown
from contracts.watch.source import Watched


def shown(old: str, new: str, said: dict[str, Any], accepted: tuple[Accepted, ...]) -> Shown:
    """What differs.

    Raises:
        MockServerError: a side is not what it is said to be.
    """
    return differences(_sides(old, new, said, accepted))


def used(file: Path, side: str, said: dict[str, Any]) -> Uses:
    """What a file says that code uses of an API or a document.

    Raises:
        MockServerError: it cannot be read, or says nothing of that API.
    """
    if is_api(side):
        wanted = Wanted(side.removeprefix("api:").replace("live:", "mock:"), said["specs"])
        return read_uses(file, wanted_contract(wanted))
    return read_uses(file, published_contract(side, "old"))


def _sides(old: str, new: str, said: dict[str, Any], accepted: tuple[Accepted, ...]) -> Sides:
    headers = all_headers(said["headers"], said["bearer_env"], said["basic_env"], os.environ)
    wish = Wish(live=said["live"], account=said["account"], daily=said["daily"])
    watched = Watched(
        "", said["specs"], said["golden"], said["account"], said["seed"], headers, wish
    )
    return Sides(
        old,
        new,
        watched,
        captures=said["captures"],
        record=said["record"],
        learn=not said["no_learn"],
        published=partial(_published, said["published"], new),
        seen=said["seen"],
        accepted=frozenset(one.fingerprint for one in accepted),
    )


def _published(word: str, new: str) -> Contract | None:
    return published_contract(word, new.partition(":")[2]) if word else None
