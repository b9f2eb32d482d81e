"""An invoice as a file: what it asks for, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money import Line, Month, Statement, statement
from mock_server.vendors.telnyx.billing.money_text import money_text
from mock_server.vendors.telnyx.csv_line import csv_line
from mock_server.vendors.telnyx.jobs import Job

COLUMNS = ("section", "name", "cost_type", "country", "quantity", "amount", "currency")
"""ASSUMED: Telnyx sends a PDF. Its sections (D of specs/telnyx/SOURCE.toml) are those of a
statement; amounts are asked for when positive, and come to the invoice's total."""


def invoice_file(job: Job, dataset: Dataset) -> Iterator[bytes]:
    """The lines of the month that the job's `period_start` names; payments are not part of it."""
    month = Month.of(date.fromisoformat(job.parameters["period_start"]))
    found = statement(dataset, job.account_id, month, job.as_of_ms)
    yield csv_line(COLUMNS)
    if found is not None:
        yield from (_row(found, line) for line in found.lines() if line.section != "payments")


def _row(month: Statement, line: Line) -> bytes:
    quantity, amount = str(line.quantity), money_text(-line.amount)
    named = (line.section, line.name, line.kind, line.country)
    return csv_line((*named, quantity, amount, month.currency))
