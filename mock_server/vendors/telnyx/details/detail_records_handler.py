"""Records of any type: `GET /detail_records`."""

from __future__ import annotations

from collections.abc import Sequence

from mock_server.exchange import Rejection, Request, Response
from mock_server.vendor import Context
from mock_server.vendors.telnyx.details.detail_filter import asked
from mock_server.vendors.telnyx.details.record_lists import listed, record_list
from mock_server.vendors.telnyx.pages import deep
from mock_server.vendors.telnyx.records import Options, RecordType
from mock_server.vendors.telnyx.search import Wish

MOST_ROWS = 50
"""Of a page; larger sizes are cut to it without a word. Source: M1 of specs/telnyx/SOURCE.toml."""


def search_records(request: Request, context: Context) -> Response:
    """Answer with a page of records of one type."""
    settings = context.backing.settings
    refuses_unknown = settings["unknown_filter"] == "refused"
    wanted = asked(request, context.clock(), refuses_unknown=refuses_unknown)
    sort = request.query.get("sort")
    fields = [str(one) for one in sort] if isinstance(sort, list) else []
    descending = newest_first(fields, wanted.record_type, refuses_unknown=refuses_unknown)
    paging = deep(request, most=MOST_ROWS)
    if not wanted.is_known:
        return listed([], 0, paging)
    wish = Wish(wanted.record_type, wanted.conditions, wanted.span, descending)
    return record_list(request, context, wish, paging, Options.of(settings))


def newest_first(sort: Sequence[str], record_type: RecordType, *, refuses_unknown: bool) -> bool:
    """The order of the type's time field, the newest first unless that is asked to be otherwise.

    Other fields do not change the order. Source: M1 of specs/telnyx/SOURCE.toml, where `sort` was
    seen to do nothing at all.

    Raises:
        Rejection: 400, there is no such field. Source: K, and only for newer versions; that the
            code is 10015 is ASSUMED.
    """
    unknown = [one for one in sort if one.removeprefix("-") not in record_type.makers]
    if unknown and refuses_unknown:
        why = "Invalid sorting value"
        raise Rejection("invalid", 400, why, parameter="sort", vendor_code="10015")
    return record_type.time_field not in sort
