"""Every vendor in this process with the control API beside them, asked over HTTP."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from mock_server.backing import Backings
from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.state.store import Store
from mock_server.web.app import build_app
from mock_server.web.plans import Behaviour
from tests.documents.library import document
from tests.engine.contract import Contract, contract
from tests.engine.contract import Operation as Documented
from tests.engine.judge import findings
from tests.engine.served import Api

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
KEY = "abcd1234"
RECORDS = "/vonage/v2/reports/records?product=SMS&direction=outbound&limit=2"
REPORTS = "/vonage/v2/reports"
ORDER = {
    "account_id": KEY,
    "product": "SMS",
    "direction": "outbound",
    "date_start": "2026-09-30T12:00:00Z",
    "date_end": "2026-09-30T12:10:00Z",
}

CONTRACT: Contract = contract(document("control/openapi.yaml"))
OPERATIONS: Mapping[str, Documented] = {
    operation.place.node["operationId"]: operation for operation in CONTRACT.operations("control")
}


class Mock:
    """A server. Its own clock stands still unless the test turns `now`."""

    def __init__(
        self,
        *,
        session: str = "",
        settings: Settings | None = None,
        store: Store | None = None,
        apis: tuple[str, ...] = (),
        **behaviour: Any,
    ) -> None:
        self.now = START
        self.session = session
        self.backings = Backings(settings or Settings(seed=3), store)
        self.behaviour = Behaviour(3, lambda: self.now, backings=self.backings, **behaviour)
        self._runner = asyncio.Runner()
        self._api = Api(self._runner, build_app(serve_named(apis), self.behaviour), "")

    def close(self) -> None:
        self._runner.close()
        self.backings.clear()

    def run(self, awaitable: Any) -> Any:
        return self._runner.run(awaitable)

    def ask(self, method: str, target: str, body: Any = None, **headers: str) -> httpx.Response:
        named = {"Host": "127.0.0.1", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.session:
            named.setdefault("Mock-Session", self.session)
        content = None
        if body is not None:
            named.setdefault("Content-Type", "application/json")
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._api.request(method, target, named, content)

    def control(
        self, operation: str, body: Any = None, query: str = "", **path: str
    ) -> httpx.Response:
        """Ask the control API; the answer is judged by its document."""
        documented = OPERATIONS[operation]
        template = documented.path
        for name, value in path.items():
            template = template.replace("{" + name + "}", value)
        answer = self.ask(documented.method, f"/_mock{template}{query}", body)
        assert findings(CONTRACT, documented, answer) == [], answer.text
        return answer

    def told(self, operation: str, body: Any = None, query: str = "", **path: str) -> Any:
        """What a request of the control API was told that went well."""
        answer = self.control(operation, body, query, **path)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def vonage(
        self, method: str = "GET", target: str = RECORDS, body: Any = None, **headers: str
    ) -> httpx.Response:
        basic = "Basic " + b64encode(f"{KEY}:any".encode()).decode()
        return self.ask(method, target, body, **{"Authorization": basic, **headers})

    def advance(self, **by: float) -> Any:
        return self.told("advanceClock", by)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def after(**by: float) -> datetime:
    return START + timedelta(**by)
