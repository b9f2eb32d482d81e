"""Charges as the tests read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.vendors.telnyx.asking import Telnyx

KEYS = ("KEY0001", "KEY0002", "KEY0003")


def summary(api: Telnyx, key: str, window: tuple[date, date]) -> Any:
    begin, end = window
    return api.data("/charges_summary", key, start_date=f"{begin}", end_date=f"{end}")


def breakdown(api: Telnyx, key: str, window: tuple[date, date], **query: str) -> Any:
    begin, end = window
    asked = {"start_date": f"{begin}", "end_date": f"{end}", **query}
    return api.data("/charges_breakdown", key, **asked)
