"""An API that breaks its word: what stands between a law and the mock, in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import orjson

from contracts.api import Api

Broken = Callable[[httpx.Request, httpx.Response], httpx.Response]


class Between(httpx.BaseTransport):
    """Shows every answer to `change` before anybody sees it."""

    def __init__(self, inner: httpx.BaseTransport, change: Broken) -> None:
        self._inner, self._change = inner, change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._inner.handle_request(request)
        answer.read()
        return self._change(request, answer)


def breaking(api: Api, change: Broken) -> Api:
    """The same API behind a `Between`."""
    client = httpx.Client(
        transport=Between(api.client._transport, change),
        base_url=api.client.base_url,
        headers=api.client.headers,
    )
    return replace(api, client=client)


def bodies(path: str, change: Callable[[Any, httpx.Request], object]) -> Broken:
    """Changes the JSON of answers that went well at a path that ends like this."""

    def changed(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if answer.status_code >= 300 or not request.url.path.endswith(path):
            return answer
        if not answer.headers["content-type"].startswith("application/json"):
            return answer
        body = orjson.loads(answer.content)
        change(body, request)
        return httpx.Response(answer.status_code, json=body)

    return changed


def texts(path: str, change: Callable[[str], str]) -> Broken:
    """Changes the text of answers that went well at a path that has this in it."""

    def changed(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if answer.status_code >= 300 or path not in request.url.path:
            return answer
        if "json" in answer.headers["content-type"]:
            return answer
        kept = {"content-type": answer.headers["content-type"]}
        return httpx.Response(200, headers=kept, text=change(answer.text))

    return changed


class Asked(httpx.BaseTransport):
    """Changes requests before they are answered."""

    def __init__(
        self, inner: httpx.BaseTransport, change: Callable[[httpx.Request], httpx.Request]
    ) -> None:
        self._inner, self._change = inner, change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._inner.handle_request(self._change(request))


def asking(api: Api, path: str, **params: str | None) -> Api:
    """The API as if a path's parameters were these, where they are sent; None leaves them out."""

    def changed(request: httpx.Request) -> httpx.Request:
        named = {name.replace("__", "]").replace("_9", "["): one for name, one in params.items()}
        sent = request.url.params
        if not request.url.path.endswith(path):
            return request
        for name, value in named.items():
            if name in sent:
                sent = sent.remove(name) if value is None else sent.set(name, value)
        url = request.url.copy_with(params=sent)
        return httpx.Request(request.method, url, headers=request.headers, content=request.content)

    client = httpx.Client(
        transport=Asked(api.client._transport, changed),
        base_url=api.client.base_url,
        headers=api.client.headers,
    )
    return replace(api, client=client)
