"""Credentials for an address: named on the command line, read from the environment, never shown."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence

from contracts.errors import CheckError


def header_of(said: str, environment: Mapping[str, str]) -> tuple[str, str]:
    """A header from "Name: value", where a value "$NAME" is that variable's.

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
    value = value.strip()
    return name.strip(), variable(value[1:], environment) if value.startswith("$") else value


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
        user, _, password = basic.partition(",")
        pair = f"{variable(user, environment)}:{variable(password, environment)}"
        return {"Authorization": "Basic " + b64encode(pair.encode()).decode()}
    return {}


def all_headers(
    headers: Sequence[str], bearer: str | None, basic: str | None, environment: Mapping[str, str]
) -> dict[str, str]:
    """What is sent with every request."""
    plain = dict(header_of(said, environment) for said in headers)
    return {**plain, **authorization(bearer, basic, environment)}


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
