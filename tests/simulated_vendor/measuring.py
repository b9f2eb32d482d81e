"""How many changes are noticed, with which verdict, and how many clean runs alarm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.lattice.baseline import ARMED, Baseline
from contracts.lattice.watching import Look, learn, look
from tests.simulated_vendor.changes import CHANGES, Change
from tests.simulated_vendor.vendor import Vendor

ALARMING = frozenset({"drift", "undocumented"})


@dataclass(frozen=True, slots=True)
class Noticed:
    """What one look showed of a change: the verdicts on its golden request, and what it took."""

    change: Change
    verdicts: tuple[str, ...]
    requests: int

    @property
    def is_right(self) -> bool:
        return self.change.expected in self.verdicts


def recorded(vendor: Vendor, number: int) -> Baseline:
    """A baseline of as many captures as it takes to be armed."""
    baseline = Baseline(vendor.name, salt="simulated")
    for capture in range(ARMED):
        learn(baseline, look(vendor.golden(f"{number} {capture}"), baseline, vendor.contract))
    return baseline


def noticed(vendor: Vendor, baseline: Baseline, seed: str) -> Iterator[Noticed]:
    """Every change of the vendor, one after the other."""
    for change in CHANGES:
        if change.vendor == vendor.name:
            shown = look(vendor.golden(f"{seed} {change.name}", change), baseline, vendor.contract)
            held = [one for one in shown.observations if one.difference.case == change.golden]
            verdicts = dict.fromkeys(one.held for one in held)
            yield Noticed(change, tuple(verdicts), shown.requests)


def clean(vendor: Vendor, baseline: Baseline, seed: str, runs: int) -> Iterator[Look]:
    """Looks at a vendor that did not change."""
    for run in range(runs):
        yield look(vendor.golden(f"{seed} clean {run}"), baseline, vendor.contract)


def alarms(shown: Look) -> Counter[str]:
    return Counter(one.held for one in shown.observations if one.held in ALARMING)
