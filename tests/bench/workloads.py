"""What is asked of every server: one request per workload, the same for all."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import orjson

from tests.bench.load import VARYING

DOCUMENT = Path(__file__).parents[2] / "specs/telnyx/usage-reports.yaml"

PREFIXES = ("", "/v2")
"""Some servers put the path of the document's server address before every path, some do not."""

KEY = "Bearer KEY_TEST"
SYNC = "/reports/mdr_usage_reports/sync?"
PERIOD = "start_date=2026-07-01T00:00:00-06:00&end_date=2026-07-31T00:00:00-06:00"
REPORT = {
    "start_date": "2026-07-01T00:00:00-06:00",
    "end_date": "2026-07-31T00:00:00-06:00",
    "aggregation_type": "PROFILE",
    "profiles": "My profile",
}


@dataclass(frozen=True, slots=True)
class Workload:
    """One request, and the status that answers it; `connections` send it at once.

    Where `load.VARYING` stands in its target, each is another one.
    """

    name: str
    method: str
    target: str
    status: int
    body: bytes = b""
    connections: int = 16

    def request(self, port: int, prefix: str) -> bytes:
        """The whole request as it goes over the wire."""
        head = (
            f"{self.method} {prefix}{self.target} HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{port}\r\nAuthorization: {KEY}\r\nAccept: application/json\r\n"
        )
        if self.body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(self.body)}\r\n"
        return f"{head}\r\n".encode() + self.body


VALID = Workload(
    name="valid request, answer of 1 KB, repeated",
    method="GET",
    target=f"{SYNC}{PERIOD}&aggregation_type=PROFILE&profiles=My%20profile",
    status=200,
)
VARIED = Workload(
    name="valid request, each another one",
    method="GET",
    target=f"{SYNC}{PERIOD}&aggregation_type=PROFILE&profiles=My%20profile{VARYING}",
    status=200,
)
INVALID = Workload(
    name="invalid request",
    method="GET",
    target=f"{SYNC}{PERIOD}&aggregation_type=WEEKDAY&profiles=My%20profile",
    status=400,
)
POST = Workload(
    name="POST with a JSON body",
    method="POST",
    target="/reports/mdr_usage_reports",
    status=200,
    body=orjson.dumps(REPORT),
)
MANY = Workload(
    name="1,000 records in one answer",
    method="GET",
    target="/reports/wdrs?page%5Bsize%5D=1000",
    status=200,
    connections=4,
)
WORKLOADS = (VALID, VARIED, INVALID, POST, MANY)


def ask(port: int, workload: Workload, prefix: str) -> tuple[int, bytes]:
    """The status and the body that answer a workload's request, once."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Authorization": KEY, "Accept": "application/json"}
        if workload.body:
            headers["Content-Type"] = "application/json"
        connection.request(workload.method, prefix + workload.target, workload.body, headers)
        response: HTTPResponse = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def prefix_of(port: int) -> str | None:
    """Where this server has put the document's paths, or None when nowhere."""
    for prefix in PREFIXES:
        if ask(port, VALID, prefix)[0] == VALID.status:
            return prefix
    return None
