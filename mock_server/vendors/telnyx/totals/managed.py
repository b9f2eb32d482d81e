"""Accounts that belong to another one, as that one names them."""

from __future__ import annotations

from collections.abc import Collection

from mock_server.ledger.dataset import Dataset
from mock_server.vendors.telnyx.people import user_id


def covered(
    dataset: Dataset, account_id: str, named: Collection[object], *, every: bool
) -> tuple[str, ...]:
    """The accounts that a report is about: its owner, and those of its managed accounts it names.

    They are the ledger's sub-accounts and go by the ids of their users; the id of anybody else's
    account adds nothing. ASSUMED.

    Args:
        every: all of them, whatever is named.
    """
    wanted = {str(one).lower() for one in named}
    managed = dataset.account(account_id).sub_accounts
    return (account_id, *(one for one in managed if every or user_id(one) in wanted))
