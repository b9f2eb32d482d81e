"""Pages of records: some of a window's matches at a time, each of them once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mock_server.ledger.finding import find
from mock_server.ledger.mix import Integers
from mock_server.ledger.selection import Selection


@dataclass(frozen=True, slots=True)
class Page:
    """Some records, and where the next ones begin.

    Args:
        indexes: ascending, whatever the order of the walk.
        next: the index that the next page begins with; None when this is the last one.
    """

    indexes: Integers
    next: int | None


def page(
    selection: Selection, window: tuple[int, int], limit: int, descending: bool = False
) -> Page:
    """The first matches of a window of indexes, or the last ones.

    Args:
        selection: which records are wanted.
        window: [begin, end); of a later page: beginning, or when descending ending after, with
            what `next` said.
        limit: records of a page, at least 1.
        descending: from the newest to the oldest.
    """
    found, count = [], 0
    for indexes in find(selection, *window, descending=descending, near=limit + 1):
        found.append(indexes)
        count += len(indexes)
        if count > limit:
            break
    ordered = np.concatenate(found[::-1] if descending else found) if found else _NOTHING
    if count <= limit:
        return Page(ordered, None)
    if descending:
        return Page(ordered[count - limit :], int(ordered[count - limit - 1]))
    return Page(ordered[:limit], int(ordered[limit]))


_NOTHING = np.empty(0, np.int64)
