"""What Vonage says about messages: a report that is ordered, ripens, and is a file in the end."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx

from reconciliation.books import Books, Key, Sum, books
from reconciliation.patience import GaveUpError, Patient

POLL_S = 5.0
POLLS = 120
ANY_STATUS = "PENDING,PROCESSING,SUCCESS,FAILED,ABORTED,TRUNCATED"


def report(vonage: Patient, account: str, first: date, last: date) -> Books:
    """The sums of the rows of a report about what was sent."""
    order = {
        "account_id": account,
        "product": "SMS",
        "direction": "outbound",
        "date_start": f"{first}T00:00:00Z",
        "date_end": f"{last + timedelta(days=1)}T00:00:00Z",
    }
    done = finished(vonage, ordered(vonage, order))
    return sums(vonage.get(done["_links"]["download_report"]["href"]).content)


def ordered(vonage: Patient, order: dict[str, str]) -> str:
    """The id of a report that was ordered once.

    Each report costs money, so nothing is ordered again before it is known that the first order
    did not arrive.
    """
    before = known(vonage, order)
    for _ in range(3):
        try:
            answer = vonage.client.post("/v2/reports", json=order)
            if answer.is_success:
                return str(answer.json()["request_id"])
        except (httpx.TransportError, ValueError):
            pass
        if new := known(vonage, order) - before:
            return new.pop()
        vonage.sleep(POLL_S)
    raise GaveUpError("The report cannot be ordered")


def known(vonage: Patient, order: dict[str, str]) -> set[str]:
    """The ids of the account's reports."""
    listed = vonage.get("/v2/reports", account_id=order["account_id"], status=ANY_STATUS)
    return {one["request_id"] for one in listed.json().get("reports", ())}


def finished(vonage: Patient, request_id: str) -> Any:
    """The report, once there is a file."""
    for _ in range(POLLS):
        found = vonage.get(f"/v2/reports/{request_id}").json()
        if found["request_status"] == "SUCCESS":
            return found
        if found["request_status"] not in {"PENDING", "PROCESSING"}:
            raise GaveUpError(f"The report ended as {found['request_status']}")
        vonage.sleep(POLL_S)
    raise GaveUpError("The report is not ready yet")


def sums(archive: bytes) -> Books:
    """Of the one file in a zip archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        text = opened.read(opened.namelist()[0]).decode()
    return books(
        (
            Key(datetime.fromisoformat(row["date_received"]).date(), row["direction"]),
            Sum(1, Decimal(row["total_price"])),
        )
        for row in csv.DictReader(io.StringIO(text))
    )


def noted(text: str) -> Books:
    """Our own notes of what was sent: a CSV file of day, count and cost."""
    return books(
        (
            Key(date.fromisoformat(row["day"]), "outbound"),
            Sum(int(row["count"]), Decimal(row["cost"])),
        )
        for row in csv.DictReader(io.StringIO(text))
    )
