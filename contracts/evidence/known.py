"""The secrets that an exchange shows by where they stand."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

import httpx
import orjson

from contracts.evidence.names import COOKIES, CREDENTIALS, HARMLESS, is_secret
from contracts.evidence.variables import Variables
from contracts.observed import Observed

Json = Any


def given(headers: Mapping[str, str], url: str, variables: Variables) -> dict[str, str]:
    """The secrets that somebody gave for a target, each with its variable.

    Args:
        headers: all that are sent with every request; only the harmless ones are not secret.
    """
    found = dict(_of_url(httpx.URL(url), variables)) if url else {}
    for name, value in headers.items():
        if name.lower() not in HARMLESS:
            found.update(_of_header(name, value, variables) or [(value, _variable(name))])
    return found


def sent(request: httpx.Request, variables: Variables) -> dict[str, str]:
    """The secrets in a request, by the names of what holds them."""
    found = dict(_of_url(request.url, variables))
    for name, value in request.headers.items():
        found.update(_of_header(name, value, variables))
    found.update(_of_body(request.content))
    return found


def answered(observed: Observed) -> dict[str, str]:
    """The secrets that an answer hands out: cookies, tokens, keys."""
    found: dict[str, str] = {}
    for name, value in observed.response.headers.multi_items():
        found.update(_of_header(name, value, Variables()))
    if isinstance(observed.json, dict | list):
        found.update(_of_json(observed.json))
    return found


def _of_header(name: str, value: str, variables: Variables) -> list[tuple[str, str]]:
    lower = name.lower()
    if lower in CREDENTIALS:
        return _of_credentials(value, variables)
    if lower in COOKIES:
        return [(one, "COOKIE") for one in _cookies(value)]
    return [(value, variables.key)] if is_secret(lower) else []


def _of_credentials(value: str, variables: Variables) -> list[tuple[str, str]]:
    scheme, _, rest = value.strip().partition(" ")
    if not rest:
        return [(value, variables.bearer)]
    if scheme.lower() != "basic":
        return [(rest.strip(), variables.bearer)]
    user, colon, password = _decoded(rest).partition(":")
    pair = [(password, variables.phrase), (user, variables.user)] if colon else []
    return [(rest.strip(), variables.bearer), *(one for one in pair if one[0])]


def _decoded(text: str) -> str:
    try:
        return b64decode(text, validate=False).decode("utf-8", "replace")
    except (NotBase64, ValueError):
        return ""


def _cookies(value: str) -> Iterator[str]:
    yield value
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(value)
    except CookieError:
        return
    for morsel in jar.values():
        yield morsel.value


def _of_url(url: httpx.URL, variables: Variables) -> Iterator[tuple[str, str]]:
    if url.password:
        yield url.password, variables.phrase
    if url.username:
        yield url.username, variables.user
    for name, value in parse_qsl(url.query.decode("latin-1")):
        if is_secret(name):
            yield value, variables.key


def _of_body(content: bytes) -> Iterator[tuple[str, str]]:
    try:
        yield from _of_json(orjson.loads(content))
    except orjson.JSONDecodeError:
        for name, value in parse_qsl(content[:65_536].decode("latin-1")):
            if is_secret(name):
                yield value, _variable(name)


def _of_json(value: Json) -> Iterator[tuple[str, str]]:
    """What is in fields that are called like secrets, however deep."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            for name, inner in one.items():
                if isinstance(inner, str) and is_secret(name):
                    yield inner, _variable(name)
                elif isinstance(inner, dict | list):
                    waiting.append(inner)
        elif isinstance(one, list):
            waiting.extend(one)


def _variable(name: str) -> str:
    """What a variable for such a thing may be called: X-Our-Key, X_OUR_KEY."""
    letters = "".join(one if one.isascii() and one.isalnum() else "_" for one in name.upper())
    return letters.strip("_") if letters.strip("_")[:1].isalpha() else "SECRET"
