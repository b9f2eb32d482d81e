"""A month's invoice is its ledger, its charges and its usage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from contracts.api import Api
from contracts.laws.adding import added
from contracts.laws.asking import told
from contracts.laws.creations import Kind, identity, thing
from contracts.laws.files import Table, finished, table
from contracts.laws.law import Breach, Law, NoData, Told
from contracts.laws.series import Window
from contracts.laws.telnyx.bodies import LEDGER
from contracts.laws.telnyx.questions import BREAKDOWN, INVOICES, SUMMARY, USAGE, days
from contracts.laws.telnyx.tellings import usage_rows
from contracts.laws.telnyx.usage import OPTIONS

NAME = "invoices_are_what_happened"
INVOICE = "GET /invoices/{id}"
LEDGER_REPORT = Kind(
    LEDGER, "GET /ledger_billing_group_reports/{id}", "id", lambda api, window, chance: {}
)
LOOKUPS = "lookup"
"""Usage that no product of `/usage_reports` is for; its own reports reach back 31 days only."""

CHARGED = ("new numbers", "existing numbers", "new features", "existing features", "port-outs")
COSTS = {"messaging": ("cost", "customer_carrier_fee"), "wireless": ("data_cost",)}
"""Metrics of the products whose costs are not called `cost`, or are in two parts."""

EIGHT = Decimal("0.00000001")
"""Telnyx's smallest part of an amount; JSON numbers are rounded to it."""

broken = Breach(NAME)
Kinds = dict[str, Decimal]


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    invoices = told(api, INVOICES, params={"page[size]": "12"})["data"]
    if not invoices:
        raise NoData("there is no invoice yet")
    invoice = chance.choice(invoices)
    begin = datetime.fromisoformat(invoice["period_start"]).replace(tzinfo=UTC)
    end = datetime.fromisoformat(invoice["period_end"]).replace(tzinfo=UTC) + timedelta(days=1)
    path = {"id": str(invoice["invoice_id"])}
    url = told(api, INVOICE, path, params={"action": "link"})["data"]["download_url"]
    file = table(api, str(url))
    invoiced, month = _by_kind(file, "section"), Window(begin, end)

    yield from _charges(api, month, file, invoiced)
    yield from _usage(api, month, file)
    yield from _ledger(api, month, invoiced)


def _charges(api: Api, month: Window, file: Table, invoiced: Kinds) -> Iterator[Told]:
    services = told(api, BREAKDOWN, params=days(month))["data"]["results"]
    charged = added(each["cost"] for one in services for each in one["services"])
    total: Any = told(api, SUMMARY, params=days(month))["data"]["total"]
    adjusted = Decimal(total["ledger_adjustments"])
    in_file = added(invoiced.get(kind, 0) for kind in CHARGED)
    for what, wanted, found in (
        ("numbers and features", charged, in_file),
        ("adjustments", adjusted, invoiced.get("adjustments", Decimal())),
    ):
        if wanted != found:
            said = f"{wanted:f} for {what} of {month.begin:%Y-%m}, as charges tell"
            yield broken(file.operation, said, f"{found:f} on its invoice", pointer=f"/{what}")


def _usage(api: Api, month: Window, file: Table) -> Iterator[Told]:
    used = Decimal()
    for one in told(api, OPTIONS)["data"]:
        metrics = COSTS.get(one["product"], ("cost",))
        rows = usage_rows(api, month, one["product"], ("currency",), metrics)
        used += _rounded(row[name] for row in rows for name in metrics)
    shown = [row for row in file.rows if row["section"] == "usage" and row["name"] != LOOKUPS]
    found = added(row["amount"] for row in shown)
    if used != found:
        said = f"{used:f} for usage of {month.begin:%Y-%m}, as all products' reports tell"
        yield broken(file.operation, said, f"{found:f} on its invoice", pointer="/usage")


def _rounded(amounts: Iterable[object]) -> Decimal:
    return sum((Decimal(str(one)).quantize(EIGHT) for one in amounts), Decimal())


def _ledger(api: Api, month: Window, invoiced: Kinds) -> Iterator[Told]:
    order = {"year": month.begin.year, "month": month.begin.month}
    own = identity(LEDGER_REPORT, thing(told(api, LEDGER, json=order)))
    done = finished(LEDGER_REPORT, api, own, lambda one: one["status"] == "complete")
    file = table(api, str(done["report_url"]))
    kinds = _by_kind(file, "transaction_type")
    kinds.pop("payments", None)
    for kind in sorted({*kinds, *invoiced}):
        wanted, found = invoiced.get(kind, Decimal()), -kinds.get(kind, Decimal())
        if wanted != found:
            said = f"{wanted:f} for {kind} of {month.begin:%Y-%m}, as its invoice has it"
            yield broken(file.operation, said, f"{found:f} in the ledger's report", pointer=kind)


def _by_kind(file: Table, column: str) -> Kinds:
    """What rows come to by what they are about."""
    found: Kinds = {}
    rows: Iterable[Mapping[str, str]] = file.rows
    for row in rows:
        found[row[column]] = found.get(row[column], Decimal()) + Decimal(row["amount"])
    return found


INVOICED = Law(
    name=NAME,
    says="An invoice's lines are the ledger's of its month, and what charges and usage come to.",
    applies=lambda api: api.has(INVOICES, INVOICE, BREAKDOWN, SUMMARY, USAGE, OPTIONS, LEDGER),
    tried=_tried,
    writes=True,
    requests=50,
)
