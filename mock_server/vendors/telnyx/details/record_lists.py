"""Answers that list records: what is found, a page of it, and what is said of the list."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from mock_server.exchange import Request, Response
from mock_server.vendor import Context
from mock_server.vendors.telnyx.moments import ms_of
from mock_server.vendors.telnyx.pages import Paging
from mock_server.vendors.telnyx.records import Options
from mock_server.vendors.telnyx.search import Wish, found, lines, search


def record_list(
    request: Request, context: Context, wish: Wish, paging: Paging, options: Options
) -> Response:
    """A page of the caller's records.

    Raises:
        Rejection: 400, what is asked for makes no sense, or is too much to look at.
    """
    dataset = context.backing.dataset(request.start)
    looked_for = search(wish, dataset, request.account, ms_of(context.clock()))
    page = found(looked_for, *paging.span)
    texts = lines(page.rows, wish.record_type, options, looked_for.now_ms)
    return listed(texts, page.total, paging)


def listed(texts: Sequence[bytes], total: int, paging: Paging) -> Response:
    """The list of some records that are JSON already."""
    meta = orjson.dumps(paging.meta(total))
    return Response(200, b'{"data":[%b],"meta":%b}' % (b",".join(texts), meta))
