"""Requests that an API takes, as the ground on which others differ in one thing.

Cases with every optional parameter at once are right by the document and refused by the vendor, and
what they are about is then never looked at. So a case is built again upon a request that was
answered, and a right one that is refused is asked again without what the refusal names.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import orjson

from contracts.cases.learned import leaves
from contracts.cases.sent import Sent
from contracts.contract import Promise
from contracts.observed import NOT_JSON, Observed

Json = Any

WHOLE = frozenset({"query", "header", "path", "body", "cookie"})


def upon(base: Sent, sent: Sent) -> Sent:
    """The base with only that of the case which the case is about."""
    if not sent.aim or sent.aim & WHOLE or sent.json is not NOT_JSON:
        return sent
    own = tuple(pair for pair in sent.query if is_of(pair[0], sent.aim))
    rest = tuple(pair for pair in base.query if not is_of(pair[0], sent.aim))
    return replace(sent, query=rest + own, learned=sent.learned or base.learned)


def leaner(promise: Promise, sent: Sent, refusal: Observed) -> Sent | None:
    """The request without the optional parts that the refusal names, else without all of them."""
    kept = required(promise) | sent.aim
    blamed = {text for _, text in leaves(refusal.json)} if is_json(refusal) else set()
    without = without_parts(sent, blamed - kept)
    if without == sent:
        without = without_parts(sent, names(sent) - kept)
    return None if without == sent else without


def without_parts(sent: Sent, dropped: Collection[str]) -> Sent:
    query = tuple(pair for pair in sent.query if not is_of(pair[0], dropped))
    if not isinstance(sent.json, dict):
        return replace(sent, query=query)
    body = {key: value for key, value in sent.json.items() if key not in dropped}
    content = sent.content if body == sent.json else orjson.dumps(body)
    return replace(sent, query=query, content=content)


def required(promise: Promise) -> frozenset[str]:
    """Names of all that the operation cannot do without."""
    found = {one.name for one in promise.operation.parameters if one.required}
    for media in promise.operation.body.content if promise.operation.body else ():
        if isinstance(media.schema, dict):
            found.update(media.schema.get("required", ()))
    return frozenset(found)


def names(sent: Sent) -> frozenset[str]:
    body = sent.json if isinstance(sent.json, dict) else {}
    return frozenset({name.partition("[")[0] for name, _ in sent.query} | set(body))


def is_of(name: str, names_of: Collection[str]) -> bool:
    """Whether a pair's name is one of these, or an element of one: `page[size]` of `page`."""
    return name in names_of or name.partition("[")[0] in names_of


def is_json(observed: Observed) -> bool:
    return isinstance(observed.json, dict | list)
