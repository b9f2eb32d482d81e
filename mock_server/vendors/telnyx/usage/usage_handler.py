"""Usage by product: `GET /usage_reports`, and what can be asked there."""

from __future__ import annotations

import orjson

from mock_server.exchange import Request, Response
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.moments import ms_of
from mock_server.vendors.telnyx.pages import LARGEST, Paging, deep
from mock_server.vendors.telnyx.refusals import invalid
from mock_server.vendors.telnyx.totals.managed import covered
from mock_server.vendors.telnyx.usage.products import PRODUCTS
from mock_server.vendors.telnyx.usage.question import Question, question, unknown_product
from mock_server.vendors.telnyx.usage.report import UsageRow, as_csv, as_json, usage_report
from mock_server.vendors.telnyx.usage.sums import MOST_ROWS, TooManyRows


def get_usage_reports(request: Request, context: Context) -> Response:
    """Answer with a page of a report.

    CSV holds all rows when no page is asked for: nothing in it could tell that there are more.
    ASSUMED.
    """
    asked = question(request.query, context.clock())
    as_text = request.query.get("format") == "csv"
    everything = as_text and "page" not in request.query
    paging = Paging(1, LARGEST) if everything else deep(request)
    rows = _rows(asked, request, context)
    page = paging.of(rows)
    if as_text:
        return Response(200, as_csv(page, asked).encode(), "text/csv")
    data = [as_json(row, asked) for row in page]
    return Response(200, orjson.dumps({"data": data, "meta": paging.meta(len(rows))}))


def list_usage_options(request: Request, context: Context) -> Response:
    """Answer with what products can be told by and counted in."""
    product = request.query.get("product")
    if product is not None and product not in PRODUCTS:
        raise unknown_product()
    names = PRODUCTS if product is None else (product,)
    return Response(200, orjson.dumps({"data": [_options(name) for name in names]}))


def _rows(asked: Question, request: Request, context: Context) -> list[UsageRow]:
    dataset = context.backing.dataset(request.start)
    accounts = covered(dataset, request.account, (), every=asked.managed)
    try:
        return usage_report(dataset, accounts, asked, ms_of(context.clock()))
    except TooManyRows:
        why = f"More than {MOST_ROWS} rows: ask for fewer dimensions or for a shorter period."
        raise invalid("dimensions", why) from None


def _options(product: str) -> dict[str, Json]:
    """Source of null for no record types: M1 of specs/telnyx/SOURCE.toml."""
    usage = PRODUCTS[product]
    offered: dict[str, Json] = {
        "product_dimensions": list(usage.offered),
        "product_metrics": list(usage.metrics),
    }
    types = [{"record_type": name, **offered} for name in usage.record_types]
    return {"product": product, **offered, "record_types": types or None}
