"""A target that Understudy plays in this process, without a socket.

The one place where the judge touches the player: it starts it, and from there on sees only HTTP.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import get_ident

import httpx

from contracts.api import Api
from contracts.contract import Contract
from contracts.targets.between import Between
from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.session import Session
from mock_server.spec.operation import SecurityScheme
from mock_server.testing.loop import Loop
from mock_server.testing.stage import Stage
from mock_server.testing.transport import SyncTransport
from mock_server.vendor import DEFAULT_SESSION

ACCOUNT = "abcd1234"
"""The mock takes any well-formed credential; who is named owns an account of the ledger."""

STARTS_AT = datetime(2026, 6, 17, 12, tzinfo=UTC)
"""When every run begins, so that equal seeds send equal requests on every day. Any would do."""

TICK = timedelta(milliseconds=50)
"""How long a request takes by the mock's clock, about as long as over a network: ASSUMED."""


class Ticking(httpx.BaseTransport):
    """Reaches one session, whose clock goes on by a tick with every request and never else."""

    def __init__(self, stage: Stage, name: str) -> None:
        self._inner = SyncTransport(stage, name)
        self._session: Session = stage.session(name)
        self._session.refresh()
        self._session.set_time(STARTS_AT, 0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.later(TICK.total_seconds())
        return self._inner.handle_request(request)

    def later(self, seconds: float) -> None:
        self._session.set_time(self._session.clock() + timedelta(seconds=seconds), 0)


def played_contract(name: str) -> Contract:
    served = serve_named((name,), lenient=True)[0]
    return Contract(served.vendor.name, served.documents, served.left_out)


@contextmanager
def played(
    contract: Contract, name: str, seed: int, headers: Mapping[str, str], between: Between
) -> Iterator[Api]:
    """The API `name`, played with nothing remembered and no latency."""
    loop = Loop()
    stage = Stage(Settings(apis=(name,), seed=seed, store="memory:", lenient=True), loop)
    sent = {**credentials(contract), **headers}

    def anew(session: str) -> Api:
        ticking = Ticking(stage, session)
        client = httpx.Client(
            transport=between(ticking),
            base_url="http://mock",
            headers=sent,
            trust_env=False,
            timeout=60,
        )
        return Api(contract, client, account=ACCOUNT, now=STARTS_AT, later=ticking.later, anew=anew)

    try:
        with unheard(loop):
            yield anew(DEFAULT_SESSION)
    finally:
        stage.close()
        loop.close()


@contextmanager
def unheard(loop: Loop) -> Iterator[None]:
    """The mock logs requests that it refuses, and most here are made to be refused."""
    log, silence = logging.getLogger("understudy"), Silence(loop.run(own_thread()))
    log.addFilter(silence)
    try:
        yield
    finally:
        log.removeFilter(silence)


async def own_thread() -> int:
    return get_ident()


class Silence(logging.Filter):
    """Keeps what one thread says from being heard; others may speak, or be silent, meanwhile."""

    def __init__(self, thread: int) -> None:
        super().__init__()
        self._thread = thread

    def filter(self, record: logging.LogRecord) -> bool:
        return record.thread != self._thread


def credentials(contract: Contract) -> dict[str, str]:
    """A header for every kind of credential that the documents ask for."""
    schemes = {
        scheme
        for promise in contract.promises.values()
        for alternative in promise.operation.security
        for scheme in alternative
    }
    return dict(_header(scheme) for scheme in sorted(schemes, key=lambda one: one.name))


def _header(scheme: SecurityScheme) -> tuple[str, str]:
    if scheme.kind == "apiKey":
        cookie = f"{scheme.parameter}={ACCOUNT}"
        return ("Cookie", cookie) if scheme.location == "cookie" else (scheme.parameter, ACCOUNT)
    if scheme.scheme == "basic":
        return "Authorization", "Basic " + b64encode(f"{ACCOUNT}:any".encode()).decode()
    return "Authorization", f"Bearer {ACCOUNT}"
