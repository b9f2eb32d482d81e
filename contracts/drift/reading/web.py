"""Documents that are fetched, and the files beside them: bounded, from one host only."""

from __future__ import annotations

import time
from urllib.parse import urljoin, urlsplit

import httpx

from contracts.drift.reading.text import MAX_BYTES, too_large, without_secrets
from mock_server.errors import SpecError

SECONDS = 30.0
"""ASSUMED: for one file, from the first byte asked to the last one received."""
MAX_REDIRECTS = 3
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ACCEPT = "application/json, application/yaml, text/yaml, */*;q=0.5"


class WebLibrary:
    """One address, and what it refers to on the same host."""

    def __init__(self, url: str) -> None:
        self.url = url
        _check(url)

    def mains(self) -> list[str]:
        return [self.url]

    def read(self, name: str) -> bytes | None:
        if _host(name) != _host(self.url):
            return None
        url = name
        with httpx.Client(trust_env=False, timeout=SECONDS, headers={"Accept": ACCEPT}) as client:
            for _ in range(MAX_REDIRECTS + 1):
                body, url = self._fetch(client, url)
                if body is not None:
                    return body
        raise _refused(name, f"it redirects more than {MAX_REDIRECTS} times")

    def _fetch(self, client: httpx.Client, url: str) -> tuple[bytes | None, str]:
        """The body, or the address where to ask next."""
        try:
            with client.stream("GET", url) as response:
                if response.has_redirect_location:
                    return None, self._redirected(url, response.headers["Location"])
                if response.status_code != 200:
                    raise _refused(url, f"the answer is {response.status_code}, not 200")
                return _bounded(response, url), url
        except httpx.HTTPError as error:
            raise _refused(url, str(error) or type(error).__name__) from None

    def _redirected(self, url: str, location: str) -> str:
        target = urljoin(url, location)
        if _host(target) != _host(self.url):
            raise _refused(url, f"it redirects to another host, {urlsplit(target).hostname}")
        return target


def _bounded(response: httpx.Response, url: str) -> bytes:
    if "text/html" in response.headers.get("Content-Type", "").lower():
        raise _refused(url, "a web page answered: a login, an error or a portal")
    ends_at, body = time.monotonic() + SECONDS, bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise too_large(without_secrets(url))
        if time.monotonic() > ends_at:
            raise _refused(url, f"it took longer than {SECONDS:g} s")
    return bytes(body)


def _check(url: str) -> None:
    scheme, host = _host(url)[:2]
    if not host or scheme not in {"http", "https"}:
        raise _refused(url, "it is no address of the web")
    if scheme == "http" and host not in LOOPBACK:
        raise _refused(url, "http can be read and changed on its way; https cannot")


def _host(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused(url, "it is no address of the web") from None
    return parts.scheme, parts.hostname, port


def _refused(url: str, why: str) -> SpecError:
    return SpecError(
        "The document cannot be fetched",
        where=without_secrets(url),
        why=why,
        fix="check the address and the network, or save the document and name the file",
    )
