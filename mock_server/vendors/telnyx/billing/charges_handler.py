"""What numbers and features cost in a period: summed up, and number by number."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import orjson

from mock_server.exchange import Request, Response
from mock_server.ledger.money import Charge, charges
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.billing.charges_breakdown import csv, results
from mock_server.vendors.telnyx.billing.charges_period import Period, period
from mock_server.vendors.telnyx.billing.charges_summary import CreditSign, summary
from mock_server.vendors.telnyx.billing.customer import Customer, paying_customer
from mock_server.vendors.telnyx.people import email, user_id
from mock_server.vendors.telnyx.refusals import invalid


def get_charges_summary(request: Request, context: Context) -> Response:
    """The totals of a period, with the lines that they come from."""
    asked = period(request)
    if "end_date" not in request.query:
        raise invalid("end_date", "The end date is missing.")
    whose = paying_customer(request, context)
    found = summary(whose, asked, _charged(whose, asked))
    sign = cast("CreditSign", context.backing.settings["credits"])
    told = {"summary": found.lines(), "total": found.totals(sign)}
    return Response(200, orjson.dumps({"data": _head(whose, asked) | told}))


def get_charges_breakdown(request: Request, context: Context) -> Response:
    """Each number with what its services were charged, as JSON or CSV."""
    asked, form = period(request), request.query.get("format", "json")
    if form not in {"json", "csv"}:
        raise invalid("format", "The format must be json or csv.")
    whose = paying_customer(request, context)
    charged = _charged(whose, asked)
    if form == "csv":
        return Response(200, b"".join(csv(whose, charged)), "text/csv")
    told = _head(whose, asked) | {"results": results(whose, charged)}
    return Response(200, orjson.dumps({"data": told}))


def _charged(whose: Customer, asked: Period) -> tuple[Charge, ...]:
    """The charges up to today: what is still to come is not told."""
    end = min(asked.end, whose.today + timedelta(days=1))
    return charges(whose.dataset, whose.account_id, asked.first, end)


def _head(whose: Customer, asked: Period) -> dict[str, Json]:
    return {
        "user_id": user_id(whose.account_id),
        "user_email": email(whose.account_id),
        "start_date": asked.first.isoformat(),
        "end_date": asked.end.isoformat(),
        "currency": whose.account.currency,
    }
