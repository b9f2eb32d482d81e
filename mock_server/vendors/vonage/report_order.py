"""Orders of reports: which are refused, what the others mean, and how long they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TypeAlias
from urllib.parse import urlsplit
from uuid import UUID

from mock_server.spec.operation import Json
from mock_server.vendors.vonage.records import PRODUCTS, ReportProduct
from mock_server.vendors.vonage.unfit import check, unfit
from mock_server.vendors.vonage.window import DAY_MS, window

Body: TypeAlias = Mapping[str, Json]

FLAGS = frozenset({"include_message", "show_concatenated", "swapped"})
"""Parameters of products that are true or false."""

LONGEST_WAIT_S = 2.0
"""From the order to the beginning of work on it, at most. Source: examples of S1 and S3."""

PER_MILLION_S = (300.0, 600.0)
"""Seconds that a million records take, at the vendor's speed. Source: S3, 5 to 10 minutes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a body asks for.

    Args:
        parameters: filters and options by name; truth values are such.
        from_ms: the first moment that counts, in ms since 1970; `to_ms` no longer counts.
    """

    product: ReportProduct
    parameters: Body
    include_subaccounts: bool
    callback_url: str
    from_ms: int
    to_ms: int


def read_order(body: Body, now: datetime) -> Order:
    """What a body asks for.

    Raises:
        Rejection: 422, it breaks a rule beyond those of its schema.
    """
    product = PRODUCTS.get(str(body.get("product")))
    if product is None:
        raise unfit(("product", "Could not resolve product name"))
    check(product, body)
    if product.ledger and product.ledger_product(_text(body, "type")) is None:
        raise unfit(("type", f"{body['type']!r} is no type of conversation"))
    from_ms, to_ms = window(_text(body, "date_start"), _text(body, "date_end"), now)
    if to_ms - from_ms > product.kept_days * DAY_MS:
        raise unfit(("date_end", f"date_end must be within {product.kept_days} days"))
    takes = (*product.required, *product.optional)
    return Order(
        product=product,
        parameters={
            name: is_true(body[name]) if name in FLAGS else body[name]
            for name in takes
            if name in body and name != "account_id"
        },
        include_subaccounts=is_true(body.get("include_subaccounts")),
        callback_url=_callback_url(body),
        from_ms=from_ms,
        to_ms=to_ms,
    )


def is_true(value: Json) -> bool:
    """A flag's value; clients write it as a text, too. Source: the vendor's own snippets (S3)."""
    return value is True or value == "true"


def _text(body: Body, name: str) -> str | None:
    """A member that is a text, wherever nobody has seen to it."""
    value = body.get(name)
    return value if value is None else str(value)


def _callback_url(body: Body) -> str:
    url = _text(body, "callback_url") or ""
    try:
        address = urlsplit(url)
        is_web = address.scheme in {"http", "https"} and bool(address.hostname)
    except ValueError:
        is_web = False
    if url and not is_web:
        raise unfit(("callback_url", "callback_url must be an address of http or https"))
    return url


@dataclass(frozen=True, slots=True)
class Fate:
    """What chance settles when an order arrives.

    Args:
        wait: until work on it begins.
        per_million: records.
    """

    report_id: str
    wait: timedelta
    per_million: timedelta

    @classmethod
    def drawn(cls, seed: bytes, ordinal: int, speed: str | int) -> Fate:
        """From a request's seed and the count of orders until it.

        Args:
            speed: how many times faster than the vendor's reports are made, 1 at least; "instant"
                takes no time at all.
        """
        chance = blake2b(b"%b\0%d" % (seed, ordinal), digest_size=32, person=b"vonage report")
        drawn = chance.digest()
        report_id = str(UUID(bytes=drawn[:16], version=4))
        if speed == "instant":
            return cls(report_id, timedelta(), timedelta())
        wait, slowness = (int.from_bytes(drawn[at : at + 8]) / 2**64 for at in (16, 24))
        least, most = PER_MILLION_S
        per_million_s = (least + (most - least) * slowness) / max(1, int(speed))
        return cls(report_id, _ms(LONGEST_WAIT_S * wait), timedelta(seconds=per_million_s))

    def work(self, items: int) -> timedelta:
        """How long a file of so many rows takes."""
        return _ms(self.per_million.total_seconds() * items / 1_000_000)


def _ms(seconds: float) -> timedelta:
    return timedelta(milliseconds=round(seconds * 1000))
