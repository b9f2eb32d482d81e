"""Sees exchanges, has them judged, and tells a tally what may be told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from contracts.cases.sent import Sent
from contracts.coverage import Gauge
from contracts.evidence import Veil, cleaned
from contracts.finding import Finding
from contracts.judge import judged
from contracts.observed import Observed
from contracts.running.tally import UNSENT, Sighting, Tally


@dataclass(frozen=True, slots=True)
class Witness:
    """What stands between an exchange and the tally: nothing gets past it but what is clean.

    Args:
        second: another judge, who is asked about generated cases that seem fine.
    """

    tally: Tally
    veil: Veil
    gauge: Gauge
    second: Callable[[Observed], Iterable[Finding]] = field(default=lambda observed: ())

    def see(self, observed: Observed, sent: Sent | None = None) -> None:
        """Count and judge an exchange."""
        self.tally.count(observed)
        self.gauge.see(observed, self.tally.coverage)
        found = list(judged(observed)) or (self.second(observed) if sent else ())
        for finding in found:
            self.find(finding, observed, sent)

    def find(
        self, finding: Finding, observed: Observed | None = None, sent: Sent | None = None
    ) -> None:
        """Take a finding down; words are found for it only where its request is the smallest."""
        known_as = finding.fingerprint
        known = self.tally.sightings.get(known_as)
        size = sent.size if sent else UNSENT
        if known is not None and known.size <= size:
            self.tally.note(Sighting(known.finding, known_as))
        else:
            told = cleaned(finding, self.veil, observed)
            self.tally.note(Sighting(told, known_as, sent))
