"""What a law finds in an API that was spoilt."""

from __future__ import annotations

from contracts.api import Api
from contracts.laws import LAWS, outcome
from tests.contracts.laws.changes import Change

SEED = 4


def blamed(name: str, api: Api, change: Change) -> set[str]:
    """The operations that a law's findings name."""
    law = next(one for one in LAWS if one.name == name)
    came = outcome(law, change(api.apart(f"spoilt-{name}")), SEED)
    assert came.verdict == "violation", came.doubts
    for finding, observed in zip(came.findings, came.blamed, strict=True):
        assert (finding.check, finding.keyword) == (name, name)
        assert finding.expected
        assert finding.actual
        assert observed is None or observed.operation == finding.operation
    return {finding.operation for finding in came.findings}
