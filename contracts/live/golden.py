"""The requests of a live file, ready to be sent."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import httpx
import orjson

from contracts.contract import Contract, Promise
from contracts.live.live import Golden, Live
from contracts.live.permission import Order
from contracts.live.words import Words
from contracts.observed import ANONYMOUS


def golden(live: Live, allowed_orders: frozenset[str] = frozenset()) -> tuple[Golden, ...]:
    """What is always asked: first whose credentials they are, and of orders only those allowed."""
    asked = [one for one in live.golden if not one.order or one.order in allowed_orders]
    first = live.identity.golden if live.identity else ""
    return tuple(sorted(asked, key=lambda one: one.name != first))


def golden_request(host: str, promise: Promise, one: Golden, words: Words) -> httpx.Request:
    """The request of a live file as it is sent to a host; credentials are not in it.

    Raises:
        NothingLearned: it needs an answer that there is not.
    """
    path = promise.base + promise.operation.path
    for name, value in one.path.items():
        path = path.replace("{" + name + "}", quote(words.filled(value), safe=""))
    query = urlencode([(name, words.filled(value)) for name, value in one.query], safe=":,")
    return httpx.Request(
        promise.operation.method,
        f"https://{host}{path}" + (f"?{query}" if query else ""),
        content=body(one, words),
        extensions={ANONYMOUS: True} if one.anonymous else {},
    )


def orders(live: Live, names: frozenset[str], words: Words) -> tuple[Order, ...]:
    """What may be created, and with which body."""
    return tuple(
        Order(one.order, one.operation, body(one, words))
        for one in golden(live, names)
        if one.order and one.body is not None
    )


def body(one: Golden, words: Words) -> bytes:
    if one.body is None:
        return b""
    return orjson.dumps({name: words.filled(value) for name, value in one.body.items()})


def promised(contract: Contract, one: Golden) -> Promise:
    return contract.promises[one.operation]
