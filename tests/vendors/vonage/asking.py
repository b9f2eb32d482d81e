"""The Reports API in this process, asked over HTTP, with a clock that the tests turn."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from mock_server.backing import Backings
from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.web.app import build_app
from mock_server.web.plans import Behaviour
from tests.engine.served import Api
from tests.vendors.vonage_records.ledger import ACCOUNTS, NOW

START = datetime.fromtimestamp(NOW / 1000, UTC)
KEY = "abcd1234"
RECORDS = "/v2/reports/records"


class Vonage:
    """The API as one account asks it: a tenth of a second, as fast as allowed, after each answer.

    Attributes:
        asked: the accounts that have asked.

    Args:
        lenient: the profile "permissive".
        own: settings of the vendor's.
    """

    PACE_S = 0.1

    def __init__(self, *, seed: int = 11, lenient: bool = False, **own: str | int) -> None:
        self.now = START
        self.pause_s = self.PACE_S
        self.asked: set[str] = set()
        settings = Settings(seed=seed, accounts=ACCOUNTS, vendors={"vonage": own})
        self.backings = Backings(settings)
        behaviour = Behaviour(seed, lambda: self.now, lenient=lenient, backings=self.backings)
        self._runner = asyncio.Runner()
        self._api = Api(self._runner, build_app(serve_named(("vonage",)), behaviour), "/vonage")

    def close(self) -> None:
        self._runner.close()
        self.backings.clear()

    def begin_again(self) -> None:
        """Back to the start, with nothing remembered."""
        self.now = START + timedelta(days=1)
        # Limits count in the second that was asked in last: in another one they begin anew.
        for key in sorted(self.asked):
            self.records(key, product="AMD")
            self.get("/v2/reports/unknown", key)
        self.asked.clear()
        self.now, self.pause_s = START, self.PACE_S
        self.backings.store.reset("default")

    def get(self, target: str, key: str = KEY, **headers: str) -> httpx.Response:
        """Ask for a path, or for an address that an answer linked to."""
        self.asked.add(key)
        target = target.removeprefix("http://mock.test/vonage")
        basic = b64encode(f"{key}:secret".encode()).decode()
        answer = self._api.get(target, Authorization=f"Basic {basic}", **headers)
        self.now += timedelta(seconds=self.pause_s)
        return answer

    def records(self, key: str = KEY, /, **parameters: Any) -> httpx.Response:
        """Ask for records; a trailing underscore frees a parameter from Python's own words."""
        named = {name.rstrip("_"): value for name, value in parameters.items()}
        return self.get(f"{RECORDS}?{urlencode(named)}", key)

    def pages(self, key: str = KEY, /, **parameters: Any) -> Iterator[Any]:
        """All pages, found by the links."""
        answer = self.records(key, **parameters)
        while True:
            page = body(answer)
            yield page
            if "next" not in page["_links"]:
                return
            answer = self.get(page["_links"]["next"]["href"], key)

    def all(self, key: str = KEY, /, **parameters: Any) -> list[dict[str, Any]]:
        return [record for page in self.pages(key, **parameters) for record in page["records"]]


def body(answer: httpx.Response) -> Any:
    """What a request that went well was told."""
    assert answer.status_code == 200, answer.text
    return answer.json()


def refusal(answer: httpx.Response) -> tuple[int, Any]:
    """Status and body of a "no", but for its trace id, which has the published form."""
    told = answer.json()
    trace = told.pop("instance")
    assert len(trace) == 32
    assert answer.headers["content-type"] == "application/json"
    return answer.status_code, told


def unfit(**reasons: str) -> tuple[int, Any]:
    """The refusal that names parameters."""
    named = [{"reason": why, "name": name.rstrip("_")} for name, why in reasons.items()]
    return 422, {"title": "Unprocessable entity", "invalid_parameters": named}


def wire(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
