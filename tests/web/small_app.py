"""Small ASGI applications, each path one manner of answering."""

from __future__ import annotations

import asyncio
import socket
import struct

from starlette.types import Message, Receive, Scope, Send

from mock_server.web.scope import ARRIVED_S, TRANSPORT

LARGE = b"0123456789abcdef" * 16_832
"""263 KiB: as large as a page of 1,000 records."""


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    name = scope["path"].partition("/")[2].partition("/")[0]
    await _ANSWERS[name](scope, receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def answer(send: Send, body: bytes, status: int = 200) -> None:
    await send(start(status, body))
    await send({"type": "http.response.body", "body": body})


def start(status: int, body: bytes) -> Message:
    headers = [(b"content-length", b"%d" % len(body))]
    return {"type": "http.response.start", "status": status, "headers": headers}


async def _path(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, scope["raw_path"] + b"?" + scope["query_string"])


async def _large(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, LARGE)


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await answer(send, body)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Without reading what was sent."""
    await answer(send, b"too large", 413)


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    """In chunks; the second looks like the head of an answer."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for piece in (b"one,", b"HTTP/1.1 200 OK,", b"", b"three"):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(0)
    await send({"type": "http.response.body"})


async def _measured_stream(scope: Scope, receive: Receive, send: Send) -> None:
    """In pieces of a known whole; the second looks like the head of an answer."""
    pieces = (b"one,", b"HTTP/1.1 200 OK,", LARGE, b"four")
    await send(start(200, b"".join(pieces)))
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body"})


async def _empty(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def _slow(scope: Scope, receive: Receive, send: Send) -> None:
    await asyncio.sleep(0.3)
    await answer(send, b"slow")


async def _reset(scope: Scope, receive: Receive, send: Send) -> None:
    """Reset the connection: TCP's RST, which a lingering time of zero makes of a close."""
    transport = scope["extensions"][TRANSPORT]
    no_lingering = struct.pack("ii", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_lingering)
    transport.abort()
    await _until_gone(receive)


async def _cut(scope: Scope, receive: Receive, send: Send) -> None:
    """Promise ten bytes, give four, and end the connection."""
    await send(start(200, b"0123456789"))
    await send({"type": "http.response.body", "body": b"0123", "more_body": True})
    scope["extensions"][TRANSPORT].close()
    await _until_gone(receive)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _arrived(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, b"%.6f" % scope[ARRIVED_S])


async def _fail(scope: Scope, receive: Receive, send: Send) -> None:
    raise ValueError("a bug")


_ANSWERS = {
    "": _path,
    "arrived": _arrived,
    "cut": _cut,
    "echo": _echo,
    "empty": _empty,
    "fail": _fail,
    "large": _large,
    "measured-stream": _measured_stream,
    "refuse": _refuse,
    "reset": _reset,
    "slow": _slow,
    "stream": _stream,
}
