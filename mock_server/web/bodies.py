"""Reading a request's body from the connection, never more of it than is allowed."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import Receive


class Disconnected(Exception):
    """The caller went away before its request was whole."""


async def read_body(receive: Receive, named: Mapping[bytes, bytes], limit: int) -> bytes | None:
    """The whole body; None when it is, or says that it will be, longer than `limit` bytes.

    Raises:
        Disconnected: nobody waits for an answer any more.
    """
    announced = named.get(b"content-length", b"0")
    if announced.isdigit() and int(announced[:20]) > limit:
        return None
    chunks: list[bytes] = []
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
        length += len(chunks[-1])
        if length > limit:
            return None
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)
