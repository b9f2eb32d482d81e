"""Right questions to Telnyx."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from contracts.api import Api
from contracts.laws.questions import Question
from contracts.laws.series import Query, Window
from contracts.laws.telnyx.series import DETAILS, MDRS, WDRS, dates, period

USAGE = "GET /usage_reports"
MDR_SYNC, CDR_SYNC = "GET /reports/mdr_usage_reports/sync", "GET /reports/cdr_usage_reports/sync"
SUMMARY, BREAKDOWN = "GET /charges_summary", "GET /charges_breakdown"
SPEECH_USAGE = "GET /legacy/reporting/usage_reports/speech_to_text"
MADE_EACH_TIME = frozenset({"id", "created_at", "updated_at", "report_url"})
"""What a report has that is made while one waits: each time it is another one."""


def days(window: Window) -> Query:
    return {"start_date": f"{window.begin:%F}", "end_date": f"{window.end:%F}"}


def nothing(window: Window) -> Query:
    """For what knows no dates."""
    return {}


def _with(api: Api, window: Window, how: Callable[[Window], Query], more: Query) -> Query:
    return {**more, **how(window)}


def question(key: str, how: Callable[[Window], Query], **more: str) -> Question:
    return asked_with(key, how, more)


def asked_with(
    key: str,
    how: Callable[[Window], Query],
    more: Query,
    volatile: frozenset[str] = frozenset(),
) -> Question:
    return Question(key, partial(_with, how=how, more=more), volatile)


BY_TAG = {"aggregation_type": "TAG", "product_breakdown": "COUNTRY"}
MESSAGES = {"filter[record_type]": "messaging", "page[size]": "20"}
COUNTED = {"product": "messaging", "dimensions": "direction,status", "metrics": "cost,parts,count"}

TELNYX_QUESTIONS = (
    asked_with(DETAILS, partial(period, "created_at"), MESSAGES),
    question(MDRS, dates),
    question(WDRS, dates),
    asked_with(USAGE, dates, COUNTED),
    asked_with(MDR_SYNC, dates, {"aggregation_type": "PROFILE"}, MADE_EACH_TIME),
    asked_with(CDR_SYNC, dates, BY_TAG, MADE_EACH_TIME),
    question(SPEECH_USAGE, dates),
    question(SUMMARY, days),
    question(BREAKDOWN, days),
)

TELNYX_LISTS = (
    asked_with(DETAILS, partial(period, "created_at"), {"filter[record_type]": "messaging"}),
    question(WDRS, dates),
    question(USAGE, dates, product="messaging", dimensions="country_code,status", metrics="count"),
    *(one for one in TELNYX_QUESTIONS if one.key not in {DETAILS, WDRS, USAGE}),
)
"""The pages that a list is asked for in are not among its parameters."""

INVOICES = "GET /invoices"
TELNYX_SORTED = (
    (question(INVOICES, nothing), "period_start"),
    (asked_with(DETAILS, partial(period, "created_at"), MESSAGES), "created_at"),
    (question(WDRS, dates), "created_at"),
    (asked_with(USAGE, dates, COUNTED), "cost"),
)
