"""Every law holds for the mock, whatever chance draws, and within the requests it says it needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.api import Api
from contracts.laws import LAWS, Law, outcome
from contracts.observed import Observed

SEEDS = (0, 1, 2)
laws = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)


def held(law: Law, api: Api) -> None:
    if not law.applies(api):
        pytest.skip("it does not apply")
    for seed in SEEDS:
        seen: list[Observed] = []
        fresh = replace(api.apart(f"{law.name}-{seed}"), watch=seen.append)

        came = outcome(law, fresh, seed)

        assert (came.verdict, came.findings, came.doubts) == ("conformant", (), ())
        assert len(seen) <= law.requests
        assert law.writes or {one.request.method for one in seen} <= {"GET"} | strange(law)


def strange(law: Law) -> set[str]:
    """Who has no credentials may ask for anything: it is refused."""
    return {"POST", "DELETE", "PATCH"} if law.name == "strangers_are_refused" else set()


@laws
def test_it_holds_for_telnyx(telnyx: Api, law: Law) -> None:
    held(law, telnyx)


@laws
def test_it_holds_for_vonage(vonage: Api, law: Law) -> None:
    held(law, vonage)


def test_every_law_is_tried_on_a_vendor(telnyx: Api, vonage: Api) -> None:
    assert [law.name for law in LAWS if not (law.applies(telnyx) or law.applies(vonage))] == []


def test_equal_seeds_ask_the_same(vonage: Api) -> None:
    law = next(one for one in LAWS if one.name == "windows_tile_time")

    def asked() -> list[str]:
        seen: list[Observed] = []
        outcome(law, replace(vonage.apart("again"), watch=seen.append), 5)
        return [str(one.request.url) for one in seen]

    assert asked() == asked() != []
