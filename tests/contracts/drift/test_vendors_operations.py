"""What vendors do around schemas: credentials, statuses, paths, media types, addresses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.drift.acme import TEXT, WHOLE, Json, body, document, one, operation, told

TOKENS = "https://login.acme.example/token"


def oauth(*flows: str, tokens: str = TOKENS) -> Json:
    said = {flow: {"tokenUrl": tokens, "scopes": {"read": ""}} for flow in flows}
    scheme = {"type": "oauth2", "flows": said}
    return {**one(security=[{"it": ["read"]}]), "components": {"securitySchemes": {"it": scheme}}}


def answering(**answers: Json) -> Json:
    return one(responses={status.strip("_"): answer for status, answer in answers.items()})


def taking(media: str, **said: Any) -> Json:
    return one(requestBody={"content": {media: said}})


FINE = {"description": "fine", **body(TEXT)}
WRONG = {"description": "wrong", **body({"type": "object"})}
LIST = {"schema": {"type": "object", "properties": {"a": {"type": "array", "items": TEXT}}}}
USUAL = {"a": {"style": "form", "explode": True}}
JOINED = {"a": {"style": "form", "explode": False}}
FORM = "application/x-www-form-urlencoded"
SERVED: Json = {"servers": [{"url": "https://api.acme.example"}]}


def calling(*addresses: str) -> Json:
    return one(callbacks={"done": {address: {"post": operation()} for address in addresses}})


def by(name: str, **fields: Any) -> Json:
    named = {"name": name, "in": "path", "required": True, "schema": TEXT}
    answer = {"description": "fine", **body({"type": "object", "properties": fields})}
    return {f"/rooms/{{{name}}}": {"get": operation(parameters=[named], responses={"200": answer})}}


ROOMS = (by("id", size=WHOLE), by("slug", label=TEXT))
"""A slip: nobody can tell the two paths apart."""

STEPS: dict[str, tuple[Json, Json, list[tuple[str, str]]]] = {
    "another way to a token": (
        oauth("clientCredentials"), oauth("clientCredentials", "password"),
        [("security-loosened", "safe")],
    ),
    "a way to a token gone": (
        oauth("clientCredentials", "password"), oauth("password"),
        [("security-tightened", "breaking")],
    ),
    "tokens elsewhere": (
        oauth("password"), oauth("password", tokens="https://id.acme.example/token"),
        [("token-address-changed", "risky")],
    ),
    "a slash after the address of tokens": (
        oauth("password"), oauth("password", tokens=TOKENS + "/"), []
    ),
    "a success by its number": (
        answering(default=FINE), answering(_200=FINE), [("success-range-narrowed", "safe")]
    ),
    "a success by its number, and errors": (
        answering(default=FINE), answering(_200=FINE, default=WRONG),
        [("success-range-narrowed", "safe")],
    ),
    "a success by its number, of another type": (
        answering(default=FINE), answering(_200={"description": "fine", **body(WHOLE)}),
        [("success-range-narrowed", "safe"), ("type-changed", "breaking")],
    ),
    "a default that is for all": (
        answering(_200=FINE), answering(default=FINE), [("success-status-added", "risky")]
    ),
    "an address to call that was written wrongly": (
        calling("${response.body#/url}"), calling("{$response.body#/url}"), []
    ),
    "an address to call that is gone": (
        calling("{$request.body#/one}", "{$request.body#/other}"), calling("{$request.body#/one}"),
        [("operation-removed", "breaking")],
    ),
    "how a form is written anyway": (
        taking(FORM, **LIST), taking(FORM, **LIST, encoding=USUAL), []
    ),
    "a list of a form in one field": (
        taking(FORM, **LIST), taking(FORM, **LIST, encoding=JOINED), [("encoding-changed", "risky")]
    ),
    "bytes as a text": (
        taking("application/pdf", schema={**TEXT, "format": "binary"}),
        taking("application/pdf", schema={**TEXT, "description": "The form."}),
        [],
    ),
    "an address that operations name themselves": (
        {**one(), **SERVED}, one(**SERVED), []
    ),
    "another address of an operation": (
        one(**SERVED), one(servers=[{"url": "https://eu.acme.example"}]),
        [("server-added", "safe"), ("server-removed", "risky")],
    ),
    "paths that look alike in another order": (
        document({**ROOMS[0], **ROOMS[1]}), document({**ROOMS[1], **ROOMS[0]}), []
    ),
    "one of two paths that look alike gone": (
        document({**ROOMS[0], **ROOMS[1]}), document(ROOMS[0]), [("operation-removed", "breaking")]
    ),
    "a path that looks like another": (
        document(ROOMS[1]), document({**ROOMS[0], **ROOMS[1]}), [("operation-added", "safe")]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_told_as_what_it_is(name: str) -> None:
    old, new, expected = STEPS[name]

    assert [(kind, severity) for kind, _, severity in told(old, new)] == expected
