"""A mutant: the mock with one thing wrong, as seen over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

Json = Any

Ask = Callable[[httpx.Request], httpx.Response]
"""What reaches the unbroken mock."""

Act = Callable[[httpx.Request, Ask], httpx.Response]
"""What a mutant does with a request: it may change it, ask, and change the answer."""

BASES = {"telnyx": "/v2", "vonage": ""}
"""Where a vendor's operations begin."""

TELNYX, VONAGE = "telnyx", "vonage"


@dataclass(frozen=True)
class Mutant:
    """One thing wrong.

    Args:
        name: unique; also what workers find it by.
        target: the vendor that is played.
        operation: the one that is changed, as documents have it.
        says: what is wrong, as a row of the table has it.
        act: what it does, once for each request.
        blamed: other operations that a law may name, which cannot know which of two is wrong.
    """

    name: str
    target: str
    operation: str
    says: str
    act: Act = field(repr=False)
    blamed: tuple[str, ...] = ()

    def meets(self, request: httpx.Request) -> bool:
        method, _, path = self.operation.partition(" ")
        asked = request.url.path.removeprefix(BASES[self.target])
        return request.method == method and bool(_pattern(path).fullmatch(asked))


class Changed(httpx.BaseTransport):
    """A mock of which one operation is a mutant's."""

    def __init__(self, inner: httpx.BaseTransport, mutant: Mutant) -> None:
        self._inner, self._mutant = inner, mutant

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        meets = self._mutant.meets(request)
        response = self._mutant.act(request, self._ask) if meets else self._ask(request)
        # A client takes the time of what it reads itself, so it must be unread again.
        stream = httpx.ByteStream(response.content)
        return httpx.Response(response.status_code, headers=response.headers, stream=stream)

    def _ask(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        response.read()
        return response


def _pattern(path: str) -> re.Pattern[str]:
    """Names that stand beside a template ("/sync", "/options") are no values of it."""
    parts = (re.escape(part) for part in re.split(r"\{[^{}]+\}", path))
    return re.compile("(?!(?:sync|options|fields|records)$)[^/]+".join(parts))


def told(response: httpx.Response) -> Json:
    """The body, None where it is no JSON."""
    if "json" not in response.headers.get("content-type", "") or not response.content:
        return None
    return orjson.loads(response.content)


def answered(
    response: httpx.Response, *, status: int = 0, content: bytes | None = None, **headers: str
) -> httpx.Response:
    """The same with another status, body (of the right length) or headers (without for "")."""
    body = response.content if content is None else content
    kept = httpx.Headers(response.headers)
    if content is not None:
        kept["content-length"] = str(len(body))
    for name, value in headers.items():
        kept.pop(name.replace("_", "-"), None)
        if value:
            kept[name.replace("_", "-")] = value
    return httpx.Response(status or response.status_code, headers=kept, content=body)


def asking(request: httpx.Request, **query: str | None) -> httpx.Request:
    """The same request with other texts in its query; without those that are None."""
    url = request.url
    for name, value in query.items():
        url = url.copy_remove_param(name) if value is None else url.copy_set_param(name, value)
    headers = {name: each for name, each in request.headers.items() if name != "host"}
    return httpx.Request(request.method, url, headers=headers, content=request.content)


def sending(request: httpx.Request, body: Json) -> httpx.Request:
    """The same request with another body."""
    headers = {name: each for name, each in request.headers.items() if name != "content-length"}
    return httpx.Request(request.method, request.url, headers=headers, content=orjson.dumps(body))


def body(change: Callable[[Json], None]) -> Act:
    """Changes the JSON of every success in place, where it has what is to be changed."""

    def act(request: httpx.Request, ask: Ask) -> httpx.Response:
        response = ask(request)
        value = told(response)
        if not response.is_success or value is None:
            return response
        try:
            change(value)
        except (LookupError, TypeError, ValueError, AttributeError):
            return response
        return answered(response, content=orjson.dumps(value))

    return act


def refusal(change: Callable[[httpx.Response], httpx.Response], *statuses: int) -> Act:
    """Changes refusals; those of some statuses only, where there are any."""

    def act(request: httpx.Request, ask: Ask) -> httpx.Response:
        response = ask(request)
        is_meant = response.status_code in statuses if statuses else response.status_code >= 400
        return change(response) if is_meant else response

    return act


def success(change: Callable[[httpx.Response], httpx.Response]) -> Act:
    """Changes successes."""

    def act(request: httpx.Request, ask: Ask) -> httpx.Response:
        response = ask(request)
        return change(response) if response.is_success else response

    return act
