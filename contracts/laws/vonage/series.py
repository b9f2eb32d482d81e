"""Vonage's records, by product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from contracts.api import Api
from contracts.laws.asking import content, followed, told
from contracts.laws.law import Inconclusive
from contracts.laws.series import Query, Row, Series, Window

RECORDS = "GET /v2/reports/records"
PAGES = 8


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def asked(api: Api, window: Window, product: Query) -> Query:
    """The parameters of a window of a product's records."""
    whose = {"account_id": api.account} if api.account else {}
    dates = {"date_start": moment(window.begin), "date_end": moment(window.end)}
    return {**product, **whose, **dates}


def walked(api: Api, params: Query) -> list[Row]:
    """All pages, by their links.

    Raises:
        Inconclusive: there are more than a law may read.
    """
    page = told(api, RECORDS, params=params)
    rows = list(page["records"])
    for _ in range(PAGES):
        following = page["_links"].get("next")
        if following is None:
            return rows
        page = content(followed(api, following["href"]))
        rows += page["records"]
    raise Inconclusive(f"{RECORDS} goes on after {PAGES} pages")


def _count(api: Api, window: Window, limit: int, product: Query) -> int:
    page = told(api, RECORDS, params={**asked(api, window, product), "limit": str(limit)})
    return len(page["records"])


def _rows(api: Api, window: Window, more: Query, product: Query) -> list[Row]:
    return walked(api, {**asked(api, window, product), "limit": "100", **more})


def _by_id(api: Api, row: Row, product: Query, identity: str) -> list[Row]:
    """Dates do not go with ids."""
    whose = {"account_id": api.account} if api.account else {}
    return list(
        told(api, RECORDS, params={**product, **whose, "id": str(row[identity])})["records"]
    )


def product_of(series: Series) -> Query:
    """The parameters that name its records."""
    name, *direction = series.name.split()
    return {"product": name, **({"direction": direction[0]} if direction else {})}


WHERE = ("country", "network")


def records(
    name: str, at: str, filters: tuple[str, ...] = (), hours: float = 8, **more: str
) -> Series:
    """The records of a product. A filter has the name of its field."""
    product: Mapping[str, str] = {"product": name, **more}
    return Series(
        key=RECORDS,
        name=" ".join(product.values()),
        identity="id",
        at=at,
        count=partial(_count, product=product),
        rows=partial(_rows, product=product),
        filters={one: one for one in filters},
        by_id=partial(_by_id, product=product, identity="id"),
        typical=timedelta(hours=hours),
    )


VONAGE_SERIES = (
    records("SMS", "date_received", ("status", *WHERE), 0.4, direction="outbound"),
    records("SMS", "date_received", WHERE, 1, direction="inbound"),
    records(
        "MESSAGES", "date_received", ("status", "country", "provider"), 4, direction="outbound"
    ),
    records("VOICE-CALL", "date_start", ("direction", "status", *WHERE), 2),
    records("VOICE-FAILED", "date_start", ("direction", *WHERE), 6),
    records("VOICE-TTS", "creation_date", (), 16),
    records("VERIFY-API", "date_received", ("locale", "number_type", *WHERE), 20),
    records("VERIFY-V2", "date_received", ("status", "locale", "channel", *WHERE), 8),
    records("NUMBER-INSIGHT", "date_received", WHERE, 12),
    records("ASR", "date_start", ("direction",), 20),
    records("AMD", "start_time", (), 24),
    records("WEBSOCKET-CALL", "date_start", (), 24),
)
