"""What was worked out of an account's money, kept for as long as the account is in use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.memo import Memo


@dataclass(frozen=True, slots=True)
class Kept:
    """One account's memos; a medium account's take some 3 MB together.

    Args:
        numbers: the numbers that it owns.
        costs: what was used in windows whose records are all there: one number for each.
        usage: whole lists of what was used in closed months.
    """

    numbers: Memo
    costs: Memo
    usage: Memo


def kept(dataset: Dataset, account_id: str) -> Kept:
    """The memos of an account.

    Equal fingerprints mean equal values: nothing here holds on to the dataset itself.
    """
    return _kept(dataset.fingerprint, account_id)


@lru_cache(maxsize=64)
def _kept(_fingerprint: str, _account_id: str) -> Kept:
    return Kept(numbers=Memo(1), costs=Memo(512), usage=Memo(16))
