"""The journal as HAR 1.2, which browsers and other tools read.

Source of the structure: "HAR 1.2 Spec", Jan Odvarko; what begins with an underscore is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from mock_server import __version__
from mock_server.conventions.problem import title
from mock_server.faults.fault import UNANSWERED
from mock_server.web import shown
from mock_server.web.seen import Seen
from mock_server.web.shown import Json

UNKNOWN = -1
"""What HAR has for a size that nobody knows."""

NOTHING: Mapping[str, Any] = {
    "status": 0,
    "statusText": "",
    "httpVersion": "",
    "cookies": [],
    "headers": [],
    "content": {"size": 0, "mimeType": ""},
    "redirectURL": "",
    "headersSize": UNKNOWN,
    "bodySize": UNKNOWN,
}
"""Where no answer arrived, as browsers write it."""


def archive(exchanges: Iterable[Seen]) -> Json:
    """An archive of these."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "Understudy", "version": __version__},
            "entries": [entry(one) for one in exchanges],
        }
    }


def entry(one: Seen) -> Json:
    told = one.told()
    milliseconds = round(told["duration_s"] * 1000, 3)
    own = ("id", "session", "vendor", "operation", "source", "rules", "fault", "lost")
    arrived = told.get("fault") not in UNANSWERED
    return {
        "startedDateTime": told["at"],
        "time": milliseconds,
        "request": request(told["request"]),
        "response": response(told["answer"], one.head_size) if arrived else NOTHING,
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        **{f"_{name}": told[name] for name in own if name in told},
    }


def request(told: Json) -> Json:
    size = told["body"]["size"]
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
        "bodySize": size,
    }
    if size:
        media_type = shown.value_of(
            [(field["name"], field["value"]) for field in told["headers"]], "content-type"
        )
        found["postData"] = {"mimeType": media_type, **text(told["body"])}
    return found


def response(told: Json, head_size: int) -> Json:
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
        "headersSize": head_size,
        "bodySize": size,
    }


def text(body: Json) -> dict[str, Any]:
    """A body as HAR has it; an encoding of what was sent is an addition of ours."""
    cut = {"comment": "only its beginning was kept"} if body.get("is_cut") else {}
    if "base64" in body:
        return {"text": body["base64"], "encoding": "base64", **cut}
    return {"text": body.get("text", ""), **cut}
