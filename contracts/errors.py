"""What is wrong on the judge's side: a target, a budget, a file. Never a finding."""

from __future__ import annotations

from mock_server.errors import MockServerError


class TargetError(MockServerError):
    """What is to be judged cannot be reached, or is not what was named."""


class CheckError(MockServerError):
    """What was asked of the judge makes no sense."""
