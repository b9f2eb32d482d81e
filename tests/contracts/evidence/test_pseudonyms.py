from __future__ import annotations

import re
from decimal import Decimal
from ipaddress import ip_address
from uuid import UUID

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from contracts.evidence.pseudonyms import Pseudonyms
from contracts.evidence.shapes import magnitude, shape
from contracts.evidence.veil import Veil

KEY = b"one run"
OURS = Pseudonyms(KEY)
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
LONELY = frozenset({"AC", "TA"})
"""Territories whose plans of one kind are so narrow that there may be no other such number."""


def e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


EXAMPLES = sorted(
    {
        e164(number)
        for region in phonenumbers.SUPPORTED_REGIONS - LONELY
        for kind in KINDS
        if (number := phonenumbers.example_number_for_type(region, kind))
    }
)


@pytest.mark.parametrize("number", EXAMPLES)
def test_a_phone_number_stays_a_valid_one_of_its_country_and_kind(number: str) -> None:
    before = phonenumbers.parse(number)

    after = phonenumbers.parse(OURS.phone(number))

    assert e164(after) != number
    assert phonenumbers.is_valid_number(after)
    assert phonenumbers.region_code_for_number(after) == phonenumbers.region_code_for_number(before)
    assert phonenumbers.number_type(after) == phonenumbers.number_type(before)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("+31612345678", id="with a plus"),
        pytest.param("31612345678", id="without a plus, as these vendors write it"),
        pytest.param("0031612345678", id="with the international prefix"),
        pytest.param("%2B31612345678", id="as a URL has it"),
        pytest.param("+31 6 12345678", id="in groups"),
    ],
)
def test_a_phone_number_is_joinable_however_it_is_written(written: str) -> None:
    known = OURS.phone("+31612345678")[1:]

    told = OURS.text(f"from {written} to somebody")

    assert re.sub(r"\D", "", told.replace("%2B", "+")).removeprefix("00") == known
    assert "612345678" not in told


@given(st.text(), st.binary(min_size=32, max_size=32))
@settings(deadline=None)
def test_who_has_another_key_gets_other_pseudonyms(value: str, key: bytes) -> None:
    theirs = Pseudonyms(key)

    pair = [OURS.uuid("6a5bd0c1-2c6b-4f0a-9a7b-1b2c3d4e5f60"), OURS.name(value)]

    assert pair == [
        Pseudonyms(KEY).uuid("6a5bd0c1-2c6b-4f0a-9a7b-1b2c3d4e5f60"),
        Pseudonyms(KEY).name(value),
    ]
    assert theirs.uuid("6a5bd0c1-2c6b-4f0a-9a7b-1b2c3d4e5f60") != pair[0]


@given(st.uuids(), st.booleans(), st.booleans())
@settings(deadline=None)
def test_a_uuid_stays_one_of_its_version_written_alike(
    uuid: UUID, upper: bool, dashes: bool
) -> None:
    text = str(uuid) if dashes else uuid.hex
    text = text.upper() if upper else text

    told = OURS.text(f"id {text}.").removeprefix("id ").removesuffix(".")

    assert UUID(told) != uuid
    assert (UUID(told).version, UUID(told).variant) == (uuid.version, uuid.variant)
    assert [one == "-" for one in told] == [one == "-" for one in text]
    assert told == (told.upper() if upper and text.upper() != text.lower() else told.lower())


@given(st.ip_addresses())
@settings(deadline=None)
def test_an_address_stays_one_of_its_version_and_private_if_it_was(address: object) -> None:
    before = ip_address(str(address))

    after = ip_address(OURS.address(str(before)))

    assert after.version == before.version
    if before.version == 4 and before.is_private:
        assert after.is_private


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("inv_8f3a2b9c", r"inv_[0-9a-f]{8}"),
        ("KEY0123456789ABCD", r"[A-Z]{3}\d{10}[A-Z]{4}"),
        ("call-control-77ab12", r"call-control-[0-9a-f]{6}"),
    ],
)
def test_an_id_keeps_its_prefix_and_its_kinds_of_characters(value: str, kept: str) -> None:
    told = OURS.id(value)

    assert re.fullmatch(kept, told)
    assert told != value
    assert told == OURS.id(value)


def test_equal_hosts_of_mail_addresses_stay_equal() -> None:
    first, second = OURS.email("anna@firma.example"), OURS.email("bert@firma.example")

    assert first != second
    assert first.partition("@")[2] == second.partition("@")[2] != "firma.example"


@pytest.mark.parametrize(
    "sentence",
    [
        "one of 200, 401, 404",
        "text 9999-99-99T99:99:99Z",
        "sum of 1234.56 EUR, details say 1234.57 EUR",
        "records of [2026-10-01T00:00:00Z, 2026-10-02T00:00:00Z): 1,204 and 1,203",
        'a value of type string, got "delivered"',
        "Retry-After: 120",
        "20261101000000",
    ],
)
def test_sentences_about_nobody_are_left_as_they_are(sentence: str) -> None:
    assert OURS.text(sentence) == sentence


def test_what_somebody_said_is_told_by_its_length() -> None:
    told = OURS.text('the field holds "Call me tonight at the usual place"')

    assert told == "the field holds (text of 21 to 50 characters)"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_an_amount_keeps_its_sign_magnitude_and_decimals(amount: Decimal) -> None:
    told = Decimal(magnitude(str(amount)))

    assert told.as_tuple().exponent == amount.as_tuple().exponent
    assert (told < 0) == (amount < 0)
    if amount:
        assert Decimal("0.1") < amount / told < 10
        assert told.adjusted() == amount.adjusted()


def test_a_record_is_told_by_its_shape() -> None:
    record = {
        "id": "inv_8f3a2b9c",
        "from": "+31612345678",
        "status": "delivered",
        "date_start": "2026-10-01T12:00:00Z",
        "total_price": "12.3400",
        "price": 0.0123,
        "message_body": "see you",
        "first_name": "Maria",
        "currency": "EUR",
        "network": None,
        "concatenated": False,
        "auth_token": "abc",
        "parts": [1, 2, 3, 4, 5],
        "callback": "https://hooks.firma.nl/x?y=1",
    }

    told = shape(record, Veil(KEY))

    assert told == {
        "id": OURS.id("inv_8f3a2b9c"),
        "from": OURS.phone("+31612345678"),
        "status": "delivered",
        "date_start": "2026-10-01T12:00:00Z",
        "total_price": "10.0000",
        "price": 0.01,
        "message_body": "(text of 6 to 10 characters)",
        "first_name": OURS.name("Maria"),
        "currency": "EUR",
        "network": None,
        "concatenated": False,
        "auth_token": "[redacted]",
        "parts": [1, 2, 3, "... 2 more"],
        "callback": "https://host.example/(text of 21 to 50 characters)",
    }
