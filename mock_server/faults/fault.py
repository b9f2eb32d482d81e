"""Faults: what goes wrong with an exchange, as values. Who performs them is not known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Lost: TypeAlias = Literal["request", "response"]
"""What does not arrive. After a lost request nothing has happened, and to try again is safe; after
a lost response the request was acted on, and to try again may do it twice."""

FaultKind: TypeAlias = Literal[
    "status", "hang", "reset", "empty",
    "truncated", "wrong_length", "malformed", "slow",
    "missing_field", "wrong_type", "unknown_enum", "extra_field", "number_as_text", "failed_job",
    "duplicate_callback", "stale_callback",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong.

    Args:
        lost: for "status", "hang", "reset" and "empty"; the others spoil an answer that was made.
            Whoever writes a rule and does not say gets what `LOSING` says.
        status: of "status": the answer's, in the shape of the vendor's errors.
        retry_after_s: of "status": what `Retry-After` says; None for an answer without.
        headers: of "status": further ones, such as those of a rate limit.
        seconds: of "hang": when the connection is closed, 0 for never; of "stale_callback": how
            long after the callback it comes again, as it was.
        part: of "truncated": how much of the body arrives, from 0 to 1.
        extra_bytes: of "wrong_length": how many more than there are `Content-Length` promises.
        bytes_per_s: of "slow".
        field: of those that break the contract: a JSON pointer to what is broken, in which `*`
            stands for any item of a list; empty for the first that will do.
    """

    kind: FaultKind
    lost: Lost = "response"
    status: int = 0
    retry_after_s: float | None = None
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    part: float = 0.5
    extra_bytes: int = 100
    bytes_per_s: float = 1024.0
    field: str = ""

    @property
    def loses(self) -> Lost | None:
        """What does not arrive; None of those that spoil an answer."""
        return self.lost if "lost" in TAKES[self.kind] else None


TAKES: Mapping[FaultKind, frozenset[str]] = {
    "status": frozenset({"lost", "status", "retry_after_s", "headers"}),
    "hang": frozenset({"lost", "seconds"}),
    "reset": frozenset({"lost"}),
    "empty": frozenset({"lost"}),
    "truncated": frozenset({"part"}),
    "wrong_length": frozenset({"extra_bytes"}),
    "malformed": frozenset(),
    "slow": frozenset({"bytes_per_s"}),
    "missing_field": frozenset({"field"}),
    "wrong_type": frozenset({"field"}),
    "unknown_enum": frozenset({"field"}),
    "extra_field": frozenset({"field"}),
    "number_as_text": frozenset({"field"}),
    "failed_job": frozenset(),
    "duplicate_callback": frozenset(),
    "stale_callback": frozenset({"seconds"}),
}
"""What can be said of each kind beside its name."""

LOSING: Mapping[FaultKind, Lost] = {"status": "request"}
"""What is lost where nobody says; of all others the response. A service that says no has, as a
rule, done nothing."""

OF_CALLBACKS = frozenset({"duplicate_callback", "stale_callback"})
"""These befall callbacks, not answers."""

OF_CONNECTIONS = frozenset({"hang", "reset", "empty", "truncated", "wrong_length", "slow"})
"""These are done to the connection."""

UNANSWERED = frozenset({"hang", "reset", "empty"})
"""Of these no byte of an answer arrives."""

BREAKING = frozenset(
    {"missing_field", "wrong_type", "unknown_enum", "extra_field", "number_as_text"}
)
"""These make an answer break its contract."""
