"""Texts about telephony: numbers that nobody holds, networks, codes of networks and devices."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from mock_server.data.field import PASS, Field, Pass
from mock_server.data.formats import digits_of_phone, phone
from mock_server.data.people import Draw
from mock_server.data.phone import mobile_number, national_number
from mock_server.spec.operation import Json


def mobile(field: Field, rng: Random) -> str:
    country = field.scene.country
    return f"+{country.calling_code}{mobile_number(country, field.scene.city, rng)}"


def national(field: Field, rng: Random) -> str:
    return national_number(field.scene.country, field.scene.city, rng)


def calling_code(field: Field, _: Random) -> str:
    return f"+{field.scene.country.calling_code}"


def mcc(field: Field, _: Random) -> str:
    return field.scene.network.mcc


def mnc(field: Field, _: Random) -> str:
    return field.scene.network.mnc


def carrier(field: Field, _: Random) -> str:
    return field.scene.network.name


def network(field: Field, _: Random) -> str:
    """Its code where the example is one, else its name."""
    found = field.scene.network
    coded = str(field.schema.get("example", "")).isdigit() or "code" in field.words
    return found.mcc + found.mnc if coded else found.name


def imsi(field: Field, rng: Random) -> str:
    """Fifteen digits: country and network code, then the subscriber (ITU-T E.212)."""
    head = field.scene.network.mcc + field.scene.network.mnc
    return head + "".join(str(rng.randrange(10)) for _ in range(15 - len(head)))


def imei(_: Field, rng: Random) -> str:
    """Fifteen digits with a check digit; 00 is the test reporting body (3GPP TS 23.003, 6.2)."""
    digits = "00" + "".join(str(rng.randrange(10)) for _ in range(12))
    return digits + luhn_digit(digits)


def iccid(field: Field, rng: Random) -> str:
    """Nineteen digits: 89 for telecommunications, calling code, card, check (ITU-T E.118)."""
    head = f"89{field.scene.country.calling_code}"
    digits = head + "".join(str(rng.randrange(10)) for _ in range(18 - len(head)))
    return digits + luhn_digit(digits)


def luhn_digit(digits: str) -> str:
    """The check digit after these digits (ISO/IEC 7812-1, annex B)."""
    doubled = [int(digit) * 2 for digit in digits[::-2]]
    plain = [int(digit) for digit in digits[-2::-2]]
    return str(-sum(plain + [value // 10 + value % 10 for value in doubled]) % 10)


TEXTS: Mapping[str, Draw] = {
    **dict.fromkeys(
        (
            *("phone", "phone_number", "telephone", "telephone_number", "tel", "tn", "msisdn"),
            *("caller_id", "caller_number", "callee", "caller", "cli", "cld", "fax", "did"),
            *("fax_number", "from_number", "to_number", "destination_number", "source_number"),
            *("originating_number", "terminating_number", "calling_number", "called_number"),
            *("ani", "dnis", "caller_id_number", "contact_number", "contact_phone"),
        ),
        phone,
    ),
    **dict.fromkeys(("mobile", "mobile_number", "mobile_phone", "cell", "cell_phone"), mobile),
    **dict.fromkeys(("national_number", "national_format"), national),
    **dict.fromkeys(("calling_code", "dial_code", "dialing_code", "phone_code"), calling_code),
    **dict.fromkeys(("mcc", "mobile_country_code"), mcc),
    **dict.fromkeys(("mnc", "mobile_network_code"), mnc),
    **dict.fromkeys(("carrier", "carrier_name", "operator", "network_name", "mno"), carrier),
    **dict.fromkeys(("network", "network_code", "mccmnc", "mcc_mnc"), network),
    "imsi": imsi,
    "imei": imei,
    "iccid": iccid,
}
CUSTOMARY: Mapping[str, Draw] = dict.fromkeys(("from", "to", "destination", "recipient"), phone)


_PHONES = frozenset(
    name for name, draw in {**TEXTS, **CUSTOMARY}.items() if draw in (phone, mobile)
)


def by_digits(field: Field, rng: Random) -> Json | Pass:
    """Phone numbers where the schema has no room for the plus sign."""
    if field.kind == "string" and "_".join(field.words) in _PHONES:
        return digits_of_phone(field, rng)
    return PASS
