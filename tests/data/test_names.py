"""What names mean: numbers nobody holds, moments that have passed, parties that agree."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from random import Random
from typing import Any

import phonenumbers
import pytest

from mock_server.data.field import PASS, Field, Pass
from mock_server.data.generator import Generator, GeneratorOptions, compile_generator
from mock_server.data.places import COUNTRIES
from mock_server.spec.operation import Json

SEEDS = tuple(b"seed %d" % number for number in range(120))
TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
MOMENT: Json = {"type": "string", "format": "date-time"}

# Written down again from the regulators' publications; see mock_server/data/phone.py for them.
FICTITIOUS = re.compile(
    r"\+1\d{3}55501\d\d|\+44(2079460|1614960|1214960|1314960|1174960)\d{3}|\+447700900\d{3}"
    r"|\+49(3023125|6990009|4066969|2214710|8999998)\d{3}"
    r"|\+33(19900|26191|35301|46571|53649|63998)\d{4}"
    r"|\+61[2378]5550\d{4}|\+61491570(006|110|15[6-9])"
    r"|\+46(3139006|4062804)\d\d|\+4670174(060[5-9]|06[1-9]\d)"
)


def of(properties: Json, **options: Any) -> Generator:
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return compile_generator(schema, GeneratorOptions(**options))


def drawn(properties: Json, **options: Any) -> list[Any]:
    generator = of(properties, **options)
    return [json.loads(generator.render(seed)) for seed in SEEDS]


@pytest.mark.parametrize("name", ["phone_number", "from", "to", "cli", "cld", "callerNumber"])
def test_phone_numbers_are_valid_and_nobody_has_them(name: str) -> None:
    numbers = {row[name] for row in drawn({name: TEXT})}

    assert len(numbers) > 20
    assert all(FICTITIOUS.fullmatch(number) for number in numbers)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)


def test_mobile_numbers_are_possible_and_nobody_has_them() -> None:
    numbers = {row["mobile_number"] for row in drawn({"mobile_number": TEXT})}

    assert all(FICTITIOUS.fullmatch(number) for number in numbers)
    assert all(phonenumbers.is_possible_number(phonenumbers.parse(number)) for number in numbers)


def test_every_range_of_every_city_is_set_aside_for_fiction() -> None:
    first = [
        f"+{country.calling_code}{city.area}{0:0{country.line_digits}d}"
        for country in COUNTRIES
        for city in country.cities
    ]

    assert [number for number in first if not FICTITIOUS.fullmatch(number)] == []


def test_a_phone_number_loses_its_plus_where_there_is_no_room_for_it() -> None:
    rows = drawn({"to": {"type": "string", "pattern": r"^\d{10,15}$"}})

    assert all(FICTITIOUS.fullmatch("+" + row["to"]) for row in rows)


def test_city_country_phone_network_and_currency_are_of_one_country() -> None:
    names = ("city", "postal_code", "country_code", "phone_number", "mcc", "mnc", "timezone")
    rows = drawn(dict.fromkeys(names, TEXT))
    by_code = {country.code: country for country in COUNTRIES}

    for row in rows:
        country = by_code[row["country_code"]]
        region = phonenumbers.region_code_for_number(phonenumbers.parse(row["phone_number"]))
        cities = {(city.name, city.postcode, city.timezone) for city in country.cities}
        assert region == country.code
        assert (row["city"], row["postal_code"], row["timezone"]) in cities
        assert (row["mcc"], row["mnc"]) in {(n.mcc, n.mnc) for n in country.networks}


def test_a_locale_chooses_the_country() -> None:
    rows = drawn({"country_code": TEXT, "city": TEXT}, locales=("de_DE",))

    assert {row["country_code"] for row in rows} == {"DE"}
    assert {row["city"] for row in rows} > {"Berlin", "Hamburg"}


def test_an_email_address_is_the_persons_own_at_a_domain_that_is_reserved() -> None:
    rows = drawn(
        {"first_name": TEXT, "email": {"type": "string", "format": "email"}}, locales=("en_US",)
    )

    for row in rows:
        user, _, domain = row["email"].partition("@")
        assert domain == "example.com"
        assert user.startswith(re.sub("[^a-z]", "", row["first_name"].lower()))


def test_two_parties_of_one_document_are_different_people() -> None:
    party = {"type": "object", "properties": {"name": TEXT, "email": TEXT}}
    rows = drawn({"data": {"type": "object", "properties": {"sender": party, "recipient": party}}})

    different = [row for row in rows if row["data"]["sender"] != row["data"]["recipient"]]

    assert len(different) > 0.9 * len(rows)


def test_moments_lie_in_the_past_and_in_the_order_of_their_names() -> None:
    order = ("created_at", "sent_at", "delivered_at", "updated_at", "deleted_at", "expires_at")
    rows = drawn(dict.fromkeys(reversed(order), MOMENT))

    for row in rows:
        moments = [datetime.fromisoformat(row[name]) for name in order]
        assert moments == sorted(moments)
        assert moments[0] >= datetime(2024, 1, 1, tzinfo=UTC)
        assert moments[-2] <= datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("early", "late"),
    [("start_date", "end_date"), ("start_time", "end_time"), ("date_start", "date_end")],
)
@pytest.mark.parametrize("schema", [MOMENT, {"type": "string", "format": "date"}])
def test_a_period_starts_before_it_ends(early: str, late: str, schema: Json) -> None:
    rows = drawn({late: schema, early: schema})

    assert all(row[early] <= row[late] for row in rows)


def test_unix_times_are_seconds_or_milliseconds_of_the_same_moments() -> None:
    millis = {"type": "integer", "minimum": 1_000_000_000_000}
    row = drawn({"created_at": MOMENT, "sent_at": WHOLE, "read_at": millis})[0]

    begun = datetime.fromisoformat(row["created_at"]).timestamp()

    assert begun <= row["sent_at"] <= row["read_at"] / 1000


@pytest.mark.parametrize("schema", [WHOLE, {"type": "string", "example": "0"}])
def test_parts_are_not_more_than_their_whole(schema: Json) -> None:
    names = ("delivered", "sent", "parts", "total")
    rows = drawn(dict.fromkeys(names, schema))

    for row in rows:
        counts = [float(row[name]) for name in names]
        assert counts == sorted(counts)


def test_the_least_is_not_more_than_the_most() -> None:
    number = {"type": "number"}
    rows = drawn({"min_price": number, "max_price": number})

    assert all(row["min_price"] <= row["max_price"] for row in rows)


def test_money_is_decimal_text_or_a_number_as_the_schema_has_it() -> None:
    rows = drawn({"cost": TEXT, "amount": {"type": "number"}})

    assert all(re.fullmatch(r"\d+\.\d\d", row["cost"]) for row in rows)
    assert all(round(row["amount"], 2) == row["amount"] for row in rows)


@pytest.mark.parametrize(
    ("example", "shape"),
    [
        ("25.50", r"\d+\.\d\d"),
        ("outbound", "outbound"),
        ("msg_7f3a91c2", r"msg_[0-9a-z]{8}"),
        ("1684947189014463919", r"\d{19}"),
        ("0d7ef697-df19-413a-b724-56b0539f5397", r"[0-9a-f-]{36}"),
        ("2025-06-11T13:21:40.967339+00:00", r"202[45]-.*Z"),
        (
            "https://vendor.test/files/report_8821.csv",
            r"https://example\.com/files/report_\d{4}\.csv",
        ),
    ],
)
def test_a_text_is_like_its_example(example: str, shape: str) -> None:
    rows = drawn({"thing": {"type": "string", "example": example}})

    assert all(re.fullmatch(shape, row["thing"]) for row in rows)


def test_a_vendors_rule_is_asked_first_and_believed_only_if_it_fits() -> None:
    def dock(field: Field, rng: Random) -> Json | Pass:
        return f"dock-{rng.randrange(1000)}" if field.name in ("dock", "city") else PASS

    short = {"type": "string", "maxLength": 4}
    rows = drawn({"dock": TEXT, "city": short}, rules=(dock,))

    assert all(re.fullmatch(r"dock-\d+", row["dock"]) for row in rows)
    assert all(len(row["city"]) <= 4 for row in rows)


def test_what_is_deleted_is_seldom_and_what_is_optional_mostly_there() -> None:
    schema = {
        "type": "object",
        "properties": {
            "deleted_at": {"type": ["string", "null"], "format": "date-time"},
            "nickname": {"type": ["string", "null"]},
        },
    }
    generator = compile_generator(schema, GeneratorOptions())

    rows = [json.loads(generator.render(seed)) for seed in SEEDS]

    assert sum(row["deleted_at"] is None for row in rows) > len(rows) / 2
    assert 0 < sum(row["nickname"] is None for row in rows) < len(rows) / 5
