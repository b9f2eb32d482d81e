"""Texts for the formats of JSON Schema and of the OpenAPI Format Registry.

Addresses are documentation addresses: RFC 5737 (IPv4), RFC 3849 (IPv6), RFC 2606 (host names).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from random import Random
from uuid import UUID

from mock_server.data.field import Field
from mock_server.data.moments import rfc3339
from mock_server.data.phone import national_number
from mock_server.data.wording import SENTENCES, WORDS

Draw = Callable[[Field, Random], str]

_IPV4_BLOCKS = ("192.0.2", "198.51.100", "203.0.113")


def date_time(field: Field, _: Random) -> str:
    return rfc3339(field.scene.timeline.at(field.words))


def date(field: Field, _: Random) -> str:
    return date_time(field, _)[:10]


def time(field: Field, _: Random) -> str:
    return date_time(field, _)[11:]


def duration(_: Field, rng: Random) -> str:
    return rng.choice(("PT30S", "PT5M", "PT15M", "PT1H", "PT12H", "P1D", "P7D", "P30D"))


def uuid(_: Field, rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


def email(field: Field, _: Random) -> str:
    return f"{field.scene.person.handle}@example.com"


def host(_: Field, rng: Random) -> str:
    return f"{rng.choice(WORDS)}.example.com"


def ipv4(_: Field, rng: Random) -> str:
    return f"{rng.choice(_IPV4_BLOCKS)}.{rng.randint(1, 254)}"


def ipv6(_: Field, rng: Random) -> str:
    return f"2001:db8:{rng.randint(1, 0xFFFF):x}::{rng.randint(1, 0xFFFF):x}"


def uri(field: Field, rng: Random) -> str:
    path = "/".join(word for word in field.words if word not in ("url", "uri", "href", "link"))
    return f"https://example.com/{path or 'resources'}/{rng.choice(WORDS)}"


def uri_reference(_: Field, rng: Random) -> str:
    return f"/resources/{rng.choice(WORDS)}"


def uri_template(_: Field, rng: Random) -> str:
    return f"https://example.com/{rng.choice(WORDS)}/{{id}}"


def base64(_: Field, rng: Random) -> str:
    return b64encode(rng.choice(SENTENCES).encode()).decode()


def phone(field: Field, rng: Random) -> str:
    return f"+{digits_of_phone(field, rng)}"


def digits_of_phone(field: Field, rng: Random) -> str:
    """E.164 without its plus sign, as older APIs have it."""
    country = field.scene.country
    return f"{country.calling_code}{national_number(country, field.scene.city, rng)}"


def _currency(field: Field, _: Random) -> str:
    return field.scene.country.currency


def _country(field: Field, _: Random) -> str:
    return field.scene.country.code


def _decimal(_: Field, rng: Random) -> str:
    return f"{rng.randint(1, 99_999) / 100:.2f}"


def _pointer(_: Field, rng: Random) -> str:
    return f"/{rng.choice(WORDS)}/{rng.randint(0, 9)}"


def _relative_pointer(_: Field, rng: Random) -> str:
    return f"{rng.randint(0, 3)}/{rng.choice(WORDS)}"


def _regex(_: Field, rng: Random) -> str:
    return f"^{rng.choice(WORDS)}-[0-9]+$"


def _password(_: Field, rng: Random) -> str:
    return f"not-a-real-password-{rng.randint(10, 99)}"


def _slug(_: Field, rng: Random) -> str:
    return f"{rng.choice(WORDS)}-{rng.choice(WORDS)}"


FORMATS: Mapping[str, Draw] = {
    **dict.fromkeys(("date-time", "datetime", "timestamp"), date_time),
    "date": date,
    "time": time,
    "duration": duration,
    "uuid": uuid,
    **dict.fromkeys(("email", "idn-email"), email),
    **dict.fromkeys(("hostname", "idn-hostname", "host", "domain"), host),
    **dict.fromkeys(("ipv4", "ip", "ip-address"), ipv4),
    "ipv6": ipv6,
    **dict.fromkeys(("uri", "url", "iri"), uri),
    **dict.fromkeys(("uri-reference", "iri-reference"), uri_reference),
    "uri-template": uri_template,
    "json-pointer": _pointer,
    "relative-json-pointer": _relative_pointer,
    "regex": _regex,
    **dict.fromkeys(("byte", "base64", "base64url"), base64),
    "password": _password,
    **dict.fromkeys(("e164", "phone", "phone-number", "tel"), phone),
    **dict.fromkeys(("iso4217", "iso-4217", "currency"), _currency),
    **dict.fromkeys(("iso3166", "iso-3166", "country-code"), _country),
    **dict.fromkeys(("decimal", "money"), _decimal),
    "slug": _slug,
}
