"""What is wrong on the judge's side: a target, a budget, a file. Never a finding."""

from __future__ import annotations

from mock_server.errors import MockServerError


class TargetError(MockServerError):
    """What is to be judged cannot be reached, or is not what was named."""


class CheckError(MockServerError):
    """What was asked of the judge makes no sense."""


class GuardError(MockServerError):
    """A request to a vendor's own API was not sent; see `contracts.live`."""


class Denied(GuardError):
    """Nobody allowed this request: another host, method, path or question than the live file's."""


class RunEnded(GuardError):
    """Nothing more is sent in this run; what was seen until then stands."""


class BudgetSpent(RunEnded):
    """The day's requests, records or money might not suffice for one more request."""


class PatienceEnded(RunEnded):
    """The vendor wants to be left alone for longer than this run waits."""
