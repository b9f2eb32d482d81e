"""What there is to exercise of an operation, and what of it an exchange exercises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contracts.contract import Promise
from contracts.coverage.requested import Asking, asking
from contracts.coverage.tree import Hit, Node, tree
from contracts.observed import NOT_JSON, Observed

Point = tuple[str, str, str]
"""An operation's key, an aspect, and what of it."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What there is to exercise of one operation.

    Args:
        answers: by status as the document has it; those that describe no JSON have None.
    """

    key: str
    asking: Asking
    answers: Mapping[str, Node | None]

    def known(self) -> Iterator[Point]:
        yield self.key, "operations", "asked"
        for status, node in self.answers.items():
            yield self.key, "statuses", status
            for aspect, name in node.known() if node else ():
                yield self.key, aspect, name
        for aspect, name in self.asking.known():
            yield self.key, aspect, name

    def walk(self, observed: Observed, hit: Hit) -> None:
        """Tell what an exchange exercises: of a refused request, its answer alone."""
        hit("operations", "asked")
        status = self.status(observed.status)
        if status is not None:
            hit("statuses", status)
            node = self.answers[status]
            if node is not None and observed.json is not NOT_JSON:
                node.walk(observed.json, hit)
        if observed.status < 400:
            self.asking.walk(observed.request, hit)

    def status(self, status: int) -> str | None:
        """The entry that a status falls under."""
        names = (str(status), f"{status // 100}XX", "default")
        return next((name for name in names if name in self.answers), None)


def yardstick(promise: Promise) -> Yardstick:
    operation = promise.operation
    answers: dict[str, Node | None] = {}
    for one in operation.responses:
        schemas = [media.schema for media in one.content if "json" in media.range]
        name = one.status.upper() if one.status.lower() != "default" else "default"
        answers[name] = tree(schemas[0], name + " ") if schemas else None
    return Yardstick(promise.key, asking(operation), answers)
