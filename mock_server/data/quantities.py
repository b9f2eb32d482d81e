"""How large numbers are, by their names; all ranges are assumed unless they are definitions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Range = tuple[Fraction, Fraction]


def _range(low: float, high: float) -> Range:
    return Fraction(str(low)), Fraction(str(high))


# Names that say how large a number is, whatever an example says.
CERTAIN: Mapping[str, Range] = {
    **dict.fromkeys(("latitude", "lat"), _range(-60, 70)),
    **dict.fromkeys(("longitude", "lng", "lon", "long"), _range(-170, 170)),
    **dict.fromkeys(("percentage", "percent", "pct"), _range(0, 100)),
    **dict.fromkeys(("ratio", "probability", "confidence", "fraction"), _range(0, 1)),
    "year": _range(2024, 2025),
    "month": _range(1, 12),
    "day": _range(1, 28),
    "hour": _range(0, 23),
    **dict.fromkeys(("minute", "second"), _range(0, 59)),
    **dict.fromkeys(("page", "page_number", "current_page"), _range(1, 1)),
    **dict.fromkeys(("page_size", "per_page"), _range(20, 50)),
    **dict.fromkeys(("total_pages", "page_count"), _range(1, 5)),
    "age": _range(18, 90),
    "port": _range(1024, 49151),
    **dict.fromkeys(("http_status", "status_code", "response_code"), _range(200, 200)),
}
# Names that say it as long as no example does.
LIKELY: Mapping[str, Range] = {
    **dict.fromkeys(("id", "number"), _range(100_000, 999_999)),
    **dict.fromkeys(("count", "total", "total_count", "total_results"), _range(0, 500)),
    **dict.fromkeys(("sent", "delivered", "received", "failed", "errors"), _range(0, 500)),
    **dict.fromkeys(("parts", "segments", "retries", "attempts", "retry"), _range(1, 3)),
    **dict.fromkeys(("quantity", "qty", "priority", "rank"), _range(1, 10)),
    **dict.fromkeys(("index", "offset", "order", "position"), _range(0, 20)),
    **dict.fromkeys(("score", "rating"), _range(1, 5)),
    **dict.fromkeys(("duration", "seconds", "sec", "secs", "ttl", "timeout"), _range(1, 600)),
    **dict.fromkeys(("ms", "millis", "milliseconds", "latency"), _range(5, 900)),
    **dict.fromkeys(("amount", "cost", "price", "total_amount", "subtotal"), _range(0.5, 500)),
    **dict.fromkeys(("balance", "credit_limit", "available_credit"), _range(10, 2000)),
    **dict.fromkeys(("rate", "fee", "unit_price", "tax"), _range(0.01, 5)),
    **dict.fromkeys(("size", "bytes", "file_size", "content_length"), _range(512, 2_000_000)),
    **dict.fromkeys(("width", "height"), _range(100, 2000)),
    "weight": _range(0.1, 50),
    "version": _range(1, 9),
    "temperature": _range(-5, 35),
    "code": _range(10_000, 99_999),
}
