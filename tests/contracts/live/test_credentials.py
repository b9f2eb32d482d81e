"""Credentials come from the environment, go over the wire, and are nowhere else."""

from __future__ import annotations

import json
import pickle
from base64 import b64encode, urlsafe_b64encode
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.errors import CheckError
from contracts.live.credentials import Credentials, credentials, missing
from contracts.live.live import Secrets
from contracts.live.reading import live_of
from tests.contracts.live.guarded import ENVIRONMENT, KEY, SECRET

BEARER = Secrets("bearer", ("TOKEN",), ("TOKEN",))
SIGNS = st.characters(min_codepoint=33, max_codepoint=126)
WRITTEN = {
    "as it is": lambda text: text,
    "in an address": lambda text: quote(text, safe=""),
    "in a form": quote_plus,
    "in JSON": json.dumps,
    "in HTML": escape,
    "as hex": lambda text: text.encode().hex(),
    "in base64": lambda text: b64encode(text.encode()).decode(),
    "in base64 for addresses": lambda text: urlsafe_b64encode(text.encode()).decode(),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN.keys())
@settings(deadline=None, max_examples=60)
@given(
    secret=st.text(SIGNS, min_size=8, max_size=60),
    before=st.text(SIGNS, max_size=7),
    after=st.text(SIGNS, max_size=7),
)
def test_however_it_is_written_it_becomes_stars(
    written: object, secret: str, before: str, after: str
) -> None:
    assert callable(written)
    text = written(before + secret + after)

    masked, found = Credentials(BEARER, (secret,)).hidden(text.encode())

    assert found
    assert len(masked) == len(text)
    assert masked.count(b"*") >= len(secret) - 2  # base64 shares a sign with either neighbour


@given(st.binary(max_size=200))
def test_what_holds_no_credential_stays_as_it_is(data: bytes) -> None:
    assert Credentials(BEARER, ("no-such-secret-anywhere",)).hidden(data) == (data, False)


def test_the_account_is_no_secret_but_the_header_is() -> None:
    vonage = credentials(live_of("vonage"), ENVIRONMENT)
    told = f'{{"account_id": "abcd1234", "header": "{vonage.header}"}}'.encode()

    masked, found = vonage.hidden(told)

    assert found
    assert b"abcd1234" in masked
    assert vonage.header.removeprefix("Basic ").encode() not in masked


@pytest.mark.parametrize("name", ["telnyx", "vonage"])
def test_nothing_shows_them(name: str) -> None:
    found = credentials(live_of(name), ENVIRONMENT)

    for shown in (repr(found), str(found), f"{found}", repr([found])):
        assert SECRET not in shown
        assert KEY not in shown
    with pytest.raises(TypeError, match="stay in the process"):
        pickle.dumps(found)


def test_what_is_not_set_is_missing() -> None:
    assert missing(live_of("vonage"), {}) == ("VONAGE_API_KEY", "VONAGE_API_SECRET")
    assert missing(live_of("telnyx"), {"TELNYX_API_KEY": ""}) == ("TELNYX_API_KEY",)
    assert missing(live_of("telnyx"), ENVIRONMENT) == ()


@pytest.mark.parametrize(
    "value", ["short", "with a blank in it", "line-end\n", "a\r\nHost: example.org", "ümlaut-key"]
)
def test_what_cannot_be_a_credential_is_refused_and_not_told(value: str) -> None:
    with pytest.raises(CheckError) as refused:
        credentials(live_of("telnyx"), {"TELNYX_API_KEY": value})

    assert value not in str(refused.value)
    assert refused.value.__cause__ is None
