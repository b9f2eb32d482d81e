"""The records of the Reports API, as they lie over the ledger.

A product of this API is a view of one of the ledger's: which of its records, which fields in which
order, and what each parameter means for them.
"""

from mock_server.vendors.vonage.records.layouts import Options, layout
from mock_server.vendors.vonage.records.product import PRODUCTS, ReportProduct
from mock_server.vendors.vonage.records.selection import (
    Chosen,
    Found,
    by_ids,
    index_of,
    kept_from_ms,
    selection,
)
from mock_server.vendors.vonage.records.usage import UsageRecord

__all__ = [
    "PRODUCTS", "Chosen", "Found", "Options", "ReportProduct", "UsageRecord", "by_ids", "index_of",
    "kept_from_ms", "layout", "selection",
]  # fmt: skip
