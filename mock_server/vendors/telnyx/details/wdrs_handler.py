"""Data sessions one by one, as the older reports show them: `GET /reports/wdrs`."""

from __future__ import annotations

from collections.abc import Mapping

from mock_server.exchange import Rejection, Request, Response
from mock_server.vendor import Context
from mock_server.vendors.telnyx.details.list_filters import equal_to, made_between
from mock_server.vendors.telnyx.details.record_lists import record_list
from mock_server.vendors.telnyx.pages import deep
from mock_server.vendors.telnyx.records import Options, RecordType
from mock_server.vendors.telnyx.records.others import WDR
from mock_server.vendors.telnyx.search import Wish

MOST_ROWS = 5000
"""Of a page; larger sizes are cut to it without a word. ASSUMED, since the contract names no limit:
the largest page that this vendor has anywhere."""

TYPE = RecordType("wdr", "wireless", WDR, "created_at")

FIELDS: Mapping[str, str] = {
    name: name
    for name in ("id", "mcc", "mnc", "imsi", "sim_group_name", "sim_group_id", "sim_card_id",
                 "phone_number")
}  # fmt: skip


def list_wdrs(request: Request, context: Context) -> Response:
    """Answer with a page of the sessions that match."""
    wish = Wish(TYPE, equal_to(request, FIELDS), made_between(request), newest_first(request))
    return record_list(request, context, wish, deep(request, most=MOST_ROWS), Options())


def newest_first(request: Request) -> bool:
    """Whether the sessions come from the newest on; without a wish from the oldest on.

    They come in order of time, whatever else they are asked to be sorted by: ASSUMED, as was seen
    of detail records (M1 of specs/telnyx/SOURCE.toml).

    Raises:
        Rejection: 400, there is no such field; that the code is 10015 is ASSUMED.
    """
    sort = request.query.get("sort")
    fields = [str(one) for one in sort] if isinstance(sort, list) else []
    if any(one.removeprefix("-") not in WDR for one in fields):
        why = "Invalid sorting value"
        raise Rejection("invalid", 400, why, parameter="sort", vendor_code="10015")
    return "-created_at" in fields
