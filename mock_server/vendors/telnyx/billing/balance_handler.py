"""What an account has now."""

from __future__ import annotations

import orjson

from mock_server.exchange import Request, Response
from mock_server.ledger.money import balance
from mock_server.vendor import Context
from mock_server.vendors.telnyx.billing.customer import paying_customer
from mock_server.vendors.telnyx.billing.money_text import money_text


def get_balance(request: Request, context: Context) -> Response:
    """The account's funds, to the last digit of what its records cost."""
    whose = paying_customer(request, context)
    found = balance(whose.dataset, whose.account_id, whose.now_ms)
    told = {
        "record_type": "balance",
        "pending": money_text(found.pending),
        "balance": money_text(found.amount),
        "credit_limit": money_text(found.credit_limit),
        "available_credit": money_text(found.available),
        "currency": found.currency,
    }
    return Response(200, orjson.dumps({"data": told}))
