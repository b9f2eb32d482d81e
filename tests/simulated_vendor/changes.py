"""What a vendor might change from one day to the next, each with the right verdict.

"drift" contradicts our document, "undocumented" is not in it, "novelty" is allowed by it and was
never seen. The verdicts were decided by reading the documents, not by running the comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from contracts.lattice.settling import Class

Json = Any


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Json


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the vendor does differently from now on, seen in one golden request."""

    name: str
    vendor: str
    golden: str
    changed: Callable[[Answer], Answer]
    expected: Class


Edit = Callable[[Json], Json]

Told = tuple[str, str, Callable[[Answer], Answer], Class]
"""Name, golden request, what changes, the right verdict."""


def at(place: str, edit: Edit) -> Callable[[Answer], Answer]:
    """Edits each value at a place of the body, such as "records/*/price"."""
    parts = place.split("/") if place else []
    return lambda answer: replace(answer, body=_edited(answer.body, parts, edit))


def _edited(value: Json, parts: list[str], edit: Edit) -> Json:
    if not parts:
        return edit(value)
    if parts[0] == "*" and isinstance(value, list):
        return [_edited(one, parts[1:], edit) for one in value]
    if isinstance(value, dict) and parts[0] in value:
        return {**value, parts[0]: _edited(value[parts[0]], parts[1:], edit)}
    return value


def without(name: str) -> Edit:
    return lambda value: {key: one for key, one in value.items() if key != name}


def renamed(name: str, new: str) -> Edit:
    return lambda value: {new if key == name else key: one for key, one in value.items()}


def added(name: str, what: Json) -> Edit:
    return lambda value: {**value, name: what}


def always(what: Json) -> Edit:
    return lambda value: what


def every(count: int, edit: Edit) -> Edit:
    """Edits every so-many-th element of a list."""
    return lambda values: [edit(one) if n % count == 0 else one for n, one in enumerate(values)]


def status(code: int) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, status=code)


def header(name: str, value: str | None) -> Callable[[Answer], Answer]:
    def changed(answer: Answer) -> Answer:
        others = {key: one for key, one in answer.headers.items() if key.lower() != name}
        return replace(answer, headers=others if value is None else {**others, name: value})

    return changed


def times(factor: float) -> Edit:
    return lambda value: (
        f"{float(value) * factor:.4f}" if isinstance(value, str) else value * factor
    )


_VONAGE: tuple[Told, ...] = (
    ("a field is gone", "sms", at("records/*", without("country_name")), "drift"),
    (
        "the id is renamed",
        "sms",
        at("records/*", renamed("message_id", "messageId")),
        "undocumented",
    ),
    ("a field is new", "sms", at("records/*", added("fraud_score", 0.3)), "undocumented"),
    ("texts become numbers", "sms", at("records/*/total_price", float), "drift"),
    ("a count becomes a text", "sms", at("items_count", str), "drift"),
    (
        "a cost becomes an object",
        "sms",
        at("records/*/total_price", lambda v: {"amount": v, "currency": "EUR"}),
        "drift",
    ),
    (
        "null where a text was",
        "sms",
        at("records", every(3, added("network_name", None))),
        "drift",
    ),
    ("a new status", "sms", at("records", every(5, added("status", "throttled"))), "novelty"),
    ("statuses in capitals", "sms", at("records/*/status", str.upper), "novelty"),
    (
        "a half of the records lacks a field",
        "sms",
        at("records", every(2, without("country"))),
        "drift",
    ),
    (
        "moments without a zone",
        "sms",
        at("records/*/date_received", lambda v: v[:19]),
        "drift",
    ),
    ("moments as numbers", "sms", at("records/*/date_finalized", always(1760000000)), "drift"),
    ("days for moments", "voice", at("records/*/date_start", lambda v: v[:10]), "drift"),
    (
        "decimals with a comma",
        "sms",
        at("records/*/total_price", lambda v: v.replace(".", ",")),
        "novelty",
    ),
    ("prices in cents", "sms", at("records/*/total_price", times(100)), "novelty"),
    (
        "seconds become milliseconds",
        "voice",
        at("records/*/duration", lambda v: str(int(v) * 1000)),
        "novelty",
    ),
    (
        "ids of another kind",
        "sms",
        at("records/*/id", lambda v: v.replace("-", "")),
        "novelty",
    ),
    ("records are empty", "sms", at("records", always([])), "novelty"),
    ("records in an envelope", "sms", at("records", lambda v: {"items": v}), "drift"),
    ("no links", "sms", at("", without("_links")), "drift"),
    ("an error without a title", "without_product", at("", without("title")), "drift"),
    (
        "an error in another shape",
        "without_product",
        at("", lambda v: {"error": {"code": 422, "message": "x"}}),
        "undocumented",
    ),
    ("422 becomes 400", "without_product", status(400), "undocumented"),
    ("404 becomes 410", "unknown", status(410), "undocumented"),
    (
        "errors as plain JSON problems",
        "unknown",
        header("content-type", "text/json"),
        "undocumented",
    ),
    (
        "a sunset is announced",
        "sms",
        header("sunset", "Wed, 01 Dec 2027 00:00:00 GMT"),
        "undocumented",
    ),
    ("rate limits are told", "voice", header("x-ratelimit-remaining", "9"), "undocumented"),
)


