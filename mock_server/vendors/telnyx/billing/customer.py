"""The account that asks, at the moment at which it asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mock_server.exchange import Rejection, Request
from mock_server.ledger.account import Account
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money import date_at
from mock_server.ledger.money.owned import opened_day
from mock_server.vendor import Context
from mock_server.vendors.telnyx.moments import ms_of


@dataclass(frozen=True, slots=True)
class Customer:
    """Whose money it is about, and as of when.

    Args:
        now_ms: since 1970.
    """

    dataset: Dataset
    account_id: str
    now_ms: int

    @property
    def account(self) -> Account:
        return self.dataset.account(self.account_id)

    @property
    def today(self) -> date:
        return date_at(self.now_ms)

    @property
    def opened(self) -> date:
        """Its first day."""
        return opened_day(self.account)


def customer(request: Request, context: Context) -> Customer:
    """Who asks."""
    dataset = context.backing.dataset(request.start)
    return Customer(dataset, request.account, ms_of(context.clock()))


def paying_customer(request: Request, context: Context) -> Customer:
    """Who asks, when there is any money to tell of.

    Raises:
        Rejection: 422, the account is not there: by the server's clock it is still to be opened.
            The contract has this status for accounts that are not found, or not valid.
    """
    found = customer(request, context)
    if found.today < found.opened:
        raise Rejection("account_not_found", 422)
    return found
