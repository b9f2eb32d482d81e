"""Pages that lead to each other tile the list."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from contracts.api import Api
from contracts.laws.asking import content, followed, told
from contracts.laws.law import Breach, Law, Told
from contracts.laws.series import Row, Series, busy_window
from contracts.laws.vonage.series import RECORDS, VONAGE_SERIES, asked, product_of
from contracts.observed import Json

NAME = "cursors_tile_the_list"
PAGES = 7
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    series = chance.choice(VONAGE_SERIES)
    window = busy_window(series, api, chance)
    params = asked(api, window, product_of(series))
    whole = told(api, RECORDS, params={**params, "limit": "1000"})
    size = max(2, -(-len(whole["records"]) // PAGES))
    pages = list(_walk(api, {**params, "limit": str(size)}, by_links=chance.random() < 0.5))

    yield from _shown(whole, pages, size)
    yield from _same(series, list(whole["records"]), pages)


def _walk(api: Api, params: dict[str, str], *, by_links: bool) -> Iterator[Json]:
    """Page after page, by links or by cursors; at most two more than there should be."""
    page = told(api, RECORDS, params=params)
    for _ in range(PAGES + 2):
        yield page
        if "next" not in page["_links"]:
            return
        if by_links:
            page = content(followed(api, page["_links"]["next"]["href"]))
        else:
            page = told(api, RECORDS, params={**params, "cursor": page["cursor"], "iv": page["iv"]})


def _shown(whole: Json, pages: list[Json], size: int) -> Iterator[Told]:
    """What the pages tell of themselves: how many are on them, and whether more follow."""
    for number, page in enumerate([whole, *pages]):
        count, last = len(page["records"]), number in {0, len(pages)}
        if page["items_count"] != count:
            said = f"items_count {count} on a page of {count} records"
            yield broken(RECORDS, said, str(page["items_count"]), pointer="/items_count")
        if page["request_status"] != ("SUCCESS" if last else "TRUNCATED"):
            said = "TRUNCATED where more pages follow and SUCCESS on the last"
            yield broken(RECORDS, said, str(page["request_status"]), pointer="/request_status")
        if number and (count > size or (not last and count != size)):
            said = f"{size} records on each page but the last"
            yield broken(RECORDS, said, f"{count} on page {number}", pointer="/limit")


def _same(series: Series, whole: list[Row], pages: list[Json]) -> Iterator[Told]:
    rows = [row for page in pages for row in page["records"]]
    if rows == whole:
        return
    ids, walked = ([row[series.identity] for row in some] for some in (whole, rows))
    yield broken(
        RECORDS,
        f"the {len(ids)} records of {series.name} that one page has, each once and in their order",
        f"{len(walked)} on {len(pages)} pages: {len(set(ids) - set(walked))} are missing, "
        f"{len(walked) - len(set(walked))} are there twice",
        pointer="/records",
    )


CURSORS = Law(
    name=NAME,
    says="Pages that are followed by links or cursors have every record once, in the same order.",
    applies=lambda api: api.has(RECORDS),
    tried=_tried,
    requests=20,
    cost=200,
)
