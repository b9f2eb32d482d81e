"""How fast the Reports API may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from mock_server.exchange import Rejection, Request
from mock_server.vendor import Context

Group: TypeAlias = Literal["sync", "async"]

PER_SECOND: Mapping[Group, int] = {"sync": 10, "async": 5}
"""Requests for records, and for reports. Source: S4 of specs/vonage/SOURCE.toml. ASSUMED: that they
are counted by API key, in whole seconds."""


def limited(request: Request, context: Context, group: Group) -> None:
    """Count this request.

    Raises:
        Rejection: 429, it is one too many of its second. ASSUMED: the header that says when to
            come back, which clients honour if it is there.
    """
    who = f"vonage {group} {request.account}"
    if context.backing.rates.take(who, PER_SECOND[group], 1.0, context.clock()) < 0:
        raise Rejection("rate_limited", 429, headers=((b"retry-after", b"1"),))
