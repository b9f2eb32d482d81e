"""Pages tile the list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

import orjson

from contracts.api import Api
from contracts.laws.known import LISTS
from contracts.laws.law import Breach, Law, NoData, Shown, Told
from contracts.laws.listing import Page, page, paging
from contracts.laws.questions import Asking, askings
from contracts.laws.trial import each
from contracts.observed import Json

NAME = "pages_tile_the_list"
broken = Breach(NAME)

Pages = dict[int, Page]


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    lists = [one for one in askings(LISTS, api, chance) if paging(api.contract.promises[one.key])]
    if api.kind == "live":
        lists = [chance.choice(lists)]
    yield from each(lists, partial(_of, api=api, chance=chance))


def _of(asking: Asking, api: Api, chance: Random) -> Iterator[Told]:
    size = chance.randint(2, 7)
    double = page(api, asking, 1, 2 * size)
    if len(double.rows) < 2:
        raise NoData(f"the list of {asking.key} has less than two elements")
    size = min(size, len(double.rows) - 1)
    total = _total(api, asking, double)
    last = -(-total // size)
    numbers = sorted({1, 2, chance.randint(1, last), last - 1, last, last + 1} - {0})
    pages = {number: page(api, asking, number, size) for number in numbers}

    yield from _sizes(asking, pages, size, total)
    yield from _joined(asking, pages, double, size)
    yield from _totals(asking, pages, size, total)


def _total(api: Api, asking: Asking, double: Page) -> int:
    """How many there are: as the answer tells, else as many as the largest page has."""
    if isinstance(double.meta.get("total_results"), int):
        return int(double.meta["total_results"])
    return len(page(api, asking, 1, 0).rows)


def _sizes(asking: Asking, pages: Pages, size: int, total: int) -> Iterator[Told]:
    for number, one in pages.items():
        wanted = max(0, min(size, total - (number - 1) * size))
        if len(one.rows) != wanted:
            said = f"{wanted} elements on page {number} of {total} in pages of {size}"
            found = broken(asking.key, said, f"{len(one.rows)}", pointer="/size")
            yield Shown(found, one.seen)
            return


def _joined(asking: Asking, pages: Pages, double: Page, size: int) -> Iterator[Told]:
    """The first two pages are the first of double size; no element is on two pages."""
    two = [_text(row) for number in (1, 2) for row in pages[number].rows]
    if two != [_text(row) for row in double.rows[: 2 * size]]:
        same = len(set(two) & {_text(row) for row in double.rows})
        found = broken(
            asking.key,
            f"pages 1 and 2 of {size} elements to be page 1 of {2 * size}",
            f"{same} of its {len(double.rows)} elements are on them in some order",
            pointer="/order",
        )
        yield Shown(found, pages[2].seen)
    every = [_text(row) for one in pages.values() for row in one.rows]
    if len(set(every)) < len(every) and len(set(map(_text, double.rows))) == len(double.rows):
        twice = len(every) - len(set(every))
        said = f"{len(every)} different elements on pages {', '.join(map(str, pages))}"
        found = broken(asking.key, said, f"{twice} of them are there twice", pointer="/overlap")
        yield Shown(found, _repeating(pages).seen)


def _repeating(pages: Pages) -> Page:
    """The first page with an element that was there before; the last where none has."""
    before: set[bytes] = set()
    for one in pages.values():
        rows = [_text(row) for row in one.rows]
        if before & set(rows) or len(set(rows)) < len(rows):
            return one
        before |= set(rows)
    return one


def _totals(asking: Asking, pages: Pages, size: int, total: int) -> Iterator[Told]:
    """What an answer tells of its list is true of it."""
    for number, one in pages.items():
        true = {
            "total_results": total,
            "total_pages": -(-total // size),
            "page_number": number,
            "page_size": size,
        }
        for name, value in true.items():
            if name in one.meta and one.meta[name] != value:
                said = f"{name} {value} on page {number} of {total} elements, {size} on each"
                actual = str(one.meta[name])
                yield Shown(broken(asking.key, said, actual, pointer=f"/meta/{name}"), one.seen)
                return


def _text(row: Json) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS)


PAGES = Law(
    name=NAME,
    says="Pages have every element of a list once, and what they tell of the list is true.",
    applies=lambda api: any(paging(one) for one in api.contract.promises.values()),
    tried=_tried,
    requests=50,
)
