"""A report that was ordered. All that will happen to it is settled then; later only time passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Literal, TypeAlias
from uuid import UUID

from mock_server.spec.operation import Json
from mock_server.state.kind import Kind, microseconds
from mock_server.vendors.vonage.records import PRODUCTS, ReportProduct
from mock_server.vendors.vonage.window import moment_at, moment_text

Status: TypeAlias = Literal["PENDING", "PROCESSING", "SUCCESS", "TRUNCATED", "ABORTED", "FAILED"]

FINISHED = frozenset({"SUCCESS", "TRUNCATED"})
"""A report in one of these has a file. Source: @vonage/reports 1.2.1, `ReportStatus`."""

OPEN = frozenset({"PENDING", "PROCESSING"})
"""A report in one of these can be cancelled. Source: S1 of specs/vonage/SOURCE.toml."""

MOST_ITEMS = 7_000_000
"""Rows of one file; what is beyond is left out. Source: S4, technical details."""

REPORT_LASTS = timedelta(days=4)
"""How long after the order a report is known. Source: S4, technical details."""

FILE_LASTS = timedelta(hours=72)
"""How long a file can be fetched. Source: S4, technical details."""

FILE_MASK = 0x5E1F_A2C4_93D7_0B68_1AC5_F03E_77B2_4D91 & ~(0xF << 76 | 3 << 62)
"""What the id of a file differs in from its report's: any number, but for version and variant."""


@dataclass(frozen=True, slots=True)
class Part:
    """An account whose records are in a file, and how many of them match."""

    account_id: str
    matched: int


@dataclass(frozen=True, slots=True)
class Report:
    """An order, and what comes of it.

    Args:
        id: a UUID.
        key: the account that ordered it.
        parameters: filters and options by name, as they were given; truth values are such.
        from_ms: the first moment that counts, in ms since 1970; `to_ms` no longer counts.
        seed: of the dataset that the records are from.
        fingerprint: of that dataset.
        usage_id: of the record of REPORTS-USAGE that tells of it.
        parts: in the order of the file.
        started_at: when work on the file begins: it has records as they are at that moment.
        finished_at: when it is done, unless it is cancelled before.
        fails: whether it has failed then, without a file; only when somebody asked for that.
    """

    id: str
    key: str
    account_id: str
    product: str
    parameters: Mapping[str, Any]
    include_subaccounts: bool
    callback_url: str
    from_ms: int
    to_ms: int
    seed: str
    fingerprint: str
    usage_id: str
    parts: tuple[Part, ...]
    received_at: datetime
    started_at: datetime
    finished_at: datetime
    aborted_at: datetime | None = None
    fails: bool = False

    @property
    def of(self) -> ReportProduct:
        return PRODUCTS[self.product]

    @property
    def matched(self) -> int:
        return sum(part.matched for part in self.parts)

    @property
    def items(self) -> int:
        """Rows of the file. ASSUMED: that a report that failed has none to pay for."""
        return 0 if self.fails else min(self.matched, MOST_ITEMS)

    @property
    def as_of_ms(self) -> int:
        return microseconds(self.started_at) // 1000

    @property
    def file_id(self) -> str:
        return counterpart(self.id)

    @property
    def forgotten_at(self) -> datetime:
        return self.received_at + REPORT_LASTS

    def status_at(self, now: datetime) -> Status:
        if self.aborted_at is not None:
            return "ABORTED"
        if now < self.started_at:
            return "PENDING"
        if now < self.finished_at:
            return "PROCESSING"
        if self.fails:
            return "FAILED"
        return "SUCCESS" if self.items == self.matched else "TRUNCATED"

    def has_file_at(self, now: datetime) -> bool:
        return self.status_at(now) in FINISHED and now < self.finished_at + FILE_LASTS


def known_until(report: Report) -> datetime:
    return report.forgotten_at


REPORT = Kind("vonage.report", Report, due_of=known_until)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in the list of an account's reports; lines are in order of the orders' moments."""

    id: str
    report_id: str


ENTRY = Kind("vonage.report_entry", Entry)


def entry_of(report: Report) -> Entry:
    place = place_in_list(report.account_id, report.received_at)
    return Entry(f"{place}.{report.id}", report.id)


def place_in_list(account_id: str, moment: datetime) -> str:
    """Before the lines of this moment, and after all earlier ones of the account."""
    # An account is named by whoever asks: not every such text can be a key.
    account = blake2b(account_id.encode(errors="replace"), digest_size=16).hexdigest()
    return f"{account}.{max(0, microseconds(moment)):020d}"


def counterpart(text: str) -> str:
    """The id of a report's file from the report's, and the other way round; "" for no UUID."""
    try:
        return str(UUID(int=UUID(text).int ^ FILE_MASK))
    except ValueError:
        return ""


def wire(report: Report, status: Status, now: datetime, base_url: str) -> dict[str, Json]:
    """The report as the API shows it, in the documented order."""
    shown: dict[str, Json] = {"request_id": report.id, "request_status": status}
    given = _shown_parameters(report)
    if "direction" in given:
        shown["direction"] = given.pop("direction")
    shown |= {
        "product": report.product,
        "account_id": report.account_id,
        "date_start": moment_text(moment_at(report.from_ms)),
        "date_end": moment_text(moment_at(report.to_ms)),
        "include_subaccounts": report.include_subaccounts,
    }
    shown |= given
    if report.callback_url:
        shown["callback_url"] = report.callback_url
    shown["receive_time"] = report.received_at.isoformat(timespec="seconds")
    has_begun = report.started_at <= (report.aborted_at or now)
    if status != "PENDING" and has_begun:
        shown["start_time"] = report.started_at.isoformat(timespec="seconds")
    shown["_links"] = {"self": {"href": f"{base_url}/v2/reports/{report.id}"}}
    if status in FINISHED:
        if report.has_file_at(now):
            file = {"href": f"{base_url}/v3/media/{report.file_id}"}
            shown["_links"]["download_report"] = file
        shown["items_count"] = report.items
    return shown


def _shown_parameters(report: Report) -> dict[str, Json]:
    """The filters in the documented order: `status`, `include_message`, then all others."""
    given = dict(report.parameters)
    takes = (*report.of.required, *report.of.optional)
    if "include_message" in takes:  # shown whether it was given or not
        given.setdefault("include_message", False)
    first = ("direction", "status", "include_message")
    return {name: given[name] for name in dict.fromkeys((*first, *takes)) if name in given}
