"""An exchange as the journal tells it: a request, its answer, and what came in between."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from mock_server.faults.fault import UNANSWERED
from mock_server.faults.matching import Facts
from mock_server.faults.rules import Settled
from mock_server.spec.operation import Operation
from mock_server.web.asked import Asked

if TYPE_CHECKING:  # plans have journals, and routes have plans
    from mock_server.web.site import Route


class Streamed:
    """How many bytes of an answer were sent while it was made."""

    __slots__ = ("is_over", "size")

    def __init__(self) -> None:
        self.size = 0
        self.is_over = False

    def counting(self, pieces: Iterator[bytes]) -> Generator[bytes, None, None]:
        try:
            for piece in pieces:
                self.size += len(piece)
                yield piece
        finally:
            self.is_over = True
            if isinstance(pieces, Generator):
                pieces.close()


class Exchange(NamedTuple):
    """A request and its answer.

    Args:
        number: among those of the process, in order.
        at: by the session's clock, when the answer was settled.
        duration_s: from the request's arrival until its answer was due.
        asked: the request, with the beginning of its body; `size` is that of all of it.
        vendor: the API that was meant; empty when none was.
        route: None where no operation was found.
        settled: what befell it.
        head: the status line and the headers of the answer.
        body: its beginning; `answered` is the size of all of it.
        streamed: counts it instead, of an answer that was made while it was sent.
        began_s: when the request arrived, by the monotonic clock.
    """

    number: int
    at: datetime
    duration_s: float
    session: str
    asked: Asked
    size: int
    vendor: str
    route: Route | None
    settled: Settled
    head: bytes
    body: bytes
    answered: int
    streamed: Streamed | None
    began_s: float

    @property
    def is_out(self) -> bool:
        """Whether the size of the answer is known for good."""
        return self.streamed is None or self.streamed.is_over

    @property
    def status(self) -> int:
        """0 where there is no answer, because the request was lost."""
        return 0 if self.is_lost else int(self.head[9:12])

    @property
    def is_lost(self) -> bool:
        """Whether nothing was done for the request, and nothing answered."""
        fault = self.settled.fault
        return fault is not None and fault.kind in UNANSWERED and fault.lost == "request"

    @property
    def path(self) -> str:
        """Below the API's prefix."""
        prefix = f"/{self.vendor}/"
        path = self.asked.path
        return path[len(prefix) - 1 :] if path.startswith(prefix) else path

    @property
    def operation(self) -> Operation | None:
        return None if self.route is None else self.route.plan.operation

    @property
    def facts(self) -> Facts:
        """What a rule or a verification may ask of the request."""
        operation, asked = self.operation, self.asked
        return Facts(
            vendor=self.vendor,
            operation=operation.id if operation else "",
            method=asked.method,
            template=operation.path if operation else "",
            path=self.path,
            query=asked.query,
            headers=asked.named,
            body=asked.body,
        )
