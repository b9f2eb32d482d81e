"""Texts for names that say little: a kind of word, or a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from mock_server.data import people, technical, telecom
from mock_server.data.field import Field, words_of
from mock_server.data.people import PARTIES, Draw
from mock_server.data.technical import one_of
from mock_server.data.wording import SENTENCES, TITLES, WORDS

_STATUSES = ("active", "pending", "completed")


def name(field: Field, rng: Random) -> str:
    """A person's where the object is one, else a thing's."""
    around = field.path[-1] if field.path else ""
    return field.scene.person.name if around in PARTIES else rng.choice(TITLES)


def state(field: Field, rng: Random) -> str:
    """A region inside of an address, else how far a thing has come."""
    around = {word for name in field.path for word in words_of(name)}
    if around.isdisjoint(("address", "location", "place", "billing", "shipping", "city")):
        return rng.choice(_STATUSES)
    return people.state(field, rng)


def code(_: Field, rng: Random) -> str:
    return str(rng.randint(10_000, 99_999))


def reference(_: Field, rng: Random) -> str:
    return f"{rng.choice(WORDS)}-{rng.randint(1000, 9999)}"


CUSTOMARY: Mapping[str, Draw] = {
    **people.CUSTOMARY,
    **telecom.CUSTOMARY,
    **technical.CUSTOMARY,
    "name": name,
    **dict.fromkeys(("title", "subject", "label", "headline", "display_name"), one_of(*TITLES)),
    **dict.fromkeys(
        (
            *("description", "message", "text", "body", "summary", "content", "comment", "note"),
            *("notes", "comments", "details", "detail", "caption", "about", "bio", "remarks"),
            *("reason", "instructions", "snippet", "explanation"),
        ),
        one_of(*SENTENCES),
    ),
    "status": one_of(*_STATUSES),
    "state": state,
    **dict.fromkeys(("direction",), one_of("inbound", "outbound")),
    **dict.fromkeys(("type", "kind", "category"), one_of("standard", "basic", "premium")),
    **dict.fromkeys(("role",), one_of("admin", "member", "viewer")),
    **dict.fromkeys(("gender", "sex"), one_of("female", "male", "other")),
    **dict.fromkeys(("priority", "severity", "level"), one_of("low", "normal", "high")),
    **dict.fromkeys(("environment", "env"), one_of("production", "staging", "test")),
    **dict.fromkeys(("unit", "units"), one_of("each", "minute", "message", "MB")),
    **dict.fromkeys(("tag", "keyword", "topic", "group", "alias"), one_of(*WORDS)),
    **dict.fromkeys(("ref", "reference"), reference),
    **dict.fromkeys(("code", "error_code"), code),
    **dict.fromkeys(
        ("job_title", "occupation", "position"), one_of("Engineer", "Manager", "Analyst")
    ),
}
