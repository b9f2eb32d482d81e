"""Whose records a caller may read."""

from __future__ import annotations

from mock_server.exchange import Rejection, Request
from mock_server.vendor import Context


def account_of(request: Request, context: Context, asked: str | None) -> str:
    """The account that is meant: the caller's own when none is asked for, or one of its parts.

    Raises:
        Rejection: 403, it is neither the caller nor one of the caller's sub-accounts.
    """
    own = request.account
    if asked is None or asked == own:
        return own
    if asked in context.backing.dataset(request.start).account(own).sub_accounts:
        return asked
    raise Rejection("forbidden", 403)
