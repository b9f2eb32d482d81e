"""From an answer to ASGI messages: headers, CORS, HEAD, and answers that need no operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from starlette.types import Scope, Send

from mock_server.exchange import Headers, Refusal, Response
from mock_server.web.site import Found, Route

CORS_ANY: Headers = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"*"),
)
PREFLIGHT: Headers = (
    (b"access-control-allow-headers", b"*, Authorization"),
    (b"access-control-max-age", b"600"),
)


SOURCES = {source: source.encode() for source in ("handler", "example", "generated", "error")}


@dataclass(frozen=True, slots=True)
class Manner:
    """How answers are dressed.

    Args:
        seed: told in `Mock-Seed`.
        tells: whether answers say in `Mock-...` headers how they came to be.
    """

    seed: bytes
    tells: bool = True


async def deliver(
    response: Response,
    route: Route | None,
    manner: Manner,
    request: tuple[Scope, Mapping[bytes, bytes]],
    send: Send,
) -> None:
    """Send an answer whole; to HEAD its headers alone."""
    scope, named = request
    body = response.body
    headers = head(response, route, manner, named)
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if scope["method"] == "HEAD":
        body = b""
    await send({"type": "http.response.body", "body": body})


def head(
    response: Response, route: Route | None, manner: Manner, named: Mapping[bytes, bytes]
) -> list[tuple[bytes, bytes]]:
    """All headers of an answer but those that the server itself adds."""
    headers = list(response.headers)
    if response.media_type:
        headers.append((b"content-type", encoded(response.media_type)))
    if response.status not in {204, 304}:
        headers.append((b"content-length", b"%d" % len(response.body)))
    if manner.tells:
        if route is not None:
            headers.append((b"mock-operation", route.label))
        headers.append((b"mock-source", SOURCES[response.source]))
        headers.append((b"mock-seed", named.get(b"mock-seed", manner.seed)))
        if response.note:
            headers.append((b"mock-note", _line(response.note)))
    if b"origin" in named:
        headers += CORS_ANY
    return headers


@lru_cache(maxsize=256)
def encoded(media_type: str) -> bytes:
    return media_type.encode("latin-1", "replace")


def without_operation(found: Found, scope: Scope, named: Mapping[bytes, bytes]) -> Response:
    """The answer to a method that the path does not have: OPTIONS is told, others refused."""
    assert found.match is not None  # noqa: S101 - the caller matched the path
    methods = set(found.match.methods) | {"OPTIONS"}
    methods |= {"HEAD"} if "GET" in methods else set()
    allowed = ", ".join(sorted(methods))
    allow: Headers = ((b"allow", allowed.encode()),)
    if scope["method"] != "OPTIONS":
        detail = f"{scope['method'][:50]} is not a method of this path; it has {allowed}."
        refusal = Refusal("method_not_allowed", 405, detail, headers=allow)
        return found.api.vendor.errors(refusal, None)
    if b"access-control-request-method" in named:
        allow = (*allow, (b"access-control-allow-methods", allowed.encode()), *PREFLIGHT)
    return Response(204, b"", "", allow)


def _line(text: str) -> bytes:
    """A text as a header may hold it: one line of visible ASCII, not too long."""
    return "".join(sign if " " <= sign <= "~" else "?" for sign in text)[:500].encode()
