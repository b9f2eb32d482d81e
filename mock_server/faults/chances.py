"""The errors of a profile as rules: now and then, as often as they were seen."""

from __future__ import annotations

from collections.abc import Iterator

from mock_server.faults.fault import Fault
from mock_server.faults.matching import Match
from mock_server.faults.profile import Errors, Profile
from mock_server.faults.rules import Rule, Rules


def error_rules(profile: Profile) -> Rules:
    """Rules that answer requests with the errors of a profile, as often as it says.

    Only 429 and 5xx come by chance: the others are what a request deserved, and come to those that
    deserve them. Nothing is done for a request that meets one (ASSUMED: a recording cannot tell).
    """
    rules = [
        rule
        for place, (operation, errors) in enumerate(profile.errors.items())
        for rule in _rules(Match(vendor=profile.api, operation=operation), errors, place)
    ]
    return Rules(tuple(rules))


def _rules(match: Match, errors: Errors, place: int) -> Iterator[Rule]:
    """One for each status. Who escaped the ones before is fewer: the others meet it more often."""
    left = 1.0
    for status, rate in errors.rates.items():
        if rate and (status == 429 or status >= 500):
            yield Rule(
                id=f"learned-{match.vendor or 'any'}-{place}-{status}",
                match=match,
                fault=Fault("status", lost="request", status=status),
                probability=min(rate / left, 1.0),
                name=f"{rate:.2%} of {errors.count:,} answers: {errors.source}",
            )
            left -= rate
