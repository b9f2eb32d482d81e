"""What the API must answer, found without it: every record of a stream is looked at."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.vendors.vonage.asking import KEY, START, wire
from tests.vendors.vonage_records.ledger import NOW, Record, View, everything
from tests.vendors.vonage_records.ledger import wire as shown

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SETTLED = START - 4 * DAY
"""Records from before then do not change any more."""


def asked(view: View, begin: datetime, end: datetime) -> dict[str, Any]:
    """The parameters that show all of a view."""
    more = {"SMS": ("include_message", "show_concatenated"), "MESSAGES": ("include_message",)}
    kind = {"type": view.conversation_type} if view.conversation_type else {}
    everything_of_it = dict.fromkeys(more.get(view.product, ()), "true")
    whose = {"account_id": KEY} if view.product == "VIDEO-API" else {}
    dates = {"date_start": wire(begin), "date_end": wire(end)}
    return {
        "product": view.product,
        **whose,
        **view.parameters,
        **kind,
        **everything_of_it,
        **dates,
    }


def without_dates(parameters: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in parameters.items() if not name.startswith("date_")}


def scan(view: View, begin: datetime, end: datetime, account: str = KEY) -> list[Record]:
    """The same without the API: every record of a stream is looked at, the newest comes first."""
    stream = view.stream(account)
    first, last = (stream.timeline.index_at(round(at.timestamp() * 1000)) for at in (begin, end))
    there = min(last, stream.visible(NOW))
    return shown(view, stream, everything(view, stream, (first, there)))[::-1]
