"""Pages of lists, in the vendor's dialects, and the `meta` that goes with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from mock_server.exchange import Rejection, Request
from mock_server.spec.operation import Json

T = TypeVar("T")

SIZE = 20
"""Of a page, when none is asked for. Source: S of specs/telnyx/SOURCE.toml."""

LARGEST = 2**31 - 1
"""Page numbers and sizes are of 32 bits. Source: S of specs/telnyx/SOURCE.toml."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked for.

    Args:
        number: from 1 on.
        size: rows of a page.
    """

    number: int = 1
    size: int = SIZE

    @property
    def span(self) -> tuple[int, int]:
        """The places [begin, end) of its rows."""
        begin = (self.number - 1) * self.size
        return begin, begin + self.size

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows of this page."""
        begin, end = self.span
        return rows[begin:end]

    def meta(self, total: int) -> dict[str, Json]:
        """What is said of the list. An empty one has no page. Source: M1 of SOURCE.toml."""
        return {
            "total_pages": -(-total // self.size),
            "total_results": total,
            "page_number": self.number,
            "page_size": self.size,
        }


def deep(request: Request, size: int = SIZE, most: int = LARGEST) -> Paging:
    """`page[number]` and `page[size]` as members of one parameter.

    Args:
        size: when none is asked for.
        most: larger pages are cut to this size without a word.

    Raises:
        Rejection: 400, there is no such page.
    """
    page = request.query.get("page")
    given: Mapping[str, Any] = page if isinstance(page, Mapping) else {}
    return _paging(given, ("number", "size"), size, most)


def flat(request: Request, size: int = SIZE) -> Paging:
    """The same two as parameters of those names, brackets and all."""
    return _paging(request.query, ("page[number]", "page[size]"), size, LARGEST)


def per_page(request: Request, size: int = SIZE) -> Paging:
    """`page` and `per_page`."""
    return _paging(request.query, ("page", "per_page"), size, LARGEST)


def _paging(given: Mapping[str, Any], names: tuple[str, str], size: int, most: int) -> Paging:
    number, wanted = (given.get(name) for name in names)
    found = 1 if number is None else number, size if wanted is None else wanted
    if not all(isinstance(one, int) and 1 <= one <= LARGEST for one in found):
        raise Rejection("invalid", 400, "Invalid pagination", vendor_code="10015")
    return Paging(found[0], min(found[1], most))
