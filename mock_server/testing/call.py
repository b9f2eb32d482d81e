"""What was asked, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
import orjson

from mock_server.web.exchanges import Exchange


@dataclass(frozen=True, slots=True)
class Call:
    """A request and its answer, as they went over the wire.

    Args:
        at: by the test's clock.
        vendor: whose API was meant; empty for nobody's.
        operation: its operationId; empty when the API has none there.
        path: below the API's prefix.
        body: at most its first 64 KiB; the same for `answer`.
        status: 0 where there is no answer, because the request was lost.
        rules: the ids of what befell it, as `fail`, `slow` and `scenario` returned them.
        fault: the kind of what went wrong on purpose; empty when nothing did.
        lost: "request" (nothing was done), "response" (it was acted on) or nothing, as that says.
    """

    at: datetime
    vendor: str
    operation: str
    method: str
    path: str
    query: str
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)
    status: int
    answer_headers: httpx.Headers = field(repr=False)
    answer: bytes = field(repr=False)
    rules: tuple[str, ...]
    fault: str
    lost: str

    @property
    def parameters(self) -> dict[str, str]:
        """Those of the query; of equal names the last one."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        """The request's body."""
        return orjson.loads(self.body)

    @property
    def answer_json(self) -> Any:
        return orjson.loads(self.answer)


def call(exchange: Exchange) -> Call:
    """An exchange of the journal, as tests look at it."""
    asked, facts, fault = exchange.asked, exchange.facts, exchange.settled.fault
    return Call(
        at=exchange.at,
        vendor=facts.vendor,
        operation=facts.operation,
        method=asked.method,
        path=facts.path,
        query=asked.query.decode("latin-1"),
        headers=httpx.Headers(list(asked.headers)),
        body=asked.body,
        status=exchange.status,
        answer_headers=httpx.Headers([] if exchange.is_lost else header_lines(exchange.head)),
        answer=exchange.body,
        rules=exchange.settled.by,
        fault=fault.kind if fault else "",
        lost=(fault.loses or "") if fault else "",
    )


def header_lines(head: bytes) -> list[tuple[bytes, bytes]]:
    """The headers below a status line."""
    lines = head.splitlines()[1:]
    return [(name, value) for name, _, value in (line.partition(b": ") for line in lines) if name]
