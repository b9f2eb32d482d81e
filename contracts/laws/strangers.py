"""Who does not say who they are is refused."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from uuid import UUID

from contracts.api import Api
from contracts.contract import Promise
from contracts.laws.law import Breach, Inconclusive, Law, NoData, Told
from contracts.observed import ANONYMOUS, Observed

NAME = "strangers_are_refused"
broken = Breach(NAME)


def guarded(promise: Promise) -> bool:
    """Whether every way to call it needs credentials."""
    security = promise.operation.security
    return bool(security) and all(security)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    tried = [one for one in api.contract.promises.values() if guarded(one)]
    if api.kind == "live":
        tried = [chance.choice([one for one in tried if one.operation.method == "GET"])]
    if not tried:
        raise NoData("no operation needs credentials")
    for promise in tried:
        observed = as_stranger(api, promise, chance)
        if observed.status == 429 or observed.status >= 500:
            yield Inconclusive(f"{promise.key} was answered with {observed.status}")
        elif observed.status not in {401, 403}:
            yield broken(
                promise.key,
                "401 or 403 without credentials",
                str(observed.status),
                status=observed.status,
            )


def as_stranger(api: Api, promise: Promise, chance: Random) -> Observed:
    """Ask without credentials, for ids that nobody has."""
    path = promise.operation.path
    for parameter in promise.operation.parameters:
        if parameter.location == "path":
            nobody = UUID(int=chance.getrandbits(128), version=4)
            path = path.replace("{" + parameter.name + "}", str(nobody))
    request = api.client.build_request(
        promise.operation.method,
        api.url(promise, path),
        json={} if promise.operation.body else None,
        extensions={ANONYMOUS: True},
    )
    for alternative in promise.operation.security:
        for scheme in alternative:
            request.headers.pop(scheme.parameter or "authorization", None)
    return api.exchange(promise, request, source="law")


STRANGERS = Law(
    name=NAME,
    says="An operation that needs credentials refuses whoever has none.",
    applies=lambda api: any(guarded(one) for one in api.contract.promises.values()),
    tried=_tried,
    requests=70,
)
