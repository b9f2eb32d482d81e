"""Billing groups as the tests make, list and miss them."""

from __future__ import annotations

from typing import Any

from tests.vendors.telnyx.asking import Telnyx, fine
from tests.vendors.telnyx.money_truth import dataset

NOBODYS = "5d8f1b1e-7f0a-4a55-9a3c-2f6f9d9f0c11"
PAGE = "https://developers.telnyx.com/docs/overview/errors/"
KEY, OTHER = "KEY0001", "KEY0002"


def made(api: Telnyx, name: str, key: str = KEY) -> Any:
    return fine(api.post("/billing_groups", {"name": name}, key))["data"]


def listed(api: Telnyx, key: str = KEY) -> list[Any]:
    found: list[Any] = api.data("/billing_groups", key, **{"page[size]": 250})
    return found


def first_ones(api: Telnyx, key: str = KEY) -> list[Any]:
    return listed(api, key)[: len(dataset(api).account(key).connections)]


def missing() -> dict[str, Any]:
    return {
        "code": 10005,
        "title": "Resource not found",
        "detail": "The requested resource or URL could not be found.",
        "meta": {"url": f"{PAGE}10005"},
    }


def unfit(detail: str, code: int = 10027, title: str = "Unprocessable entity") -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "detail": detail,
        "source": {"pointer": "/name"},
        "meta": {"url": f"{PAGE}{code}"},
    }
