"""What is right is taken, what is wrong is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contracts.checks.said import Wrong, finding
from contracts.finding import Finding
from contracts.observed import Observed

CONTRADICTING: Mapping[int, str] = {
    405: "the method to be known, as the document has it",
    406: "a body of any type, for the request takes any",
    415: "the media type to be known, as the document has it",
}
"""Refusals that the document contradicts, and what it says instead."""


def wrong_is_refused(observed: Observed) -> Iterator[Finding]:
    """A request that the document forbids is not answered with success."""
    if observed.expectation == "refused" and observed.status < 300:
        wrong = Wrong(
            keyword="accepted",
            expected=f"a refusal: {observed.why or 'the document forbids the request'}",
            actual=str(observed.status),
            pointer=f"request: {observed.why}" if observed.why else "",
        )
        yield finding(observed, "wrong_is_refused", wrong)


def right_is_taken(observed: Observed) -> Iterator[Finding]:
    """A documented method and media type are not called unknown.

    Whether the values of a request are right is another matter: they may break rules that no schema
    can say (an end before its beginning, a month in the future), so 400 and 422 prove nothing.
    """
    if observed.expectation == "accepted" and observed.status in CONTRADICTING:
        wrong = Wrong("refused", CONTRADICTING[observed.status], str(observed.status))
        yield finding(observed, "right_is_taken", wrong)
