"""Exchanges for tests of what may be written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from contracts.contract import Promise
from contracts.observed import Observed
from mock_server.spec.operation import Operation, ResponseSpec

PROMISE = Promise(
    Operation("getThing", "GET", "/things/{id}", "/paths/~1things~1{id}/get",
              responses=(ResponseSpec("200"),)),
    Path("things.yaml"),
    "",
)  # fmt: skip


def exchange(
    request: httpx.Request, response: httpx.Response | None = None, **said: Any
) -> Observed:
    answer = response if response is not None else httpx.Response(200, json={})
    return Observed(PROMISE, request, answer, 0.01, **{"source": "fuzzing", **said})
