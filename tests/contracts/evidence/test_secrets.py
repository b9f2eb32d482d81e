from __future__ import annotations

import base64
import json
from collections.abc import Callable
from html import escape
from urllib.parse import quote, quote_plus

import httpx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.evidence import Veil, cleaned, curl, evidence, veil_for
from contracts.finding import Finding
from tests.contracts.evidence.exchanges import exchange
from tests.contracts.evidence.leaks import leaks

KEY = b"a key"
CANARY = "canary/7Q+secret=x9"
CODINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in a URL": lambda text: quote(text, safe=""),
    "in a form": quote_plus,
    "all of it percent-encoded": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "in base64": lambda text: base64.b64encode(text.encode()).decode(),
    "in base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "in base64 after something": lambda text: base64.b64encode(b"user:" + text.encode()).decode(),
    "in base64 amid something": lambda text: base64.b64encode(f"ab{text}yz".encode()).decode(),
    "in JSON": lambda text: json.dumps({"x": text}),
    "in JSON, escaped": lambda text: "".join(f"\\u{ord(one):04x}" for one in text),
    "in HTML": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "in HTML, escaped": escape,
    "as hexadecimal digits": lambda text: text.encode().hex(),
    "in capitals": str.upper,
}


@pytest.mark.parametrize("outer", CODINGS)
@pytest.mark.parametrize("inner", CODINGS)
def test_a_known_secret_is_found_below_two_codings(inner: str, outer: str) -> None:
    told = Veil(KEY, {CANARY: "TOKEN"}).text(f"got {CODINGS[outer](CODINGS[inner](CANARY))} here")

    assert leaks(told, (CANARY,)) == []
    assert told.startswith("got ")


@given(
    secret=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40),
    around=st.tuples(st.text(max_size=20), st.text(max_size=20)),
    coding=st.sampled_from(sorted(CODINGS)),
)
@settings(deadline=None, max_examples=150)
def test_any_secret_is_found_amid_anything(
    secret: str, around: tuple[str, str], coding: str
) -> None:
    assume(len(set(secret)) > 3)
    text = around[0] + CODINGS[coding](secret) + around[1]

    told = Veil(KEY, {secret: "TOKEN"}).masked(text)

    assert leaks(told, (secret,)) == []


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "eyJzdWIiOiIxIn0"),
        (
            "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
            "MIIEvQIBADANBg",
        ),
        ("Authorization: Bearer abc123def456", "abc123def456"),
        ("https://user:hunter2@host.example/x", "hunter2"),
        ("sk_live_51Habcdefgh", "51Habcdefgh"),
    ],
)
def test_what_looks_like_a_secret_is_one(text: str, secret: str) -> None:
    told = Veil(KEY).text(f"the answer has {text} in it")

    assert secret not in told
    assert "[redacted]" in told


def test_a_sentence_about_bearers_is_no_secret() -> None:
    said = "what is asked for is HTTP Bearer authentication"

    assert Veil(KEY).text(said) == said


def test_credentials_that_the_server_echoes_are_masked_wherever_they_stand() -> None:
    basic = base64.b64encode(f"abcd1234:{CANARY}".encode()).decode()
    request = httpx.Request(
        "GET", "https://x.example/things/1", headers={"Authorization": f"Basic {basic}"}
    )
    answer = httpx.Response(
        400,
        headers={"X-Debug": f"Basic {basic}", "Set-Cookie": f"sid={CANARY}"},
        json={"detail": f"bad {CANARY}", "raw": basic, "nested": [{"u": quote(basic)}]},
    )
    finding = Finding("c", "GET /things/{id}", 400, "/detail", "k", "nothing", f"it says {basic}")
    observed = exchange(request, answer, source="golden")

    told = [evidence(observed, Veil(KEY)), cleaned(finding, Veil(KEY), observed)]

    assert leaks(repr(told), (CANARY, basic)) == []


def test_a_token_that_the_answer_hands_out_is_a_secret_too() -> None:
    observed = exchange(
        httpx.Request("GET", "https://x.example/things/1"),
        httpx.Response(200, json={"access_token": CANARY, "echo": CANARY}),
    )
    finding = Finding("c", "GET /things/{id}", 200, "/echo", "k", "nothing", f"got {CANARY}")

    told = [evidence(observed, Veil(KEY)), cleaned(finding, Veil(KEY), observed)]

    assert leaks(repr(told), (CANARY,)) == []


def test_a_pointer_names_nobody_and_is_the_same_in_every_run() -> None:
    finding = Finding("c", "GET /x", 200, "/numbers/+31612345678/status", "type", "text", "number")

    pointers = {cleaned(finding, Veil(key)).pointer for key in (b"one", b"two")}

    assert pointers == {"/numbers/*/status"}


def test_the_variables_of_a_vendor_are_those_that_its_documentation_has() -> None:
    basic = base64.b64encode(b"abcd1234:a-long-secret").decode()
    veil = veil_for("vonage", {"Authorization": f"Basic {basic}"}, KEY)
    url = "https://api.nexmo.com/v2/reports?account_id=abcd1234&product=SMS"
    observed = exchange(httpx.Request("GET", url, headers={"Authorization": f"Basic {basic}"}))

    command = curl(observed, veil)

    assert command == (
        'curl -sS "https://api.nexmo.com/v2/reports?account_id=$VONAGE_API_KEY&product=SMS" '
        '-u "$VONAGE_API_KEY:$VONAGE_API_SECRET"'
    )
