"""Which documented response a status means."""

from __future__ import annotations

from collections.abc import Sequence

from mock_server.spec.operation import ResponseSpec


def default_status(responses: Sequence[ResponseSpec]) -> int:
    """The lowest 2xx of a document; without one `default` counts as 200, else the lowest of all.

    An operation without any response answers 200 with nothing.
    """
    exact = sorted(int(spec.status) for spec in responses if spec.status.isdigit())
    ranges = sorted(int(spec.status[0]) * 100 for spec in responses if spec.status[1:] == "XX")
    successes = [status for status in exact if 200 <= status < 300]
    if successes:
        return successes[0]
    if 200 in ranges or any(spec.status == "default" for spec in responses):
        return 200
    return min([*exact, *ranges], default=200)


def documented(responses: Sequence[ResponseSpec], status: int) -> ResponseSpec | None:
    """What the document says of a status: itself, its range, or `default`; None: nothing."""
    by_name = {spec.status: spec for spec in responses}
    for name in (str(status), f"{status // 100}XX", "default"):
        if name in by_name:
            return by_name[name]
    return None
