"""A slice of `python -m tests.simulated_vendor`, whose table stands in docs/drift.md."""

from __future__ import annotations

import pytest

from tests.simulated_vendor.changes import CHANGES
from tests.simulated_vendor.measuring import alarms, clean, noticed, recorded
from tests.simulated_vendor.vendor import simulated


def test_there_are_more_than_forty_changes() -> None:
    assert len({(one.vendor, one.golden, one.name) for one in CHANGES}) == len(CHANGES) > 40


@pytest.mark.parametrize("name", ["vonage", "telnyx"])
def test_changes_are_found_with_the_right_verdict_and_noise_does_not_alarm(name: str) -> None:
    with simulated(name) as vendor:
        baseline = recorded(vendor, 0)

        found = list(noticed(vendor, baseline, "slice"))
        quiet = [alarms(shown) for shown in clean(vendor, baseline, "slice", 3)]

    wrong = [(one.change.name, one.verdicts) for one in found if not one.is_right]
    assert len(wrong) <= 0.05 * len(found), wrong
    assert max(one.requests for one in found) <= 20
    assert sum(bool(one) for one in quiet) <= 1
