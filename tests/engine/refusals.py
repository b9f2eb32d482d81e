"""What every refusal of the server says when no vendor has a shape of its own."""

from __future__ import annotations

from typing import Any

from tests.engine.small import Json


def assert_clear(answer: Any, *statuses: int) -> Json:
    """The refusal's body, once it is one of the statuses and says what every refusal says."""
    assert answer.status_code in statuses, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    said: Json = answer.json()
    assert said["status"] == answer.status_code
    assert said["title"]
    assert said["detail"]
    return said


def assert_answered(answer: Any) -> None:
    """A documented answer of any status, or a refusal that is clear and not our own failure."""
    if answer.headers["mock-source"] == "error":
        assert_clear(answer, *range(400, 500))
