"""Telnyx's records, one by one: `/detail_records`, and the older `/reports/mdrs` and `/wdrs`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from contracts.api import Api
from contracts.laws.asking import told
from contracts.laws.law import Inconclusive
from contracts.laws.series import Query, Row, Series, Window

DETAILS, MDRS, WDRS = "GET /detail_records", "GET /reports/mdrs", "GET /reports/wdrs"
PAGE = 50
"""More of detail records are not on a page: docs/telnyx.md."""

PAGES = 8
MDRS_SHOWN = 250
"""All that `/reports/mdrs` shows: it has no pages."""


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def period(field: str, window: Window) -> Query:
    return {
        f"filter[{field}][gte]": moment(window.begin),
        f"filter[{field}][lt]": moment(window.end),
    }


def dates(window: Window) -> Query:
    return {"start_date": moment(window.begin), "end_date": moment(window.end)}


def _paged(api: Api, key: str, params: Query, size: int) -> list[Row]:
    """All pages.

    Raises:
        Inconclusive: there are more than was counted before.
    """
    rows: list[Row] = []
    for number in range(1, PAGES + 1):
        paging = {"page[size]": str(size), "page[number]": str(number)}
        answer = told(api, key, params={**params, **paging})
        rows += answer["data"]
        if number >= answer["meta"]["total_pages"]:
            return rows
    raise Inconclusive(f"{key} goes on after {PAGES} pages")


def _total(api: Api, key: str, params: Query) -> int:
    total: int = told(api, key, params=params)["meta"]["total_results"]
    return total


def _detail_count(api: Api, window: Window, limit: int, kind: str, at: str) -> int:
    asked = {"filter[record_type]": kind, "page[size]": "1", **period(at, window)}
    return _total(api, DETAILS, asked)


def _detail_rows(api: Api, window: Window, more: Query, kind: str, at: str) -> list[Row]:
    asked = {"filter[record_type]": kind, **period(at, window), **more}
    return _paged(api, DETAILS, asked, PAGE)


def _detail_by_id(api: Api, row: Row, kind: str, identity: str) -> list[Row]:
    asked = {"filter[record_type]": kind, f"filter[{identity}]": str(row[identity])}
    return list(told(api, DETAILS, params=asked)["data"])


def details(
    kind: str, at: str, fields: tuple[str, ...], hours: float, identity: str = "id"
) -> Series:
    """A type of detail records.

    Args:
        fields: what is filtered by; a filter has a field's name.
    """
    return Series(
        key=DETAILS,
        name=kind,
        identity=identity,
        at=at,
        count=partial(_detail_count, kind=kind, at=at),
        rows=partial(_detail_rows, kind=kind, at=at),
        filters={f"filter[{field}]": field for field in fields},
        by_id=partial(_detail_by_id, kind=kind, identity=identity),
        typical=timedelta(hours=hours),
    )


CALL = ("direction", "connection_id", "tags", "country_code", "sip_response_code")
SPEECH = ("direction", "transcription_engine", "tags")
SESSION = ("mcc", "sim_group_id", "sim_group_name")
MESSAGE = ("direction", "status", "profile_id", "message_type", "country_code", "tags")


def _mdr_count(api: Api, window: Window, limit: int) -> int:
    return _total(api, MDRS, dates(window))


def _mdr_rows(api: Api, window: Window, more: Query) -> list[Row]:
    told_ = told(api, MDRS, params={**dates(window), **more})
    if told_["meta"]["total_results"] > MDRS_SHOWN:
        raise Inconclusive(f"{MDRS} has more than it shows")
    return [_upper(row) for row in told_["data"]]


def _upper(row: Mapping[str, Any]) -> Row:
    """Its directions are asked for in capitals."""
    return {**row, "direction": str(row["direction"]).upper()}


def _mdr_by_id(api: Api, row: Row) -> list[Row]:
    return [_upper(one) for one in told(api, MDRS, params={"id": str(row["id"])})["data"]]


def _wdr_count(api: Api, window: Window, limit: int) -> int:
    return _total(api, WDRS, {**dates(window), "page[size]": "1"})


def _wdr_rows(api: Api, window: Window, more: Query) -> list[Row]:
    return _paged(api, WDRS, {**dates(window), **more}, 250)


def _wdr_by_id(api: Api, row: Row) -> list[Row]:
    return list(told(api, WDRS, params={"id": str(row["id"])})["data"])


TELNYX_SERIES = (
    details("messaging", "created_at", MESSAGE, 0.3, "uuid"),
    details("sip-trunking", "started_at", CALL, 2),
    details("call-control", "started_at", CALL, 5),
    details("wireless", "created_at", SESSION, 16),
    details("stt", "start_time", SPEECH, 20),
    details("verify", "created_at", ("verify_channel_type", "verify_profile_id"), 8),
    Series(
        key=MDRS,
        name="messages",
        identity="id",
        at="created_at",
        count=_mdr_count,
        rows=_mdr_rows,
        filters={
            "direction": "direction",
            "profile": "profile_name",
            "status": "status",
            "message_type": "message_type",
        },
        by_id=_mdr_by_id,
        typical=timedelta(hours=0.3),
    ),
    Series(
        key=WDRS,
        name="data sessions",
        identity="id",
        at="created_at",
        count=_wdr_count,
        rows=_wdr_rows,
        filters={name: name for name in ("mcc", "sim_group_id", "sim_group_name")},
        by_id=_wdr_by_id,
        typical=timedelta(hours=16),
    ),
)
