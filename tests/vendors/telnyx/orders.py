"""Reports on orders of numbers as the tests order and read them."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

from tests.vendors.telnyx.asking import Telnyx

KEY, OTHER = "KEY0001", "KEY0002"
PATH = "/sub_number_orders_report"
NOBODYS = "5d8f1b1e-7f0a-4a55-9a3c-2f6f9d9f0c11"
HEADER = (
    "id,order_request_id,is_block_sub_number_order,status,phone_number_type,requirements_met,"
    "phone_numbers_count,country_code,user_id,customer_reference,created_at,updated_at"
)
Row = dict[str, str]


def ordered(api: Telnyx, filters: Any = None, key: str = KEY) -> Any:
    answer = api.post(PATH, filters, key)
    assert answer.status_code == 202, answer.text
    return answer.json()["data"]


def text_of(api: Telnyx, filters: Any = None, key: str = KEY) -> str:
    report = ordered(api, filters, key)
    api.now += timedelta(seconds=1)
    return api.get(f"{PATH}/{report['id']}/download", key).text


def rows_of(api: Telnyx, filters: Any = None, key: str = KEY) -> list[Row]:
    return list(csv.DictReader(StringIO(text_of(api, filters, key))))


def missing() -> dict[str, Any]:
    return {
        "code": "10005",
        "title": "Resource not found",
        "detail": "The requested resource or URL could not be found.",
        "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10005"},
    }
