"""The journal as HAR 1.2, held against the published structure."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import jsonschema
import pytest

from mock_server.web.breakage import BrokenConnection
from tests.web.control.asking import ORDER, RECORDS, REPORTS, Mock

TEXT = {"type": "string"}
NUMBER = {"type": "number", "minimum": -1}
MOMENT = {"type": "string", "format": "date-time"}


def record(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """An object that has these fields; others begin with an underscore."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional, "comment": TEXT},
        "patternProperties": {"^_": True},
        "additionalProperties": False,
    }


def many(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


PAIR = record({"name": TEXT, "value": TEXT})
POSTED = record({"mimeType": TEXT, "text": TEXT}, params=many(PAIR), encoding=TEXT)
MESSAGE = {
    "httpVersion": TEXT,
    "cookies": many(PAIR),
    "headers": many(PAIR),
    "headersSize": NUMBER,
    "bodySize": NUMBER,
}
REQUEST = record(
    {"method": TEXT, "url": {"type": "string", "format": "uri"}, "queryString": many(PAIR),
     **MESSAGE},
    postData=POSTED,
)  # fmt: skip
CONTENT = record({"size": NUMBER, "mimeType": TEXT}, text=TEXT, encoding=TEXT, compression=NUMBER)
RESPONSE = record(
    {"status": NUMBER, "statusText": TEXT, "content": CONTENT, "redirectURL": TEXT, **MESSAGE}
)
TIMINGS = record(dict.fromkeys(("send", "wait", "receive"), NUMBER))
ENTRY = record(
    {"startedDateTime": MOMENT, "time": NUMBER, "request": REQUEST, "response": RESPONSE,
     "cache": {"type": "object"}, "timings": TIMINGS},
)  # fmt: skip
LOG = record(
    {"version": {"const": "1.2"}, "creator": record({"name": TEXT, "version": TEXT}),
     "entries": many(ENTRY)},
)  # fmt: skip
HAR = record({"log": LOG})
"""Source: "HAR 1.2 Spec", http://www.softwareishard.com/blog/har-12-spec/. Its `postData` has no
encoding: of ours only bodies that are no text have one."""


def exported(mock: Mock) -> Any:
    archive = mock.told("exportJournal")
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(HAR, format_checker=checker).validate(archive)
    return archive["log"]["entries"]


def test_an_empty_journal_is_an_archive_too(mock: Mock) -> None:
    assert exported(mock) == []


def test_every_manner_of_exchange_is_valid_har(mock: Mock) -> None:
    mock.told("addFault", {"match": {"path": "*reset"}, "fault": {"kind": "status", "status": 429}})
    mock.vonage(Cookie="a=b")
    mock.vonage(target=RECORDS + "&empty=&caf%C3%A9=%20", method="HEAD")
    mock.vonage("POST", REPORTS, ORDER)
    mock.vonage("POST", REPORTS, b"\xff\xfe", Content_Type="application/octet-stream")
    mock.vonage("POST", REPORTS, b"x" * 100_000)
    mock.vonage("OPTIONS")
    mock.vonage("PATCH")
    mock.ask("GET", "/nobody/caf%C3%A9?x")

    entries = exported(mock)

    assert len(entries) == 8
    assert [one["request"]["method"] for one in entries][:3] == ["GET", "HEAD", "POST"]


def test_the_archive_tells_what_the_client_saw(mock: Mock) -> None:
    answer = mock.vonage(target=RECORDS + "&note=a%20b")

    (entry,) = exported(mock)

    request, response = entry["request"], entry["response"]
    assert request["url"] == f"http://127.0.0.1{RECORDS}&note=a%20b"
    assert {"name": "note", "value": "a b"} in request["queryString"]
    assert response["status"] == answer.status_code
    assert response["statusText"] == answer.reason_phrase
    assert response["content"]["text"] == answer.text
    assert response["content"]["mimeType"] == answer.headers["content-type"]
    assert response["content"]["size"] == response["bodySize"] == len(answer.content)
    assert entry["time"] == sum(entry["timings"].values())
    assert datetime.fromisoformat(entry["startedDateTime"]).tzinfo is not None


@pytest.mark.parametrize(("lost", "status"), [("request", 0), ("response", 200)])
def test_what_was_lost_did_not_arrive_and_the_journal_has_what_was_done(
    mock: Mock, lost: str, status: int
) -> None:
    mock.told("addFault", {"fault": {"kind": "empty", "lost": lost}})

    with pytest.raises(BrokenConnection):
        mock.vonage("POST", REPORTS, ORDER)

    (kept,), (entry,) = mock.told("listJournal")["exchanges"], exported(mock)
    assert (kept["fault"], kept["lost"], kept["answer"]["status"]) == ("empty", lost, status)
    assert bool(kept["answer"]["headers"]) == (lost == "response")
    assert (entry["_lost"], entry["response"]["status"]) == (lost, 0)
    assert entry["response"]["headers"] == []


def test_what_is_no_text_is_base64(mock: Mock) -> None:
    mock.vonage("POST", REPORTS, b"\xff\xfe")

    posted = exported(mock)[0]["request"]["postData"]

    assert base64.b64decode(posted["text"]) == b"\xff\xfe"
    assert posted["encoding"] == "base64"


def test_an_archive_holds_all_that_is_kept_and_a_list_the_newest(mock: Mock) -> None:
    for _ in range(103):
        mock.ask("GET", "/vonage/nothing", None)

    archive, listed = mock.told("exportJournal"), mock.told("listJournal")
    newest = mock.told("exportJournal", query="?limit=3")

    ids = [entry["_id"] for entry in archive["log"]["entries"]]
    assert len(ids) == 103
    assert [one["id"] for one in listed["exchanges"]] == ids[::-1][:100]
    assert [entry["_id"] for entry in newest["log"]["entries"]] == ids[-3:]
