"""Texts about people, companies and places; all of one object speak of the same ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import TypeAlias

from mock_server.data.field import Field
from mock_server.data.scene import ascii_letters

Draw: TypeAlias = Callable[[Field, Random], str]

# What is called so is a person, so its `name` is a person's.
PARTIES = frozenset(
    (
        *("user", "customer", "contact", "person", "owner", "author", "recipient", "sender"),
        *("member", "employee", "client", "patient", "agent", "guest", "subscriber", "payer"),
        *("buyer", "seller", "driver", "student", "teacher", "assignee", "holder", "participant"),
    )
)


def email(field: Field, _: Random) -> str:
    return f"{field.scene.person.handle}@example.com"


def first_name(field: Field, _: Random) -> str:
    return field.scene.person.first_name


def last_name(field: Field, _: Random) -> str:
    return field.scene.person.last_name


def full_name(field: Field, _: Random) -> str:
    return field.scene.person.name


def handle(field: Field, _: Random) -> str:
    person = field.scene.person
    return f"{ascii_letters(person.first_name)}_{ascii_letters(person.last_name)}"


def company(field: Field, _: Random) -> str:
    return field.scene.company


def street(field: Field, _: Random) -> str:
    return field.scene.street


def address(field: Field, _: Random) -> str:
    city = field.scene.city
    return f"{field.scene.street}, {city.postcode} {city.name}, {field.scene.country.name}"


def city(field: Field, _: Random) -> str:
    return field.scene.city.name


def state(field: Field, _: Random) -> str:
    """The code where the schema has no room for more, or the country's habit is the code."""
    short = field.schema.get("maxLength", 99) <= 3 or field.scene.country.code in ("US", "CA", "AU")
    return field.scene.city.state_code if short else field.scene.city.state


def postcode(field: Field, _: Random) -> str:
    return field.scene.city.postcode


def country_code(field: Field, _: Random) -> str:
    country = field.scene.country
    return country.alpha3 if field.schema.get("minLength", 0) >= 3 else country.code


def country(field: Field, rng: Random) -> str:
    """The name where the example is one, else the code, as most APIs have it."""
    example = field.schema.get("example")
    if isinstance(example, str) and len(example) > 3:
        return field.scene.country.name
    return country_code(field, rng)


def timezone(field: Field, _: Random) -> str:
    return field.scene.city.timezone


def locale(field: Field, _: Random) -> str:
    """With a hyphen, as BCP 47 has it."""
    return field.scene.country.locale.replace("_", "-")


TEXTS: Mapping[str, Draw] = {
    **dict.fromkeys(("email", "mail", "email_address", "e_mail"), email),
    **dict.fromkeys(("first_name", "firstname", "given_name", "forename"), first_name),
    **dict.fromkeys(("last_name", "lastname", "family_name", "surname"), last_name),
    **dict.fromkeys(
        (
            *("full_name", "fullname", "person_name", "contact_name", "customer_name"),
            *("user_full_name", "owner_name", "recipient_name", "sender_name", "cardholder_name"),
            *("author", "cardholder", "account_holder"),
        ),
        full_name,
    ),
    **dict.fromkeys(("username", "user_name", "login", "nickname", "nick", "handle"), handle),
    **dict.fromkeys(
        (
            *("company", "company_name", "organization", "organisation", "organization_name"),
            *("organisation_name", "business_name", "legal_name", "employer", "merchant"),
            *("merchant_name", "vendor_name", "brand_name", "supplier", "publisher"),
        ),
        company,
    ),
    **dict.fromkeys(
        (
            *("street", "street_address", "address_line", "address_line_1", "address_1"),
            *("address_line1", "address1", "line1", "line_1", "street_name"),
        ),
        street,
    ),
    "address": address,
    **dict.fromkeys(("city", "town", "locality", "city_name"), city),
    **dict.fromkeys(("state_code", "province", "state_or_province", "administrative_area"), state),
    **dict.fromkeys(
        ("postcode", "postal_code", "postalcode", "zip", "zip_code", "zipcode", "post_code"),
        postcode,
    ),
    "country": country,
    "country_name": lambda field, _: field.scene.country.name,
    **dict.fromkeys(
        ("country_code", "country_iso", "iso_country", "country_iso_code", "nationality"),
        country_code,
    ),
    **dict.fromkeys(("timezone", "time_zone", "tz", "timezone_name"), timezone),
    **dict.fromkeys(("locale", "language_tag"), locale),
    **dict.fromkeys(("language", "lang", "language_code"), lambda f, _: f.scene.country.language),
}
# The same, where an example or a plainer meaning goes first.
CUSTOMARY: Mapping[str, Draw] = {
    **dict.fromkeys(("region",), state),
    **dict.fromkeys(("line2", "line_2", "address_2", "address_line_2", "address_line2"), street),
}
