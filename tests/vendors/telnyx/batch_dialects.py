"""The four kinds of batch reports, as tests order and read them."""

from __future__ import annotations

from csv import DictReader
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from mock_server.ledger.dataset import Dataset
from mock_server.vendors.telnyx import TELNYX
from tests.vendors.telnyx.asking import KEY, Telnyx

BATCH = "/legacy/reporting/batch_detail_records"
DAY = ("2026-11-15T00:00:00Z", "2026-11-16T00:00:00Z")


@dataclass(frozen=True)
class Dialect:
    """What one kind of report is called, and what its statuses are: before, while and after."""

    path: str
    times: tuple[str, str]
    statuses: tuple[Any, Any, Any]
    record_type: str
    link: str = "report_url"
    created: int = 200
    shown_times: tuple[str, str] | None = None

    def body(self, begin: str = DAY[0], end: str = DAY[1], **more: Any) -> dict[str, Any]:
        return dict(zip(self.times, (begin, end), strict=True)) | more


WORDS = ("PENDING", "COMPLETE", "EXPIRED")
MESSAGES = Dialect(
    f"{BATCH}/messaging", ("start_time", "end_time"), WORDS, "mdr_report",
    shown_times=("start_date", "end_date"),
)  # fmt: skip
CALLS = Dialect(f"{BATCH}/voice", ("start_time", "end_time"), (1, 2, 4), "cdr_detailed_report")
SPEECH = Dialect(
    f"{BATCH}/speech_to_text", ("start_date", "end_date"), WORDS, "speech_to_text_report",
    "download_link",
)  # fmt: skip
SESSIONS = Dialect(
    "/wireless/detail_records_reports", ("start_time", "end_time"),
    ("pending", "complete", "deleted"), "detail_records_report", created=201,
)  # fmt: skip
LEGACY = [MESSAGES, CALLS, SPEECH]
NAMES = ["messages", "calls", "speech", "sessions"]

every_dialect = pytest.mark.parametrize("dialect", [*LEGACY, SESSIONS], ids=NAMES)
every_legacy = pytest.mark.parametrize("dialect", LEGACY, ids=NAMES[:3])


def ordered(telnyx: Telnyx, dialect: Dialect, **more: Any) -> Any:
    answer = telnyx.post(dialect.path, dialect.body(**more))
    assert answer.status_code == dialect.created, answer.text
    return answer.json()["data"]


def report(telnyx: Telnyx, dialect: Dialect, report_id: str) -> Any:
    return telnyx.data(f"{dialect.path}/{report_id}")


def rows(telnyx: Telnyx, dialect: Dialect, key: str = KEY, **more: Any) -> list[dict[str, str]]:
    """The rows of a file that is ordered now, each by the names of its columns.

    The clock is put back: where reports take no time, all files are as of the same moment.
    """
    now = telnyx.now
    answer = telnyx.post(dialect.path, dialect.body(**more), key)
    assert answer.status_code == dialect.created, answer.text
    telnyx.now += timedelta(hours=1)
    done = telnyx.data(f"{dialect.path}/{answer.json()['data']['id']}", key)
    file = telnyx.ask("GET", done[dialect.link])
    telnyx.now = now
    return list(DictReader(StringIO(file.text)))


def dataset_of(telnyx: Telnyx) -> Dataset:
    return telnyx.backings.of(TELNYX).dataset(b"11")


def ms(text: str) -> int:
    """Since 1970."""
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def cost(row: dict[str, str]) -> Decimal:
    """All that a row was charged with: what carriers take stands beside the cost."""
    return Decimal(row["cost"]) + Decimal(row.get("carrier_fee", "0"))


def second(text: str) -> str:
    """A moment as detail records tell it."""
    return f"{text[:19]}Z"
