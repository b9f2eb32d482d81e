"""No secret leaves by the control API: whatever a request carries, wherever it stands."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.catalogue import Served
from mock_server.spec.load import load_document
from mock_server.state.outbox import CALLBACK, Callback
from mock_server.vendor import Vendor
from mock_server.web.redaction import CALLED_SECRET, REDACTED, Secrets, secrets_of
from tests.web.control.asking import RECORDS, REPORTS, START, Mock

SECRET = "hunter2-hunter2"
SECRETS = Secrets()
NAMES = sorted(CALLED_SECRET)
PLAIN = st.text(st.sampled_from("bcdfghmnqvwxyz019 /?&%\"'\\{}[]:,\n\u00e9"), max_size=12)


def written(name: str, style: str) -> str:
    """The name as somebody else may write it."""
    if style == "upper":
        return name.upper()
    return name.title() if style == "title" else name


STYLES = st.sampled_from(["as it is", "upper", "title"])
NAMED = st.builds(written, st.sampled_from(NAMES), STYLES)


@st.composite
def documents(draw: st.DrawFn) -> Any:
    """JSON that holds the secret somewhere, in a field that is called so."""
    held = draw(st.sampled_from([SECRET, [SECRET], {"value": SECRET}, f"{SECRET}\n", [[SECRET]]]))
    value: Any = {**draw(st.dictionaries(PLAIN, PLAIN, max_size=3)), draw(NAMED): held}
    for _ in range(draw(st.integers(0, 3))):
        value = draw(st.sampled_from([[1, value], {"x": value, "y": [None]}, [value, "z"]]))
    return value


@settings(deadline=None)
@given(documents(), st.booleans())
def test_a_field_that_is_called_secret_is_not_shown(document: Any, is_ascii: bool) -> None:
    text = json.dumps(document, ensure_ascii=is_ascii)

    shown = SECRETS.body(text, "application/json")

    assert SECRET not in shown
    assert json.loads(shown) is not None


@settings(deadline=None)
@given(documents(), st.integers(0, 400))
def test_nor_is_it_where_the_body_was_cut_short(document: Any, end: int) -> None:
    text = json.dumps(document)[:end]

    assert SECRET not in SECRETS.body(text, "application/json")


@settings(deadline=None)
@given(name=st.sampled_from(NAMES), at=st.integers(0, 30))
def test_nor_where_its_name_is_spelled_with_escapes_or_twice(name: str, at: int) -> None:
    sign = name[at % len(name)]
    spelled = name.replace(sign, f"\\u{ord(sign):04x}")
    texts = [
        f'{{"{spelled}": "{SECRET}"}}',
        f'{{"{spelled}": "{SECRET}", "cut": "sho',
        f'{{"a": {{"{name}": "{SECRET}"}}, "a": 1}}',
        f'{{"a": {{"{spelled}": "{SECRET}"}}, "a": 1}}',
    ]

    assert not [text for text in texts if SECRET in SECRETS.body(text, "application/json")]


@settings(deadline=None)
@given(name=NAMED, before=PLAIN, after=PLAIN)
def test_a_parameter_that_is_called_secret_is_not_shown(name: str, before: str, after: str) -> None:
    pairs = [f"a={quote(before)}", f"{quote(name)}={SECRET}", f"b={quote(after)}"]
    query = "&".join(pairs)

    shown = SECRETS.query(query)

    assert shown == query.replace(SECRET, REDACTED)
    assert SECRETS.body(query, "application/x-www-form-urlencoded; charset=utf-8") == shown
    assert SECRETS.url(f"https://user:{SECRET}@host.test/p?{query}").count(SECRET) == 0


@settings(deadline=None)
@given(
    scheme=st.sampled_from(["Bearer", "Basic", "Digest", "hmac-sha256"]), spaces=st.integers(1, 3)
)
def test_of_credentials_the_scheme_stays(scheme: str, spaces: int) -> None:
    shown = SECRETS.header("Authorization", scheme + " " * spaces + SECRET)

    assert shown == f"{scheme} {REDACTED}"


@pytest.mark.parametrize("value", [SECRET, f" {SECRET}", f"{SECRET} ", f"\t{SECRET}", ""])
def test_of_credentials_without_a_scheme_nothing_stays(value: str) -> None:
    assert SECRETS.header("authorization", value) == REDACTED


@settings(deadline=None)
@given(text=st.text(st.sampled_from('abc 1{}[]":,'), max_size=30))
def test_what_holds_no_secret_stays_as_it_was(text: str) -> None:
    for media_type in ("application/json", "text/csv", "application/x-www-form-urlencoded"):
        assert SECRETS.body(text, media_type) == text


def test_keys_of_the_served_documents_and_names_of_the_settings_are_secrets(tmp_path: Any) -> None:
    path = tmp_path / "api.json"
    path.write_text(
        json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "T", "version": "1"},
                "paths": {"/a": {"get": {"responses": {"200": {"description": "it"}}}}},
                "components": {
                    "securitySchemes": {
                        "one": {"type": "apiKey", "in": "query", "name": "Door-Key"},
                        "two": {"$ref": "#/components/securitySchemes/three"},
                        "three": {"type": "apiKey", "in": "header", "name": "X-Door"},
                        "four": {"type": "http", "scheme": "bearer"},
                    }
                },
            }
        )
    )
    served = Served(Vendor("t", "T", (path,)), (load_document(path),))

    secrets = secrets_of([served], ["My-Own"])

    assert secrets.query(f"door-key={SECRET}&My-Own={SECRET}").count(SECRET) == 0
    assert secrets.header("x-door", SECRET) == REDACTED


def everything_told(mock: Mock) -> str:
    """All that the control API tells of what was asked."""
    match = {"query": {"nothing": "*"}}
    told = [mock.control(name).text for name in ("listJournal", "exportJournal", "listCallbacks")]
    return "".join([*told, mock.control("verify", {"match": match}).text])


BASIC = b64encode(f"u:{SECRET}".encode()).decode()
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CARRIERS: list[tuple[str, dict[str, str], str, bytes]] = [
    ("authorization", {"Authorization": f"Bearer {SECRET}"}, RECORDS, b""),
    ("basic", {"Authorization": f"Basic {BASIC}"}, RECORDS, b""),
    ("proxy", {"Proxy-Authorization": f"Basic {SECRET}"}, RECORDS, b""),
    ("cookie", {"Cookie": f"session={SECRET}; b=c"}, RECORDS, b""),
    ("header", {"X-Api-Key": SECRET}, RECORDS, b""),
    ("configured", {"X-Ours": SECRET}, RECORDS, b""),
    ("referer", {"Referer": f"https://a.test/?token={SECRET}"}, RECORDS, b""),
    ("query", {}, f"{RECORDS}&api_secret={SECRET}", b""),
    ("unmatched", {}, f"/nowhere?api_key={SECRET}", b""),
    ("encoded", {}, f"/nowhere?api%5Fkey={SECRET}", b""),
    ("body", JSON, REPORTS, json.dumps({"password": SECRET}).encode()),
    ("address", JSON, REPORTS,
     json.dumps({"callback_url": f"http://127.0.0.1/?token={SECRET}"}).encode()),
    ("form", FORM, REPORTS, f"token={SECRET}".encode()),
    ("cut", JSON, REPORTS,
     json.dumps({"token": SECRET, "x": "y" * 70_000}).encode()),
    ("multipart", {"Content-Type": "multipart/form-data; boundary=b"}, REPORTS,
     f'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n{SECRET}\r\n--b--'.encode()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "target", "content"), [it[1:] for it in CARRIERS], ids=[it[0] for it in CARRIERS]
)
def test_no_secret_of_a_request_is_told(
    headers: dict[str, str], target: str, content: bytes
) -> None:
    mock = Mock(apis=("vonage", "telnyx"), redact=("x-ours",))
    method = "POST" if content else "GET"
    named = {name.replace("-", "_"): value for name, value in headers.items()}

    mock.ask(method, target, content or None, **named)
    told = everything_told(mock)
    mock.close()

    assert '"id":1' in told
    assert SECRET not in told
    assert BASIC not in told


def test_no_secret_of_a_callback_is_told(mock: Mock) -> None:
    callback = Callback(
        "one",
        f"http://user:{SECRET}@127.0.0.1/hook?token={SECRET}",
        START,
        START,
        headers=(("Authorization", f"Bearer {SECRET}"), ("content-type", "application/json")),
        body=json.dumps({"secret": SECRET, "kept": 1}).encode(),
    )
    with mock.backings.store.transaction("default") as state:
        state.put(CALLBACK, callback)

    told = everything_told(mock)

    assert '"id":"one"' in told
    assert "kept" in told
    assert SECRET not in told
