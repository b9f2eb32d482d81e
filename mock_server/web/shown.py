"""Exchanges and callbacks as people may see them: as JSON, without secrets."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from mock_server.state.outbox import Callback
from mock_server.web.asked import Asked
from mock_server.web.exchanges import Exchange
from mock_server.web.journal import MOST_BODY
from mock_server.web.redaction import Fields, Secrets

Json: TypeAlias = dict[str, Any]

SOURCE = "mock-source"


def moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def exchange(one: Exchange, secrets: Secrets) -> Json:
    """An exchange as the control API tells it."""
    asked, operation, fault = one.asked, one.operation, one.settled.fault
    told = [] if one.is_lost else answer_headers(one, secrets)
    size = one.answered if one.streamed is None else one.streamed.size
    return {
        "id": one.number,
        "at": moment(one.at),
        "duration_s": round(one.duration_s, 6),
        "session": one.session,
        "vendor": one.vendor,
        "operation": operation.id if operation else "",
        "source": value_of(told, SOURCE),
        "rules": list(one.settled.by),
        **({"fault": fault.kind} if fault else {}),
        **({"lost": fault.loses} if fault and fault.loses else {}),
        "request": {
            "method": asked.method,
            "url": url(asked, secrets),
            "headers": named(secrets.headers(asked.headers)),
            "body": body(asked.body, one.size, media_type_of(asked.headers), secrets),
        },
        "answer": {
            "status": one.status,
            "headers": named(told),
            "body": body(one.body, size, value_of(told, "content-type"), secrets),
        },
    }


def url(asked: Asked, secrets: Secrets) -> str:
    host = asked.named.get(b"host", b"127.0.0.1").decode("latin-1")
    query = f"?{secrets.query(asked.query.decode('latin-1'))}" if asked.query else ""
    return f"{asked.scheme}://{host}{asked.root}{asked.path}{query}"


def answer_headers(one: Exchange, secrets: Secrets) -> Fields:
    lines = (line.split(b": ", 1) for line in one.head.split(b"\r\n")[1:] if line)
    return secrets.headers((name, value) for name, value in lines)


def body(content: bytes, size: int, media_type: str, secrets: Secrets) -> Json:
    """The beginning of a body of `size` bytes; in Base64 what is no text."""
    shown: Json = {"size": size}
    if len(content) < size:
        shown["is_cut"] = True
    if not content:
        return shown
    text = text_of(content)
    if text is None:
        return {**shown, "base64": b64encode(content).decode()}
    return {**shown, "text": secrets.body(text, media_type.lower())}


def text_of(content: bytes) -> str | None:
    """The content as text, if it is some; the end of one that was cut may be half a character."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        is_cut = len(content) == MOST_BODY and error.start > MOST_BODY - 4
        return content[: error.start].decode() if is_cut else None


def callback(one: Callback, secrets: Secrets) -> Json:
    """A callback as the control API tells it."""
    sent = [(name, secrets.header(name, value)) for name, value in one.headers]
    return {
        "id": one.id,
        "url": secrets.url(one.url),
        "method": one.method,
        "headers": named(sent),
        "body": body(one.body, len(one.body), value_of(sent, "content-type"), secrets),
        "created_at": moment(one.created_at),
        "due_at": moment(one.due_at),
        "attempts": one.attempts,
        "progress": one.progress,
        "error": one.error,
    }


def named(fields: Fields) -> list[Mapping[str, str]]:
    return [{"name": name, "value": value} for name, value in fields]


def value_of(fields: Fields, name: str) -> str:
    return next((value for known, value in fields if known.lower() == name), "")


def media_type_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    found = (value for name, value in headers if name == b"content-type")
    return next(found, b"").decode("latin-1")
