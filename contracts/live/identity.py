"""Whose credentials they are: seen from an answer, before anything else is asked."""

from __future__ import annotations

from contracts.errors import CheckError, RunEnded
from contracts.live.live import Golden, Live
from contracts.live.pointer import found_at
from contracts.observed import Observed


def check_identity(live: Live, account: str, one: Golden, observed: Observed | None) -> None:
    """See from the answer to a golden request that the credentials are good, and the account's.

    Raises:
        RunEnded: they were refused, or the answer that tells whose they are does not.
        CheckError: they are somebody else's.
    """
    if observed is not None and observed.status == 401 and not one.anonymous:
        raise ended(live, "the credentials were refused (401)")
    # Where requests name the account, the vendor itself sees to it.
    if live.identity is None or live.identity.golden != one.name:
        return
    found = found_at(observed.json, live.identity.pointer) if observed else None
    if not isinstance(found, str):
        raise ended(live, f"{one.operation} did not say whose credentials they are")
    if found != account:
        raise CheckError(
            "The credentials are not this account's",
            where=f"--account {account}",
            why=f"{one.operation} says that they are of {found}",
            fix=f"use the account's own credentials, or --account {found} if you mean that",
        )


def ended(live: Live, why: str) -> RunEnded:
    return RunEnded(
        "Nothing more was sent",
        where=live.host,
        why=why,
        fix="see that the credentials are right, and may read what is asked for",
    )
