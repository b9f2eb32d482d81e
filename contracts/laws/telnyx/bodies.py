"""Right orders and right new things at Telnyx."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.creations import Body
from contracts.laws.series import Window
from contracts.laws.telnyx.series import dates, moment
from contracts.observed import Json

GROUPS = "POST /billing_groups"
BATCH, LEGACY = (
    "POST /legacy/reporting/batch_detail_records",
    "POST /legacy/reporting/usage_reports",
)
SESSIONS_FILE = "POST /wireless/detail_records_reports"
LEDGER = "POST /ledger_billing_group_reports"
NUMBERS_FILE = "POST /sub_number_orders_report"
MDR_REPORT = "POST /reports/mdr_usage_reports"


def times(window: Window) -> Mapping[str, str]:
    return {"start_time": moment(window.begin), "end_time": moment(window.end)}


def _camel(window: Window) -> Mapping[str, str]:
    return {"startDate": f"{window.begin:%F}", "endDate": f"{window.begin:%F}"}


def _with(
    api: Api,
    window: Window,
    chance: Random,
    how: Callable[[Window], Mapping[str, Json]],
    more: Mapping[str, Json],
) -> Json:
    return {**how(window), **more}


def _body(how: Callable[[Window], Mapping[str, Json]], **more: Json) -> Body:
    return partial(_with, how=how, more=more)


def _group(api: Api, window: Window, chance: Random) -> Json:
    return {"name": f"understudy {chance.getrandbits(32):08x}"}


def month(window: Window) -> Mapping[str, Json]:
    return {"year": window.begin.year, "month": window.begin.month}


def nothing(window: Window) -> Mapping[str, Json]:
    return {}


TELNYX_BODIES: Mapping[str, Body] = {
    GROUPS: _group,
    f"{BATCH}/messaging": _body(times),
    f"{BATCH}/voice": _body(times),
    f"{BATCH}/speech_to_text": _body(dates),
    f"{LEGACY}/messaging": _body(times, aggregation_type=0),
    f"{LEGACY}/voice": _body(times, aggregation_type=0),
    f"{LEGACY}/number_lookup": _body(_camel, aggregationType="ALL"),
    SESSIONS_FILE: _body(times),
    LEDGER: _body(month),
    NUMBERS_FILE: _body(nothing),
    MDR_REPORT: _body(dates, aggregation_type="NO_AGGREGATION"),
}
