"""What Telnyx tells of the same traffic in several ways: one by one, in sums, in files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from contracts.api import Api
from contracts.laws.adding import EACH
from contracts.laws.asking import told
from contracts.laws.law import Inconclusive
from contracts.laws.series import Row, Window
from contracts.laws.telnyx.questions import CDR_SYNC, MDR_SYNC, SPEECH_USAGE, USAGE
from contracts.laws.telnyx.series import WDRS, dates, moment

Labels = tuple[str, ...]
LARGE = "5000"
"""The largest page of usage reports: docs/telnyx.md."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Sums, and which of the records' fields they are by.

    Args:
        labels, measures: their names in these rows.
        of_records: the labels and measures in detail records that they come to.
    """

    key: str
    name: str
    rows: Callable[[Api, Window], list[Row]]
    labels: Labels
    measures: Labels
    of_records: tuple[Labels, Labels]


@dataclass(frozen=True, slots=True)
class Traffic:
    """Records of one kind or of several, and all that tells the sums of them.

    Args:
        records: types of `/detail_records`.
    """

    name: str
    records: Labels
    tellings: tuple[Telling, ...]


def inclusive(window: Window) -> Mapping[str, str]:
    """For reports whose end is a part of the period, to the second."""
    last = window.end - timedelta(seconds=1)
    return {"start_date": moment(window.begin), "end_date": moment(last)}


def usage_rows(
    api: Api, window: Window, product: str, labels: Labels, metrics: Labels, **more: str
) -> list[Row]:
    """Rows of `/usage_reports`.

    Raises:
        Inconclusive: they are more than a page has.
    """
    how = {"product": product, "dimensions": ",".join(labels), "metrics": ",".join(metrics)}
    answer = told(api, USAGE, params={**how, **dates(window), **more, "page[size]": LARGE})
    if answer["meta"]["total_pages"] > 1:
        raise Inconclusive(f"{USAGE} has more than one page of {product}")
    return list(answer["data"])


def _usage(products: Labels, labels: Labels, metrics: Labels, of: Labels) -> Telling:
    def rows(api: Api, window: Window) -> list[Row]:
        return [row for one in products for row in usage_rows(api, window, one, labels, metrics)]

    return Telling(USAGE, "usage of " + ", ".join(products), rows, labels, metrics, (labels, of))


def _synchronous(
    key: str, labels: Labels, measures: Labels, of: tuple[Labels, Labels], **how: str
) -> Telling:
    def rows(api: Api, window: Window) -> list[Row]:
        result: Any = told(api, key, params={**inclusive(window), **how})["data"]["result"]
        return list(result["aggregations"] if isinstance(result, dict) else result)

    name = " ".join(("the report by", *how.values()))
    return Telling(key, name, rows, labels, measures, of)


MESSAGE = ("direction", "message_type", "profile_id", "tags", "status")
MESSAGES_COUNTED = (EACH, "parts", "cost", "carrier_fee")
MDR_COUNTED = ("sent+received", "parts", "cost", "carrier_passthrough_fee")


def _messages() -> Iterator[Telling]:
    metrics = ("count", "parts", "cost", "customer_carrier_fee")
    yield _usage(("messaging",), MESSAGE, metrics, MESSAGES_COUNTED)
    for aggregation, by in (
        ("NO_AGGREGATION", ()),
        ("PROFILE", ("profile_id",)),
        ("TAGS", ("tags",)),
    ):
        labels: Labels = ("direction", "message_type", *by)
        of = (labels, MESSAGES_COUNTED)
        yield _synchronous(MDR_SYNC, labels, MDR_COUNTED, of, aggregation_type=aggregation)


CALL = ("direction", "connection_id", "tags", "billing_group_id")
CALLS_COUNTED = (EACH, "call_sec", "billed_sec", "cost")


def _calls() -> Iterator[Telling]:
    metrics = ("attempted", "call_sec", "billed_sec", "cost")
    yield _usage(("sip-trunking", "call-control"), CALL, metrics, CALLS_COUNTED)
    for aggregation, by, field in (
        ("NO_AGGREGATION", "", ""),
        ("CONNECTION", "connection", "connection_id"),
        ("TAG", "tags", "tags"),
        ("BILLING_GROUP", "billing_group_id", "billing_group_id"),
    ):
        labels, fields = (("direction", *([one] if one else [])) for one in (by, field))
        yield _synchronous(
            CDR_SYNC,
            labels,
            metrics,
            (fields, CALLS_COUNTED),
            aggregation_type=aggregation,
            product_breakdown="NO_BREAKDOWN",
        )


SESSION = ("sim_group_id", "mcc", "mnc")
SESSIONS_COUNTED = ("data_cost", "uplink_data", "downlink_data")


def _wdrs(api: Api, window: Window) -> list[Row]:
    answer = told(api, WDRS, params={**dates(window), "page[size]": "250"})
    amounts = {"cost": "data_cost", "uplink_data": "uplink_data", "downlink_data": "downlink_data"}
    return [
        {**row, **{name: row[way]["amount"] for way, name in amounts.items()}}
        for row in answer["data"]
    ]


def _sessions() -> Iterator[Telling]:
    yield _usage(("wireless",), SESSION, SESSIONS_COUNTED, SESSIONS_COUNTED)
    counted = (EACH, *SESSIONS_COUNTED)
    yield Telling(WDRS, "the older list", _wdrs, SESSION, counted, (SESSION, counted))


SPEECH = ("transcription_engine",)
SPEECH_COUNTED = (EACH, "call_sec", "billed_sec", "cost")


def _first_version(api: Api, window: Window) -> list[Row]:
    answer = told(api, SPEECH_USAGE, params=dates(window))
    return list(answer["data"]["aggregations"])


def _speech() -> Iterator[Telling]:
    metrics = ("count", "call_sec", "billed_sec", "cost")
    yield _usage(("speech-to-text",), SPEECH, metrics, SPEECH_COUNTED)
    measures = ("total_transcriptions", "total_sec", "billed_sec", "total_cost")
    of = (SPEECH, SPEECH_COUNTED)
    yield Telling(SPEECH_USAGE, "the first version", _first_version, ("type",), measures, of)


TRAFFIC = (
    Traffic("messages", ("messaging",), tuple(_messages())),
    Traffic("calls", ("sip-trunking", "call-control"), tuple(_calls())),
    Traffic("data sessions", ("wireless",), tuple(_sessions())),
    Traffic("transcriptions", ("stt",), tuple(_speech())),
)
