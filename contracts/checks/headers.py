"""Headers are those of the document; rate limits and lengths say what can be true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from contracts.checks.documented import response_spec
from contracts.checks.said import Wrong, finding
from contracts.checks.schema import expected
from contracts.checks.telling import shape
from contracts.finding import Finding
from contracts.observed import Observed
from contracts.schema.breaches import breaches
from mock_server.spec.operation import Parameter

Json = Any

HTTP_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d GMT",
    re.ASCII,
)
"""Source: RFC 9110, 5.6.7, the one form that may be sent."""

LIMITS = ("x-ratelimit", "ratelimit", "x-rate-limit")
"""How headers of rate limits begin; "-limit", "-remaining" and "-reset" follow."""


def documented_headers(observed: Observed) -> Iterator[Finding]:
    """A required header is there, and one that is there is of its schema."""
    spec = response_spec(observed.promise.operation, observed.status)
    for header in spec.headers if spec else ():
        text = observed.response.headers.get(header.name)
        where = f"header:{header.name}"
        if text is None and header.required:
            wrong = Wrong("required", "the header, which is required", "nothing", where)
            yield finding(observed, "documented_headers", wrong)
        elif text is not None:
            yield from _of_schema(observed, header, text)


def _of_schema(observed: Observed, header: Parameter, text: str) -> Iterator[Finding]:
    value = header_value(header.schema, text)
    for breach in breaches(header.schema, header.schema, value):
        told = f"text {shape(text)}"
        wrong = Wrong(breach.keyword, expected(breach), told, f"header:{header.name}{breach.at}")
        yield finding(observed, "documented_headers", wrong)


def header_value(schema: Json, text: str) -> Json:
    """A header's text as the type that its schema wants, the text itself where it is not of it."""
    wanted = schema.get("type") if isinstance(schema, dict) else None
    types = wanted if isinstance(wanted, list) else [wanted]
    if "integer" in types and re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        return int(text)
    if "number" in types and re.fullmatch(r"-?\d{1,18}(\.\d{1,18})?", text, re.ASCII):
        return float(text)
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if "array" in types:
        items = schema.get("items", {})
        return [header_value(items, part.strip()) for part in text.split(",")]
    return text


def rate_limits(observed: Observed) -> Iterator[Finding]:
    """Retry-After is seconds or a date; limits are whole numbers, no more left than given."""
    headers = observed.response.headers
    retry = headers.get("retry-after")
    if retry is not None and not is_retry_after(retry):
        wrong = Wrong(
            "retry-after", "seconds or an HTTP date", f"text {shape(retry)}", "header:Retry-After"
        )
        yield finding(observed, "rate_limits", wrong)
    for prefix in LIMITS:
        for name in (f"{prefix}-{word}" for word in ("limit", "remaining", "reset")):
            if name in headers and _count(headers, name) is None:
                told = f"text {shape(headers[name])}"
                wrong = Wrong("rate-limit", "a whole number", told, f"header:{name}")
                yield finding(observed, "rate_limits", wrong)
        given, left = (_count(headers, f"{prefix}-{word}") for word in ("limit", "remaining"))
        if given is not None and left is not None and left > given:
            wrong = Wrong(
                "rate-limit-left", f"at most {given}", str(left), f"header:{prefix}-remaining"
            )
            yield finding(observed, "rate_limits", wrong)


def is_retry_after(text: str) -> bool:
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return True
    try:
        return bool(HTTP_DATE.fullmatch(text)) and bool(parsedate_to_datetime(text))
    except ValueError:
        return False


def _count(headers: httpx.Headers, name: str) -> int | None:
    """A whole number, with whatever a policy adds after it ("100, 100;w=60")."""
    found = re.match(r"\d{1,15}(?=\s*($|[,;]))", headers.get(name, ""), re.ASCII)
    return int(found[0]) if found else None


def length_agrees(observed: Observed) -> Iterator[Finding]:
    """Content-Length is the body's; an answer to HEAD, and of some statuses, has no body."""
    response, told = observed.response, observed.response.headers.get("content-length")
    size = len(response.content)
    if observed.request.method == "HEAD" or observed.status in (204, 304):
        if size:
            wrong = Wrong("body-not-allowed", "no body", f"{size} bytes")
            yield finding(observed, "length_agrees", wrong)
    elif told is not None and "content-encoding" not in response.headers and told != str(size):
        wrong = Wrong("length", f"{size}, as the body is", shape(told), "header:Content-Length")
        yield finding(observed, "length_agrees", wrong)
