"""A target at an address: somebody else's server, or ours on a port."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from time import monotonic

import httpx

from contracts.contract import Contract, contract
from contracts.errors import TargetError
from contracts.targets.between import Between

TIMEOUT_S = 10.0
"""For a connection, and for each part of an answer. Nobody waits longer for a page."""

LAST_PORT = 65_535

MOST_BYTES = 16 * 1024 * 1024
MOST_S = 30.0
"""Of one answer, whole: an endless one must end somewhere. Our own bounds."""


class EndlessAnswer(httpx.TransportError):
    """An answer that is larger, or takes longer, than anybody would wait for."""


class Bounded(httpx.BaseTransport):
    """Reads answers to their end, or to the bounds above."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        until = monotonic() + MOST_S
        answer = self._inner.handle_request(request)
        try:
            parts = list(bounded(answer.stream, until))  # type: ignore[arg-type]
        finally:
            answer.close()
        stream = httpx.ByteStream(b"".join(parts))
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=stream, extensions=answer.extensions
        )

    def close(self) -> None:
        self._inner.close()


def bounded(stream: httpx.SyncByteStream, until: float) -> Iterator[bytes]:
    """The parts of a body.

    Raises:
        EndlessAnswer: there are too many of them, or they come too late.
    """
    size = 0
    for part in stream:
        size += len(part)
        if size > MOST_BYTES:
            raise EndlessAnswer(f"The answer has more than {MOST_BYTES // 1024 // 1024} MB")
        if monotonic() > until:
            raise EndlessAnswer(f"The answer is not whole after {MOST_S:g} s")
        yield part


def address_contract(url: str, specs: tuple[Path, ...]) -> Contract:
    """The documents named for it.

    Raises:
        TargetError: none is named, or it is no address.
    """
    address = read_address(url)
    if not specs:
        raise TargetError(
            "There is nothing to judge this API by",
            where=str(address.copy_with(username=None, password=None)),
            why="an address does not say what it promises",
            fix="name its OpenAPI document: --spec openapi.yaml",
        )
    return contract(address.host, specs)


def read_address(url: str) -> httpx.URL:
    """An address that paths can be appended to.

    Raises:
        TargetError: it is none.
    """
    if why := _no_address(url):
        raise TargetError(
            f"{unsigned(url)!r} is nothing that can be judged",
            where="understudy check",
            why=why,
            fix="name one of these, such as mock:telnyx or http://127.0.0.1:8080/v2",
        )
    return httpx.URL(url)


def unsigned(url: str) -> str:
    """What was said, without user and password, whether it is an address or not."""
    return re.sub(r"//[^/]*@", "//", url)


def _no_address(url: str) -> str:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        return f"a target is mock:NAME, live:NAME, or an address, and of that: {error}"
    if address.scheme not in ("http", "https") or not address.host:
        return "a target is mock:NAME, live:NAME, or an address that begins with http"
    if address.query or address.fragment:
        return "paths are appended to an address, so nothing may follow its own path"
    return "" if (address.port or 0) <= LAST_PORT else f"ports end at {LAST_PORT:,}"


@contextmanager
def address_client(
    url: str, headers: Mapping[str, str], between: Between
) -> Iterator[httpx.Client]:
    """No redirects, and no proxies from the environment: what is judged is who was named.

    No cookies are kept: requests are the same whatever was answered before.
    """
    with httpx.Client(
        transport=between(Bounded(httpx.HTTPTransport())),
        base_url=url,
        headers=dict(headers),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        timeout=TIMEOUT_S,
        follow_redirects=False,
        trust_env=False,
    ) as client:
        yield client
