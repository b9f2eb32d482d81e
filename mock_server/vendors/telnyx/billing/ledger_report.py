"""A month of an account's ledger by billing group, as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money import Line, Month, Statement, statement, usage
from mock_server.ledger.money.invoices import usage_window
from mock_server.ledger.money.sections import lines
from mock_server.vendors.telnyx.billing.money_text import money_text
from mock_server.vendors.telnyx.csv_line import csv_line
from mock_server.vendors.telnyx.jobs import Job

COLUMNS = (
    "billing_group_id", "billing_group_name", "transaction_type", "service_name", "cost_type",
    "country_code", "units", "amount", "currency",
)  # fmt: skip
"""ASSUMED: Telnyx publishes none; D of specs/telnyx/SOURCE.toml names service, amount, units, cost
type and transaction type among what a ledger has. What takes from the balance is negative."""

NO_GROUP = ("", "")
"""Of what is the whole account's: payments, credits, adjustments, rounding."""


def ledger_file(job: Job, dataset: Dataset) -> Iterator[bytes]:
    """The lines of the job's month; all of them come to what the month moved the balance by.

    A month before the account was opened, or still to come, has no lines.
    """
    month = Month(job.parameters["year"], job.parameters["month"])
    found = statement(dataset, job.account_id, month, job.as_of_ms)
    yield csv_line(COLUMNS)
    if found is not None:
        for group, line in group_lines(found, dataset, job.as_of_ms):
            yield _row(group, line, found.currency)


def group_lines(
    month: Statement, dataset: Dataset, now_ms: int
) -> Iterator[tuple[tuple[str, str], Line]]:
    """The lines of a statement, each with the id and name of the billing group that it is of."""
    [account_id] = month.accounts
    window, first = usage_window(dataset, account_id, month.month), month.month.first
    used = usage(dataset, account_id, window, now_ms, by=("connection", "country"))
    for group in dataset.account(account_id).connections:
        charged = [one for one in month.charges if one.number.connection.id == group.id]
        ours = [replace(one, group=one.group[1:]) for one in used if one.group[0] == group.id]
        for line in lines(charged, ours, (), first):
            yield (group.id, group.name), line
    for line in lines((), (), month.movements, first):
        yield NO_GROUP, line


def _row(group: tuple[str, str], line: Line, currency: str) -> bytes:
    named = (*group, line.section, line.name, line.kind, line.country)
    return csv_line((*named, str(line.quantity), money_text(line.amount), currency))
