"""Detail records as Telnyx shows them: their types, their fields, and what filters of them mean."""

from mock_server.vendors.telnyx.records.record_types import (
    RECORD_TYPES,
    Options,
    RecordType,
    field,
    layout,
    layout_of,
    streams,
)

__all__ = ["RECORD_TYPES", "Options", "RecordType", "field", "layout", "layout_of", "streams"]
