"""What a request for records asks, checked as far as that goes without looking at any record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mock_server.exchange import Rejection, Request
from mock_server.ledger.cursor import CursorError, Cursors, Place, Sealed
from mock_server.vendor import Context
from mock_server.vendors.vonage.access import account_of
from mock_server.vendors.vonage.records import PRODUCTS, ReportProduct, kept_from_ms
from mock_server.vendors.vonage.unfit import MISSING, check, unfit
from mock_server.vendors.vonage.window import DAY_MS, Window, moment_at, ms_of, window

MOST = 1000
"""Records on a page. Source: S4 of specs/vonage/SOURCE.toml."""

NOT_WITH_IDS = ("date_start", "date_end", "status", "cursor", "iv")
"""Source: S1 for dates and status, S4 for the others. What else does not go with ids is ignored, as
S7 has it."""

PAGING = frozenset({"cursor", "iv"})


@dataclass(frozen=True, slots=True)
class Question:
    """A request for records, understood.

    Args:
        account: whose records.
        parameters: all of them, decoded, defaults filled in.
        now: when it was asked.
        as_of_ms: the moment at which records are looked at: when the first page was asked for.
        span: that was asked for, in ms; None when ids were.
        begin: where this page begins; None for the first page.
    """

    account: str
    product: ReportProduct
    parameters: Mapping[str, Any]
    now: datetime
    as_of_ms: int
    span: Window | None
    begin: Place | None

    @property
    def ids(self) -> list[str]:
        return [str(one) for one in self.parameters.get("id", ())]

    @property
    def limit(self) -> int:
        """Records on a page; where nobody checked requests, as many as is allowed."""
        wanted: int = self.parameters.get("limit", MOST)
        return min(max(1, wanted), MOST)

    @property
    def ledger(self) -> str | None:
        """The ledger's product that has the records."""
        return self.product.ledger_product(self.parameters.get("type"))

    @property
    def kept(self) -> Window:
        """What is kept still of the span: older records are gone, and nobody says so."""
        begin, end = self.span or (0, self.as_of_ms + 1)
        return max(begin, kept_from_ms(self.product, self.as_of_ms)), end

    def text(self) -> str:
        """What a cursor belongs to: the same for all pages of a walk."""
        asked = ((name, one) for name, one in self.parameters.items() if name not in PAGING)
        return repr((self.account, sorted(asked)))


def question(request: Request, context: Context) -> Question:
    """What is asked.

    Raises:
        Rejection: 403 or 422, it cannot be answered.
    """
    parameters = request.query
    product = product_of(parameters)
    account = account_of(request, context, parameters.get("account_id"))
    check(product, parameters)
    now = context.clock()
    asked = Question(account, product, parameters, now, ms_of(now), None, None)
    if asked.ledger is None and product.ledger:
        raise unfit(("type", f"{parameters['type']!r} is no type of conversation"))
    if "id" in parameters:
        unwelcome = [name for name in NOT_WITH_IDS if name in parameters]
        if unwelcome:
            raise Rejection("invalid_filter", 422, parameters=", ".join(unwelcome))
        return asked
    return dated(asked, opened(asked, cursors(request, context)), context)


def product_of(parameters: Mapping[str, Any]) -> ReportProduct:
    """The product; the document lets no other through unless all it checks are types."""
    name = str(parameters.get("product", ""))
    if name not in PRODUCTS:
        raise unfit(("product", f"{name!r} is no product" if name else MISSING))
    return PRODUCTS[name]


def cursors(request: Request, context: Context) -> Cursors:
    return Cursors(context.backing.dataset(request.start).fingerprint)


def opened(asked: Question, seals: Cursors) -> Place | None:
    """Where the page begins, None for the first one. ASSUMED: the words of all refusals."""
    cursor, iv = (asked.parameters.get(name) for name in ("cursor", "iv"))
    if cursor is None and iv is None:
        return None
    if cursor is None or iv is None:
        raise unfit(("cursor" if cursor is None else "iv", MISSING))
    try:
        return seals.open(Sealed(cursor, iv), asked.text())
    except CursorError as error:
        raise unfit(("cursor", CURSOR_REFUSALS[error.reason])) from None


CURSOR_REFUSALS = {
    "forged": "cursor and iv are not a pair that was given out here",
    "other dataset": "cursor belongs to other records: the server's seed or settings differ",
    "other request": "cursor belongs to another request: send all parameters of the first page",
}


def dated(asked: Question, begin: Place | None, context: Context) -> Question:
    """The question with its span of time, which stays that of the first page.

    With the setting `sync_window` at "24h" a span that was given may be a day long. ASSUMED: that
    the 7 days for which the vendor's clients need no dates are not refused, and the words.
    """
    as_of_ms = begin.as_of_ms if begin else asked.as_of_ms
    start, end = (asked.parameters.get(name) for name in ("date_start", "date_end"))
    span = window(start, end, moment_at(as_of_ms))
    is_strict = context.backing.settings["sync_window"] == "24h"
    if is_strict and start is not None and span[1] - span[0] > DAY_MS:
        raise unfit(("date_end", "date_end must be at most 24 hours after date_start"))
    return Question(
        asked.account, asked.product, asked.parameters, asked.now, as_of_ms, span, begin
    )
