"""Records of REPORTS-USAGE: this server's own requests for reports, which no ledger makes up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

import orjson

from mock_server.spec.operation import Json

Job: TypeAlias = Literal["SYNC_JOB_FROM_ID", "SYNC_JOB_FROM_DATES", "ASYNC_JOB"]

PRICE = Decimal("0.0004")
"""Of one record that was handed out, in euros. Source: the vendor's price list of 2020."""

FREE = "REPORTS-USAGE"
"""Asking for one's own requests costs nothing."""


@dataclass(frozen=True, slots=True)
class UsageRecord:
    """One request for records or for a report.

    Args:
        id: a UUID.
        key: the account whose credentials were used.
        account_id: whose records were asked for.
        main_account_id: the account that it belongs to, or itself.
        product: the product that was asked for.
        parameters: the request's, as texts.
        status: how it ended, in the words of a report's states.
        received_at: in UTC, as all moments here.
        started_at: when work on a file began; None for records fetched at once.
        finished_at: None while it goes on.
        items: records that were handed out.
        price: of each of them, in euros, unless they are free.
    """

    id: str
    key: str
    account_id: str
    main_account_id: str
    product: str
    parameters: Mapping[str, str]
    job: Job
    status: str
    received_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    items: int
    price: Decimal = PRICE

    def to_wire(self) -> dict[str, Json]:
        """The record as the API hands it out, in that order."""
        price = Decimal(0) if self.product == FREE else self.price
        return {
            "acc": self.key,
            "product_type": "reports",
            "date_received": _moment(self.received_at),
            "date_started": _moment(self.started_at) if self.started_at else None,
            "date_finished": _moment(self.finished_at) if self.finished_at else "",
            "status": self.status,
            "account_id": self.account_id,
            "master_account_id": self.main_account_id,
            "request_product": self.product,
            "request_params": dict(self.parameters),
            "items_written": str(self.items),
            "job_type": self.job,
            "is_charged": "TRUE" if price else "FALSE",
            "price": _amount(price),
            "total_price": _amount(price * self.items),
            "currency": "EUR",
            "tier_volume": None,
            "id": self.id,
        }

    def to_cells(self) -> list[str]:
        """The same for a file: nothing is empty, and what was asked for is JSON in a cell."""
        return [_cell(value) for value in self.to_wire().values()]


def _cell(value: Json) -> str:
    return orjson.dumps(value).decode() if isinstance(value, dict) else str(value or "")


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _amount(amount: Decimal) -> str:
    """Without an exponent, and without zeros that say nothing."""
    return f"{amount:f}".rstrip("0").rstrip(".") if amount else "0"
