"""Finding detail records: conditions on fields, turned into filters of the ledger and pages."""

from mock_server.vendors.telnyx.search.conditions import OPERATORS, Condition
from mock_server.vendors.telnyx.search.places import Found, Row, Search, found, lines
from mock_server.vendors.telnyx.search.sources import Span
from mock_server.vendors.telnyx.search.wishes import ALWAYS, Wish, search

__all__ = [
    "ALWAYS", "OPERATORS", "Condition", "Found", "Row", "Search", "Span", "Wish", "found", "lines",
    "search",
]  # fmt: skip
