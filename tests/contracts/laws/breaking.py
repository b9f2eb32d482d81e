"""An API that breaks its word: what stands between a law and the mock, in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import orjson

from contracts.api import Api

Asked = Callable[[httpx.Request], httpx.Request]
Answered = Callable[[httpx.Request, httpx.Response], httpx.Response]
Break = Asked | Answered


class Between(httpx.BaseTransport):
    """Shows every answer to `change` before anybody sees it."""

    def __init__(self, inner: httpx.BaseTransport, change: Answered) -> None:
        self._inner, self._change = inner, change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._inner.handle_request(request)
        answer.read()
        return self._change(request, answer)


class Before(httpx.BaseTransport):
    """Shows every request to `change` before it is answered."""

    def __init__(self, inner: httpx.BaseTransport, change: Asked) -> None:
        self._inner, self._change = inner, change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._inner.handle_request(self._change(request))


def through(api: Api, transport: httpx.BaseTransport) -> Api:
    """The same API, asked through a transport."""
    client = httpx.Client(
        transport=transport, base_url=api.client.base_url, headers=api.client.headers
    )
    return replace(api, client=client)


def answering(api: Api, change: Answered) -> Api:
    return through(api, Between(api.client._transport, change))


def asking(api: Api, change: Asked) -> Api:
    return through(api, Before(api.client._transport, change))


def json_of(path: str, change: Callable[[Any, httpx.Request], None]) -> Answered:
    """Changes the JSON of answers that went well at a path that ends like this."""

    def changed(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        fine = answer.status_code < 300 and request.url.path.endswith(path)
        if not fine or not answer.headers.get("content-type", "").startswith("application/json"):
            return answer
        body = orjson.loads(answer.content)
        change(body, request)
        return httpx.Response(answer.status_code, json=body)

    return changed


def bytes_of(path: str, change: Callable[[bytes], bytes]) -> Answered:
    """Changes the bytes of answers that went well, and are no JSON, at a path that has this."""

    def changed(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        media = answer.headers.get("content-type", "")
        if answer.status_code >= 300 or path not in request.url.path or "json" in media:
            return answer
        return httpx.Response(
            answer.status_code, headers={"content-type": media}, content=change(answer.content)
        )

    return changed


def status_of(method: str, path: str, status: int, when: str = "") -> Answered:
    """Answers a method at a path that has this in it with another status and no body."""

    def changed(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        here = request.method == method and path in request.url.path
        return httpx.Response(status) if here and when in str(request.url) else answer

    return changed


def param(path: str, name: str, change: Callable[[str], str | None]) -> Asked:
    """Changes a parameter where it is sent to a path that ends like this; None leaves it out."""

    def changed(request: httpx.Request) -> httpx.Request:
        sent = request.url.params
        if not request.url.path.endswith(path) or name not in sent:
            return request
        value = change(sent[name])
        other = sent.remove(name) if value is None else sent.set(name, value)
        url = request.url.copy_with(params=other)
        headers = {**request.headers, "host": "mock"}
        return httpx.Request(request.method, url, headers=headers, content=request.content)

    return changed
