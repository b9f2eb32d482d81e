"""From an order to a report: everything that will happen to it is settled here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from mock_server.exchange import Rejection, Request
from mock_server.ledger.dataset import Dataset
from mock_server.state.outbox import CALLBACK, Callback
from mock_server.state.store import State
from mock_server.vendor import Context
from mock_server.vendors.vonage.access import account_of
from mock_server.vendors.vonage.report import ENTRY, REPORT, Part, Report, entry_of, wire
from mock_server.vendors.vonage.report_file import MARKS
from mock_server.vendors.vonage.report_order import Fate, Order, read_order
from mock_server.vendors.vonage.report_rows import Question
from mock_server.vendors.vonage.report_usage import until_receipt, usage_of, used
from mock_server.vendors.vonage.usage_log import PRICES, new_id, note
from mock_server.vendors.vonage.window import moment_at, ms_of

SWEPT = 10
"""Old reports that go when a new one comes: more than come, so that they do not heap up."""


@dataclass(frozen=True, slots=True)
class Intake:
    """An order that is good, and where it came from.

    Args:
        accounts: whose records are wanted: that of the order, then its sub-accounts if they are.
        received_at: in whole ms, as all moments of a report.
    """

    request: Request
    context: Context
    order: Order
    accounts: tuple[str, ...]
    received_at: datetime

    @property
    def dataset(self) -> Dataset:
        return self.context.backing.dataset(self.request.start)


def taken_in(request: Request, context: Context) -> Intake:
    """The order of a request.

    Raises:
        Rejection: 403 or 422, it cannot be met.
    """
    body = request.body if isinstance(request.body, dict) else {}
    account_id = account_of(request, context, body.get("account_id"))
    received_at = moment_at(ms_of(context.clock()))
    order = read_order(body, received_at)
    accounts: tuple[str, ...] = (account_id,)
    if order.include_subaccounts:
        account = context.backing.dataset(request.start).account(account_id)
        if account.is_sub:
            raise Rejection("forbidden", 403)
        accounts = (account_id, *account.sub_accounts)
    return Intake(request, context, order, accounts, received_at)


def settled(intake: Intake) -> Report:
    """The report that comes of an order. Counting its records may take a while."""
    request, backing, order = intake.request, intake.context.backing, intake.order
    with backing.state() as state:
        ordinal = state.ordinal(REPORT.name)
        usage_id = new_id(state, intake.accounts[0], intake.received_at)
    fate = Fate.drawn(request.seed, ordinal, backing.settings["report_speed"])
    started_at = intake.received_at + fate.wait
    begun = Report(
        id=fate.report_id,
        key=request.account,
        account_id=intake.accounts[0],
        product=order.product.name,
        parameters=order.parameters,
        include_subaccounts=order.include_subaccounts,
        callback_url=order.callback_url,
        from_ms=order.from_ms,
        to_ms=order.to_ms,
        seed=request.start.decode("latin-1"),
        fingerprint=intake.dataset.fingerprint,
        usage_id=usage_id,
        parts=counted(intake, started_at),
        received_at=intake.received_at,
        started_at=started_at,
        finished_at=started_at,
    )
    finished_at = started_at + fate.work(begun.items)
    return replace(begun, finished_at=finished_at, fails=intake.context.order_fails())


def counted(intake: Intake, as_of: datetime) -> tuple[Part, ...]:
    """How many records of each account match."""
    order, backing = intake.order, intake.context.backing
    span_ms = (order.from_ms, order.to_ms)
    if not order.product.ledger:
        until = until_receipt(span_ms, intake.received_at)
        return tuple(Part(one, len(used(backing, one, until, as_of))) for one in intake.accounts)
    question = Question(order.product, order.parameters, span_ms, ms_of(as_of))
    shares = ((one, question.share(intake.dataset, one)) for one in intake.accounts)
    return tuple(Part(account_id, share.count()) for account_id, share in shares)


def keep(intake: Intake, report: Report) -> None:
    """Remember a report, what is noted of it, and what is to be sent when it is done."""
    price = PRICES[str(intake.context.backing.settings["plan"])]
    with intake.context.backing.state() as state:
        forget_old(state, report.received_at)
        state.put(REPORT, report)
        state.put(ENTRY, entry_of(report))
        note(state, usage_of(report, price))
        if report.callback_url:
            state.put(CALLBACK, callback_of(report, intake.request.base_url))


def forget_old(state: State, now: datetime) -> None:
    """Some of the reports that nobody can ask for any more."""
    for old in state.due(REPORT, now, SWEPT):
        state.delete(REPORT, old.id)
        state.delete(ENTRY, entry_of(old).id)
        state.delete(MARKS, old.id)


def callback_of(report: Report, base_url: str) -> Callback:
    """The announcement of a finished report: what its state is then."""
    at = report.finished_at
    return Callback(
        id=callback_id(report),
        url=report.callback_url,
        created_at=report.received_at,
        due_at=at,
        headers=(("content-type", "application/json"),),
        body=orjson.dumps(wire(report, report.status_at(at), at, base_url)),
        vendor="vonage",
    )


def callback_id(report: Report) -> str:
    return f"{REPORT.name}.{report.id}"
