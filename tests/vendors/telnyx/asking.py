"""Telnyx's API in this process, with a clock that the tests turn, and two eyes on every answer.

Whatever a test asks, the answer is held against the document by `jsonschema`; the vendor's own
client, with its strict models, can be put in front.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from jsonschema import Draft202012Validator
from telnyx import Telnyx as Client

from mock_server.backing import Backings
from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.state.store import Store
from mock_server.web.app import build_app
from mock_server.web.plans import Behaviour
from tests.documents.library import content
from tests.documents.rows import row_validator
from tests.engine.served import Api

START = datetime(2026, 11, 17, 9, 30, 12, 345_000, tzinfo=UTC)
KEY = "KEY0190A1B2C3D4"
BASE = "/telnyx/v2"
DOCUMENTS = (
    "telnyx/usage-reports.yaml", "telnyx/charges.yaml", "telnyx/billing.yaml", "telnyx/legacy.yaml",
    "telnyx/wireless.yaml", "telnyx/sub-number-orders.yaml", "telnyx/downloads.yaml",
)  # fmt: skip


class Telnyx:
    """The API as accounts ask it. The clock stands still but for `pause_s` after each answer.

    Args:
        store: what is remembered; None for a store of its own.
        accounts: records a day of single accounts.
        lenient: the profile "permissive".
        own: settings of the vendor's.
    """

    def __init__(
        self,
        *,
        seed: int = 11,
        store: Store | None = None,
        accounts: Mapping[str, int] | None = None,
        lenient: bool = False,
        **own: str | int,
    ) -> None:
        self.now = START
        self.pause_s = 0.25
        settings = Settings(seed=seed, accounts=accounts or {}, vendors={"telnyx": own})
        self.backings = Backings(settings, store)
        behaviour = Behaviour(seed, lambda: self.now, lenient=lenient, backings=self.backings)
        self.sessions = behaviour.sessions
        self._runner = asyncio.Runner()
        self._api = Api(self._runner, build_app(serve_named(("telnyx",)), behaviour), "")

    def close(self) -> None:
        self._runner.close()
        self.backings.clear()

    def ask(
        self, method: str, target: str, key: str = KEY, body: Any = None, **headers: str
    ) -> httpx.Response:
        """Ask for a path below `/v2`, or for an address that an answer linked to."""
        named = {"Authorization": f"Bearer {key}"}
        content = None
        if body is not None:
            named["Content-Type"] = "application/json"
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        target = target.removeprefix("http://mock.test")
        path = target if target.startswith("/telnyx/") else BASE + target
        answer = self._api.request(method, path, named, content)
        self.now += timedelta(seconds=self.pause_s)
        check(method, path.removeprefix(BASE), answer)
        return answer

    def get(self, path: str, key: str = KEY, /, **query: Any) -> httpx.Response:
        """Ask for a path; a query's names may hold brackets when they are given as `**{...}`."""
        text = urlencode(query, doseq=True)
        return self.ask("GET", f"{path}?{text}" if text else path, key)

    def data(self, path: str, key: str = KEY, /, **query: Any) -> Any:
        """The `data` of an answer that went well."""
        return fine(self.get(path, key, **query))["data"]

    def post(self, path: str, body: Any, key: str = KEY) -> httpx.Response:
        return self.ask("POST", path, key, body)

    def delete(self, path: str, key: str = KEY) -> httpx.Response:
        return self.ask("DELETE", path, key)

    def patch(self, path: str, body: Any, key: str = KEY) -> httpx.Response:
        return self.ask("PATCH", path, key, body)

    @contextmanager
    def client(self, key: str = KEY) -> Iterator[Client]:
        """The vendor's client, strict about what it is told, asking this API."""
        with Client(
            api_key=key,
            base_url=f"http://mock.test{BASE}",
            max_retries=0,
            http_client=httpx.Client(transport=_Transport(self)),
            _strict_response_validation=True,
        ) as one:
            yield one


class _Transport(httpx.BaseTransport):
    def __init__(self, api: Telnyx) -> None:
        self._telnyx = api

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = [(name.encode(), value.encode()) for name, value in request.headers.items()]
        target = request.url.raw_path.decode()
        api = self._telnyx
        answer = api._api.request(request.method, target, headers, request.read() or None)
        api.now += timedelta(seconds=api.pause_s)
        check(request.method, target.removeprefix(BASE), answer)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def fine(answer: httpx.Response) -> Any:
    """What a request that went well was told."""
    assert 200 <= answer.status_code < 300, answer.text
    return answer.json()


def refusal(answer: httpx.Response) -> tuple[int, list[dict[str, Any]]]:
    """Status and errors of a "no"."""
    return answer.status_code, answer.json()["errors"]


def check(method: str, target: str, answer: httpx.Response) -> None:
    """The answer is what the document describes: its status, its media type, its body.

    Raises:
        AssertionError: it is not.
    """
    found = _described(method.lower(), urlsplit(target).path)
    if found is None:
        assert answer.status_code in {404, 405}, f"{method} {target}: {answer.status_code}"
        return
    name, responses = found
    status = str(answer.status_code)
    described = responses.get(status) or responses.get("default")
    if described is None:  # no document names 401, 404, 422 or 429 everywhere
        assert answer.status_code >= 400, f"{method} {target} answers {status}"
        return
    bodies = _resolved(content(name), described).get("content")
    if not bodies:
        assert answer.content == b""
        return
    media = answer.headers["content-type"].partition(";")[0]
    assert media in bodies, f"{method} {target} answers {media}"
    if media == "application/json":
        validator = _validator(name, json.dumps(bodies[media]["schema"]))
        errors = [each.message for each in validator.iter_errors(answer.json())]
        assert not errors, f"{method} {target}: {errors[:3]}"


@cache
def _validator(name: str, schema: str) -> Draft202012Validator:
    return row_validator()({**content(name), **json.loads(schema)})


def _described(method: str, path: str) -> tuple[str, Any] | None:
    """The document and the responses of the operation at a path; None when there is none."""
    parts = path.replace("/legacy_reporting", "/legacy/reporting").strip("/").split("/")
    best: tuple[int, str, Any] | None = None
    for name in DOCUMENTS:
        for template, item in content(name)["paths"].items():
            wanted = template.strip("/").split("/")
            if len(wanted) != len(parts) or method not in item:
                continue
            pairs = list(zip(wanted, parts, strict=True))
            if all(one == other or one.startswith("{") for one, other in pairs):
                plain = sum(one == other for one, other in pairs)
                if best is None or plain > best[0]:
                    best = plain, name, item[method]["responses"]
    return None if best is None else best[1:]


def _resolved(root: Any, node: Any) -> Any:
    while "$ref" in node:
        target = root
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node
