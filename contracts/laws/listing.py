"""Lists in pages: how the next one is asked for, and what an answer holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.api import Api
from contracts.contract import Promise
from contracts.laws.asking import asked, content
from contracts.laws.law import Inconclusive
from contracts.laws.questions import Asking
from contracts.observed import Json, Observed

LARGEST = 250
"""The largest page that is asked for, where the document allows no more."""


@dataclass(frozen=True, slots=True)
class Paging:
    """The names of the parameters for a page's number, from 1 on, and for its size."""

    number: str
    size: str
    largest: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Args:
        meta: what the answer tells of the list; empty where it tells nothing.
        seen: the exchange.
    """

    rows: list[Json]
    meta: dict[str, Any]
    seen: Observed


def paging(promise: Promise) -> Paging | None:
    """How the document says that pages are asked for; None where it has none."""
    named = {one.name: one for one in promise.operation.parameters if one.location == "query"}
    page = named.get("page")
    if page is not None and page.style == "deepObject":
        sizes = page.schema.get("properties", {}).get("size", {})
        return Paging("page[number]", "page[size]", _largest(sizes))
    for number, size in (("page[number]", "page[size]"), ("page", "per_page")):
        if number in named and size in named:
            return Paging(number, size, _largest(named[size].schema))
    return None


def _largest(schema: Json) -> int:
    return min(LARGEST, int(schema.get("maximum", LARGEST)))


def page(api: Api, asking: Asking, number: int, size: int) -> Page:
    """A page of a list that has `paging`; `size` 0 means as large as may be.

    Raises:
        Inconclusive: it was not told, or there is no list in the answer.
    """
    names = paging(api.contract.promises[asking.key])
    if names is None:
        raise Inconclusive(f"{asking.key} has no pages")
    paged = {names.number: str(number), names.size: str(size or names.largest)}
    seen = asked(api, asking.key, params={**asking.params, **paged})
    body = content(seen)
    meta = body.get("meta") if isinstance(body, dict) else None
    return Page(rows_of(body, asking.key), meta if isinstance(meta, dict) else {}, seen)


def rows_of(body: Json, key: str) -> list[Json]:
    """The list in an answer: itself, or the first of its members that is one.

    Raises:
        Inconclusive: there is none.
    """
    members = [body, *body.values()] if isinstance(body, dict) else [body]
    for one in members:
        if isinstance(one, list):
            return one
    raise Inconclusive(f"the answer of {key} has no list")
