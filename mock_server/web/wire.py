"""From an answer to ASGI messages: headers, CORS, HEAD, and answers that need no operation."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from starlette.types import Message, Send

from mock_server.conventions.problem import title
from mock_server.exchange import Headers, Refusal, Response
from mock_server.web.asked import Asked, Parts, Whole
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


Fingerprint: TypeAlias = Callable[[str, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Manner:
    """How answers are dressed.

    Args:
        seed: told in `Mock-Seed`.
        tells: whether answers say in `Mock-...` headers how they came to be.
        dataset: the fingerprint of an API's records for a seed, told in `Mock-Dataset`; empty when
            it has none.
    """

    seed: bytes
    tells: bool = True
    dataset: Fingerprint = lambda name, seed: b""


async def deliver(
    response: Response, route: Route | None, manner: Manner, asked: Asked, send: Send
) -> None:
    """Send an answer by ASGI's own messages; to HEAD its headers alone."""
    if response.stream is not None:
        await deliver_stream(response, start(response, route, manner, asked), asked, send)
        return
    await send_parts(parts(response, route, manner, asked), send)


def start(
    response: Response, route: Route | None, manner: Manner, asked: Asked, length: int | None = None
) -> Message:
    """The message that begins an answer.

    Args:
        length: what to promise instead of the answer's own length.
    """
    constant = constant_headers(*constants(response, route, manner, asked.named))
    headers = [*constant, *changing_headers(response, manner, asked.named)]
    if length is not None:
        headers = [header for header in headers if header[0] != b"content-length"]
        headers.append((b"content-length", b"%d" % length))
    return {"type": "http.response.start", "status": response.status, "headers": headers}


async def send_parts(given: Parts, send: Send) -> None:
    """Send an answer that ASGI's own two messages hold."""
    begin, body = given
    await send(begin)
    await send({"type": "http.response.body", "body": body})


async def deliver_stream(response: Response, begin: Message, asked: Asked, send: Send) -> None:
    """Send an answer while it is made, in a thread beside the other requests."""
    pieces = response.stream
    assert pieces is not None  # noqa: S101 - the caller looked
    try:
        await send(begin)
        if asked.method != "HEAD":
            while (piece := await to_thread(next, pieces, None)) is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        if isinstance(pieces, Generator):
            await to_thread(pieces.close)


def parts(response: Response, route: Route | None, manner: Manner, asked: Asked) -> Parts:
    """An answer as ASGI has it; to HEAD its headers alone."""
    body = b"" if asked.method == "HEAD" else response.body
    return start(response, route, manner, asked), body


def whole(response: Response, route: Route | None, manner: Manner, asked: Asked) -> Whole:
    """An answer as it travels; to HEAD its headers alone."""
    body = b"" if asked.method == "HEAD" else response.body
    return head(response, route, manner, asked.named), body


def head(
    response: Response, route: Route | None, manner: Manner, named: Mapping[bytes, bytes]
) -> bytes:
    """The status line and all headers of an answer but those that the server itself adds."""
    constant = constant_lines(response.status, *constants(response, route, manner, named))
    is_plain = not response.headers and not response.note and response.status not in {204, 304}
    if is_plain and manner.tells and b"origin" not in named:  # nearly all, and four times as fast
        seed = named.get(b"mock-seed", manner.seed)
        return b"%bcontent-length: %d\r\nmock-seed: %b\r\n" % (constant, len(response.body), seed)
    return constant + lines(changing_headers(response, manner, named))


def constants(
    response: Response, route: Route | None, manner: Manner, named: Mapping[bytes, bytes]
) -> tuple[str, bytes, bytes, bytes]:
    """What decides the headers that are the same for many answers."""
    if not manner.tells:
        return response.media_type, b"", b"", b""
    source = SOURCES[response.source]
    if route is None:
        return response.media_type, b"", source, b""
    dataset = manner.dataset(route.api_name, named.get(b"mock-seed", manner.seed))
    return response.media_type, route.label, source, dataset


@lru_cache(maxsize=4096)
def constant_lines(
    status: int, media_type: str, label: bytes, source: bytes, dataset: bytes
) -> bytes:
    reason = title(status).encode("ascii", "replace")
    return b"HTTP/1.1 %d %b\r\n" % (status, reason) + lines(
        constant_headers(media_type, label, source, dataset)
    )


@lru_cache(maxsize=4096)
def constant_headers(media_type: str, label: bytes, source: bytes, dataset: bytes) -> Headers:
    named = (
        (b"content-type", line(media_type)),
        (b"mock-operation", label),
        (b"mock-source", source),
        (b"mock-dataset", dataset),
    )
    return tuple(header for header in named if header[1])


def changing_headers(
    response: Response, manner: Manner, named: Mapping[bytes, bytes]
) -> list[tuple[bytes, bytes]]:
    """The headers that differ from one answer to the next."""
    headers = list(response.headers)
    if response.status not in {204, 304} and response.stream is None:
        headers.append((b"content-length", b"%d" % len(response.body)))
    if manner.tells:
        headers.append((b"mock-seed", named.get(b"mock-seed", manner.seed)))
        if response.note:
            headers.append((b"mock-note", line(response.note)))
    if b"origin" in named:
        headers += CORS_ANY
    return headers


def lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"".join([b"%b: %b\r\n" % header for header in headers])


def without_operation(found: Found, asked: Asked, near: str = "") -> Response:
    """The answer to a method that the path does not have: OPTIONS is told, others refused.

    Args:
        near: what may have been meant, as a sentence.
    """
    assert found.match is not None  # noqa: S101 - the caller matched the path
    methods = set(found.match.methods) | {"OPTIONS"}
    methods |= {"HEAD"} if "GET" in methods else set()
    allowed = ", ".join(sorted(methods))
    allow: Headers = ((b"allow", allowed.encode()),)
    if asked.method != "OPTIONS":
        detail = f"{asked.method[:50]} is not a method of this path; it has {allowed}."
        said = f"{detail} {near}".rstrip()
        refusal = Refusal("method_not_allowed", 405, said, headers=allow)
        return found.api.vendor.errors(refusal, None)
    if b"access-control-request-method" in asked.named:
        allow = (*allow, (b"access-control-allow-methods", allowed.encode()), *PREFLIGHT)
    return Response(204, b"", "", allow)


@lru_cache(maxsize=512)
def line(text: str) -> bytes:
    """A text as a header may hold it: one line of visible ASCII, not too long."""
    return "".join(sign if " " <= sign <= "~" else "?" for sign in text)[:500].encode()
