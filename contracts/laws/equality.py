"""Equal requests give equal answers."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from contracts.api import Api
from contracts.finding import Finding
from contracts.laws.law import Law


def _tried(api: Api, chance: Random) -> Iterator[Finding]:
    for key, promise in api.contract.promises.items():
        operation = promise.operation
        if operation.method != "GET" or any(one.required for one in operation.parameters):
            continue
        first, second = api.ask(key), api.ask(key)
        if first.status == second.status == 200 and first.json != second.json:
            yield Finding(
                check="equal_requests_equal_answers",
                operation=key,
                status=200,
                pointer="",
                keyword="equal-requests",
                expected="the same answer to the same request",
                actual="two different ones",
            )


EQUAL_REQUESTS = Law(
    name="equal_requests_equal_answers",
    says="Equal requests give equal answers while nothing changes.",
    applies=lambda api: True,
    tried=_tried,
)
