"""The journal as HAR 1.2, which browsers and other tools read.

Source of the structure: "HAR 1.2 Spec", Jan Odvarko; what begins with an underscore is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from mock_server import __version__
from mock_server.conventions.problem import title
from mock_server.web import shown
from mock_server.web.journal import Exchange
from mock_server.web.redaction import Secrets
from mock_server.web.shown import Json

UNKNOWN = -1
"""What HAR has for a size that nobody knows."""


def archive(exchanges: Iterable[Exchange], secrets: Secrets) -> Json:
    """An archive of these, without secrets."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "Understudy", "version": __version__},
            "entries": [entry(one, secrets) for one in exchanges],
        }
    }


def entry(one: Exchange, secrets: Secrets) -> Json:
    told = shown.exchange(one, secrets)
    milliseconds = round(one.duration_s * 1000, 3)
    own = ("id", "session", "vendor", "operation", "source", "rules", "fault")
    return {
        "startedDateTime": told["at"],
        "time": milliseconds,
        "request": request(one, told["request"]),
        "response": response(one, told["answer"]),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        **{f"_{name}": told[name] for name in own if name in told},
    }


def request(one: Exchange, told: Json) -> Json:
    query = told["url"].partition("?")[2]
    found: Json = {
        "method": told["method"],
        "url": told["url"],
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": told["headers"],
        "queryString": [
            {"name": name, "value": value}
            for name, value in parse_qsl(query, keep_blank_values=True)
        ],
        "headersSize": UNKNOWN,
        "bodySize": one.size,
    }
    if one.size:
        media_type = shown.media_type_of(one.asked.headers)
        found["postData"] = {"mimeType": media_type, **text(told["body"])}
    return found


def response(one: Exchange, told: Json) -> Json:
    headers = {field["name"]: field["value"] for field in told["headers"]}
    size = told["body"]["size"]
    media_type = headers.get("content-type", "")
    return {
        "status": told["status"],
        "statusText": title(told["status"]),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": told["headers"],
        "content": {"size": size, "mimeType": media_type, **text(told["body"])},
        "redirectURL": headers.get("location", ""),
        "headersSize": len(one.head) + len("\r\n"),
        "bodySize": size,
    }


def text(body: Json) -> dict[str, Any]:
    """A body as HAR has it; an encoding of what was sent is an addition of ours."""
    cut = {"comment": "only its beginning was kept"} if body.get("is_cut") else {}
    if "base64" in body:
        return {"text": body["base64"], "encoding": "base64", **cut}
    return {"text": body.get("text", ""), **cut}
