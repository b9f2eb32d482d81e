"""What answers each of Telnyx's operations."""

from __future__ import annotations

from collections.abc import Mapping

from mock_server.vendor import Handler
from mock_server.vendors.telnyx.answering import answered
from mock_server.vendors.telnyx.downloads_handler import download

HANDLERS: Mapping[str, Handler] = {
    operation_id: answered(handler)
    for operation_id, handler in {
        "DownloadReportFile": download,
    }.items()
}

LONG = frozenset({"DownloadReportFile"})
"""Those that look at many records, or send them one after the other."""
