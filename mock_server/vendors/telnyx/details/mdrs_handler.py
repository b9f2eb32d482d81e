"""Messages one by one, as the older reports show them: `GET /reports/mdrs`."""

from __future__ import annotations

from collections.abc import Mapping

from mock_server.exchange import Request, Response
from mock_server.vendor import Context
from mock_server.vendors.telnyx.details.list_filters import equal_to, made_between
from mock_server.vendors.telnyx.details.record_lists import record_list
from mock_server.vendors.telnyx.pages import Paging
from mock_server.vendors.telnyx.records import Options, RecordType
from mock_server.vendors.telnyx.records.messages import MDR
from mock_server.vendors.telnyx.search import Wish

ONE_PAGE = Paging(1, 250)
"""There is no parameter for another page. That the only one has so many rows is ASSUMED: it is the
largest page of most lists of this vendor."""

TYPE = RecordType("mdr_report", "messaging", MDR, "created_at")

FIELDS: Mapping[str, str] = {
    "id": "id",
    "direction": "direction",
    "profile": "profile_name",
    "cld": "cld",
    "cli": "cli",
    "status": "status",
    "message_type": "message_type",
}
"""The field that each parameter is about."""


def list_mdrs(request: Request, context: Context) -> Response:
    """Answer with the newest messages that match; that they come in this order is ASSUMED."""
    conditions = equal_to(request, FIELDS, lower=frozenset({"direction"}))
    wish = Wish(TYPE, conditions, made_between(request))
    return record_list(request, context, wish, ONE_PAGE, Options())
