"""HEAD agrees with GET where it is offered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

import httpx

from contracts.api import Api
from contracts.laws.asking import answered
from contracts.laws.known import QUESTIONS
from contracts.laws.law import Breach, Inconclusive, Law, NoData, Told
from contracts.laws.questions import Asking, askings
from contracts.laws.trial import each

NAME = "head_agrees_with_get"
DRAWN = 8
NOT_OFFERED = frozenset({404, 405, 501})
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    drawn = list(askings(QUESTIONS, api, chance))
    yield from each(chance.sample(drawn, min(DRAWN, len(drawn))), partial(_of, api=api))


def _of(asking: Asking, api: Api) -> Iterator[Told]:
    seen = answered(api, asking.key, params=asking.params)
    # Not shown to the checks: they would look for the body that the document promises to GET.
    head = api.client.head(seen.request.url)
    offered = asking.key.replace("GET", "HEAD", 1) in api.contract.promises
    if head.status_code in NOT_OFFERED and not offered:
        raise NoData(f"HEAD is not offered for {asking.key}")
    if head.status_code in {401, 403, 429} or head.status_code >= 500:
        raise Inconclusive(f"HEAD for {asking.key} was answered with {head.status_code}")
    for name, one, other in _compared(seen.response, head):
        if one != other:
            yield broken(asking.key, f"{name} {one}, as GET has it", str(other), pointer=name)
    if head.content:
        said = "no body in the answer to HEAD"
        yield broken(asking.key, said, f"{len(head.content)} bytes", pointer="body")


def _compared(got: httpx.Response, head: httpx.Response) -> Iterator[tuple[str, object, object]]:
    yield "status", got.status_code, head.status_code
    if "content-type" in head.headers:
        yield "header:Content-Type", got.headers.get("content-type"), head.headers["content-type"]


HEADS = Law(
    name=NAME,
    says="HEAD is answered as GET is, without the body, wherever it is offered.",
    applies=lambda api: api.kind != "live",
    tried=_tried,
    requests=20,
)
