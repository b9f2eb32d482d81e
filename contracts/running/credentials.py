"""Credentials for an address: named on the command line, read from the environment, never shown."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence

from contracts.errors import CheckError

WORD = re.compile(r"(?<!\S)\$(?:\{(\w+)\}|(\w+))(?!\S)")
"""A whole word, so that a password may have a "$" in it."""

NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
VALUE = re.compile(r"[\t\x20-\x7e]*")
"""What may stand in a header: RFC 9110, 5.6.2 and 5.5, without the obsolete bytes beyond ASCII."""


def header_of(said: str, environment: Mapping[str, str]) -> tuple[str, str]:
    """A header from "Name: value", where a word "$NAME" of the value is that variable's.

    Raises:
        CheckError: it has no such form, or there is no such variable.
    """
    name, colon, value = said.partition(":")
    if not colon or not name.strip():
        raise CheckError(
            "That is no header",
            where="--header",
            why="a header is a name, a colon and a value",
            fix="write --header 'Accept-Language: en', or --header 'X-Api-Key: $MY_KEY'",
        )
    filled = WORD.sub(lambda word: variable(word[1] or word[2], environment), value.strip())
    return name.strip(), filled


def authorization(
    bearer: str | None, basic: str | None, environment: Mapping[str, str]
) -> Mapping[str, str]:
    """The header for a token in a variable, or for a user and a password in two ("USER,PASS").

    Raises:
        CheckError: a variable is missing, or both are wanted.
    """
    if bearer and basic:
        raise CheckError(
            "There is one Authorization header",
            where="--bearer-env, --basic-env",
            why="both are given",
            fix="leave one out",
        )
    if bearer:
        return {"Authorization": f"Bearer {variable(bearer, environment)}"}
    if basic:
        user, comma, password = basic.partition(",")
        if not comma:
            raise CheckError(
                f"{basic!r} names no two variables",
                where="--basic-env",
                why="a user and a password are needed",
                fix="write --basic-env USER,PASS with the names of two variables",
            )
        pair = f"{variable(user, environment)}:{variable(password, environment)}"
        return {"Authorization": "Basic " + b64encode(pair.encode()).decode()}
    return {}


def all_headers(
    headers: Sequence[str], bearer: str | None, basic: str | None, environment: Mapping[str, str]
) -> dict[str, str]:
    """What is sent with every request."""
    plain = dict(header_of(said, environment) for said in headers)
    return sendable({**plain, **authorization(bearer, basic, environment)})


def sendable(headers: dict[str, str]) -> dict[str, str]:
    """The same headers, if they can be sent as they are.

    Raises:
        CheckError: one has a letter that no header may have; the value is not told.
    """
    for name, value in headers.items():
        if not NAME.fullmatch(name) or not VALUE.fullmatch(value):
            raise CheckError(
                f"The header {name!r} cannot be sent",
                where="--header, --bearer-env, --basic-env",
                why="its name or value has a line break, or another sign that no header may have",
                fix="look for a line break at the end of the variable that it comes from",
            )
    return headers


def variable(name: str, environment: Mapping[str, str]) -> str:
    value = environment.get(name.strip().removeprefix("$").strip("{}"), "")
    if not value:
        raise CheckError(
            f"The variable {name.strip()!r} is empty or not set",
            where="--header, --bearer-env, --basic-env",
            why="credentials are read from the environment alone",
            fix=f"export {name.strip() or 'NAME'}=...",
        )
    return value
