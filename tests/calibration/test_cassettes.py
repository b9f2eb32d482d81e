"""Cassettes as their libraries write them; the exchanges are our own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mock_server.calibration.recording import read
from mock_server.calibration.sample import Sample

URL = "https://api.notes.example/v1/notes"
AT = datetime(2026, 10, 3, 10, 11, 12, tzinfo=UTC)

VCRPY = f"""\
interactions:
- request:
    body: null
    headers:
      Accept: ['*/*']
    method: GET
    uri: {URL}
  response:
    body: {{string: '{{"notes": ["tea"]}}'}}
    headers:
      Content-Type: [application/json]
      date: ['Sat, 03 Oct 2026 10:11:12 GMT']
    status: {{code: 200, message: OK}}
- request: {{body: null, headers: {{}}, method: GET, uri: {URL}}}
  response:
    body:
      string: !!binary |
        H4sIAAAAAAAA
    headers: {{}}
    status: {{code: 503, message: Service Unavailable}}
version: 1
"""

VCRPY_JSON = json.dumps(
    {
        "version": 1,
        "interactions": [
            {
                "request": {"method": "GET", "uri": URL, "body": None, "headers": {}},
                "response": {
                    "status": {"code": 200, "message": "OK"},
                    "headers": {"Date": ["Sat, 03 Oct 2026 10:11:12 GMT"]},
                    "body": {"string": '{"notes": ["tea"]}'},
                },
            }
        ],
    }
)

RUBY = f"""\
---
http_interactions:
- request:
    method: get
    uri: {URL}
    body:
      encoding: US-ASCII
      string: ''
    headers: {{}}
  response:
    status:
      code: 200
      message: OK
    headers:
      Content-Type:
      - application/json
    body:
      encoding: UTF-8
      string: '{{"notes": ["tea"]}}'
    http_version:
  recorded_at: Sat, 03 Oct 2026 10:11:12 GMT
- request:
    method: :get
    uri: {URL}
    body: {{encoding: UTF-8, base64_string: ''}}
    headers: {{}}
  response:
    status: {{code: 200, message: OK}}
    headers: {{}}
    body:
      encoding: ASCII-8BIT
      base64_string: !ruby/string |
        AAAA
        AAAA
  recorded_at: Sat, 03 Oct 2026 10:11:12 GMT
recorded_with: VCR 6.3.1
"""

GO = f"""\
---
version: 2
interactions:
    - id: 0
      request:
        proto: HTTP/1.1
        content_length: 0
        host: api.notes.example
        url: {URL}
        method: GET
      response:
        proto: HTTP/2.0
        body: '{{"notes": ["tea"]}}'
        headers:
            Date:
                - Sat, 03 Oct 2026 10:11:12 GMT
        status: 200 OK
        code: 200
        duration: 125.5ms
    - id: 1
      request: {{url: "{URL}", method: GET}}
      response: {{body: "", status: 200 OK, code: 200, duration: 1m2.5s}}
    - id: 2
      request: {{url: "{URL}", method: GET}}
      response: {{body: "", status: 200 OK, code: 200, duration: ""}}
"""

PHP = f"""\
-
    request:
        method: GET
        url: '{URL}'
        headers:
            Host: api.notes.example
    response:
        status:
            http_version: '1.1'
            code: '200'
            message: OK
        headers:
            Date: 'Sat, 03 Oct 2026 10:11:12 GMT'
        body: '{{"notes": ["tea"]}}'
        curl_info:
            url: '{URL}'
            total_time: 0.1255
    index: 0