_TELNYX: tuple[Told, ...] = (
    ("a balance as a number", "balance", at("data/balance", float), "drift"),
    ("no credit limit", "balance", at("data", without("credit_limit")), "novelty"),
    (
        "the envelope is gone",
        "balance",
        lambda a: replace(a, body=a.body["data"]),
        "undocumented",
    ),
    (
        "a new field in the balance",
        "balance",
        at("data", added("auto_recharge", False)),
        "undocumented",
    ),
    (
        "record_type in another style",
        "balance",
        at("data/record_type", always("BALANCE")),
        "drift",
    ),
    ("groups without names", "groups", at("data/*", without("name")), "novelty"),
    ("a name becomes null", "groups", at("data/*/name", always(None)), "drift"),
    ("ids in capitals", "groups", at("data/*/id", str.upper), "novelty"),
    ("totals as texts", "groups", at("meta/total_results", str), "drift"),
    ("no paging", "groups", at("", without("meta")), "novelty"),
    (
        "pages from nought",
        "invoices",
        at("meta", renamed("page_number", "page")),
        "undocumented",
    ),
    (
        "paid becomes a word",
        "invoices",
        at("data/*/paid", lambda v: "yes" if v else "no"),
        "drift",
    ),
    (
        "periods as moments",
        "invoices",
        at("data/*/period_start", lambda v: v + "T00:00:00Z"),
        "drift",
    ),
    ("no links to files", "invoices", at("data/*", without("url")), "novelty"),
    ("costs as numbers", "charges", at("data/results/*/services/*/cost", float), "drift"),
    (
        "a new cost type",
        "charges",
        at("data/results/*/services", every(2, added("cost_type", "ARC"))),
        "novelty",
    ),
    ("numbers without a plus", "charges", at("data/results/*/tn", lambda v: v[1:]), "novelty"),
    ("another currency word", "charges", at("data/currency", always("US Dollar")), "novelty"),
    ("lines in two levels", "summary", at("data/summary", lambda v: {"groups": [v]}), "drift"),
    ("cost in thousandths", "usage", at("data/*/cost", times(1000)), "undocumented"),
    ("a metric becomes a text", "usage", at("data/*/cost", str), "undocumented"),
    ("dimensions are null", "options", at("data/*/product_dimensions", always(None)), "drift"),
    ("codes as texts", "unknown", at("errors/*/code", str), "drift"),
    ("errors lose their titles", "unknown", at("errors/*", without("title")), "drift"),
    (
        "errors under another name",
        "unknown",
        at("", renamed("errors", "error")),
        "undocumented",
    ),
    ("404 becomes 400", "unknown", status(400), "novelty"),
    ("a deprecation is announced", "usage", header("deprecation", "true"), "undocumented"),
    ("rate limits are gone", "usage", header("x-ratelimit-limit", None), "undocumented"),
    ("no request id", "balance", header("x-request-id", None), "undocumented"),
    ("twice as many records a page", "details", at("data", lambda v: v + v), "novelty"),
    ("records of another type", "details", at("data/*/record_type", always("mdr")), "novelty"),
)


CHANGES: tuple[Change, ...] = tuple(
    Change(name, vendor, golden, changed, expected)
    for vendor, told in (("vonage", _VONAGE), ("telnyx", _TELNYX))
    for name, golden, changed, expected in told
)