"""

EASY_CSHARP = json.dumps(
    [
        {
            "Duration": 125,
            "RecordedAt": "2026-10-03T12:11:12.000000+02:00",
            "Request": {"Body": "", "Method": "GET", "RequestHeaders": {}, "Uri": URL},
            "Response": {
                "Body": '{"notes": ["tea"]}',
                "ContentHeaders": {"Content-Type": "application/json"},
                "HttpVersion": "1.1",
                "ResponseHeaders": {},
                "Status": {"Code": 200, "Message": "OK"},
            },
        }
    ]
)

EASY_JAVA = json.dumps(
    [
        {
            "recordedAt": int(AT.timestamp()),
            "request": {"body": "", "method": "GET", "headers": {}, "uri": URL},
            "response": {
                "body": '{"notes": ["tea"]}',
                "headers": {"null": ["HTTP/1.1 200 OK"]},
                "status": {"code": 200, "message": "OK"},
                "uri": URL,
            },
            "duration": 125,
        }
    ]
)


def samples(folder: Path, text: str) -> list[Sample]:
    path = folder / "cassette"
    path.write_text(text)
    return list(read(path, lambda done: None))


def tea(took_s: float | None = None) -> Sample:
    return Sample("GET", URL, 200, took_s, len('{"notes": ["tea"]}'), AT)


def test_vcrpy_tells_everything_but_durations(tmp_path: Path) -> None:
    assert samples(tmp_path, VCRPY) == [tea(), Sample("GET", URL, 503, None, 9)]
    assert samples(tmp_path, VCRPY_JSON) == [tea()]


def test_vcr_for_ruby_tells_when_but_not_how_long(tmp_path: Path) -> None:
    assert samples(tmp_path, RUBY) == [tea(), Sample("GET", URL, 200, None, 6, AT)]


def test_go_vcr_tells_durations_as_go_writes_them(tmp_path: Path) -> None:
    first, second, third = samples(tmp_path, GO)

    assert first == tea(took_s=0.1255)
    assert (second.took_s, third.took_s) == (62.5, None)


def test_php_vcr_tells_what_curl_has_measured(tmp_path: Path) -> None:
    assert samples(tmp_path, PHP) == [tea(took_s=0.1255)]


@pytest.mark.parametrize("cassette", [EASY_CSHARP, EASY_JAVA], ids=["C#", "Java"])
def test_easyvcr_tells_whole_milliseconds(tmp_path: Path, cassette: str) -> None:
    assert samples(tmp_path, cassette) == [tea(took_s=0.125)]


def test_an_older_cassette_of_easyvcr_tells_no_duration(tmp_path: Path) -> None:
    older = json.loads(EASY_CSHARP)
    del older[0]["Duration"]

    assert samples(tmp_path, json.dumps(older)) == [tea()]


@pytest.mark.parametrize("moment", [10**30, -(10**18), "soon", None])
def test_a_moment_that_is_none_is_unknown(tmp_path: Path, moment: object) -> None:
    strange = json.loads(EASY_JAVA)
    strange[0]["recordedAt"] = moment

    assert samples(tmp_path, json.dumps(strange))[0].at is None


@pytest.mark.parametrize(
    ("duration", "took_s"),
    [
        ("2.086618375s", 2.086618375),
        ("850µs", 0.00085),
        ("1h0m0s", 3600.0),
        ("0s", None),
        ("12", None),
        ("-5ms", None),
        ("1.5 s", None),
    ],
)
def test_a_duration_that_is_none_is_unknown(
    tmp_path: Path, duration: str, took_s: float | None
) -> None:
    text = GO.replace("125.5ms", duration)

    assert samples(tmp_path, text)[0].took_s == (took_s and pytest.approx(took_s))


def test_a_tag_makes_nothing_but_texts(tmp_path: Path) -> None:
    harmful = VCRPY.replace("body: null", "body: !!python/object/apply:os.getcwd []", 1)

    assert len(samples(tmp_path, harmful)) == 2


@pytest.mark.parametrize(
    "interaction",
    [
        {"request": None, "response": None},
        {"request": {"method": 7, "uri": []}, "response": {"status": "soon", "body": 3}},
        {"request": {}, "response": {"status": {"code": "x"}, "headers": {"Date": []}}},
        {"request": {}, "response": {"headers": {"Date": ["yesterday"]}}, "recorded_at": 5},
        {"request": {}, "response": {"curl_info": 1, "duration": 2, "body": {"string": 1}}},
    ],
    ids=str,
)
def test_what_is_not_as_it_should_be_is_unknown(tmp_path: Path, interaction: object) -> None:
    (found,) = samples(tmp_path, json.dumps({"interactions": [interaction]}))

    assert (found.status, found.took_s, found.size, found.at) == (0, None, None, None)
