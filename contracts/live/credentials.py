"""Credentials: from the environment into the wire's headers, and nowhere else."""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote, quote_plus

from contracts.errors import CheckError
from contracts.live.live import Live, Secrets

SHORTEST = 8
"""Characters of a secret. Shorter ones stand in answers by chance; vendors' have more."""

FIT = re.compile(r"[!-~]+")


class Credentials:
    """What proves who asks. Shows itself to nobody but the wire."""

    __slots__ = ("_header", "_hidden", "_names")

    def __init__(self, secrets: Secrets, values: tuple[str, ...]) -> None:
        told = basic(values) if secrets.scheme == "basic" else values[0]
        self._names = ", ".join(secrets.variables)
        self._header = f"{secrets.scheme.capitalize()} {told}"
        kept = [
            value
            for name, value in zip(secrets.variables, values, strict=True)
            if name in secrets.secret
        ]
        self._hidden = _pattern([*kept, *([told] if secrets.scheme == "basic" else [])])

    def __repr__(self) -> str:
        return f"Credentials(of {self._names})"

    def __reduce__(self) -> str:
        raise TypeError("credentials stay in the process that read them")

    @property
    def header(self) -> str:
        """The value of `Authorization`, for the wire alone."""
        return self._header

    def hidden(self, data: bytes) -> tuple[bytes, bool]:
        """Make stars of each credential, as many as it has signs, and say whether there was one.

        It is found as it is, escaped for JSON, HTML or addresses, as hex, and inside of base64.
        """
        masked, found = self._hidden.subn(lambda match: b"*" * len(match[0]), data)
        return masked, found > 0


def missing(live: Live, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The variables that hold nothing."""
    return tuple(name for name in live.secrets.variables if not environment.get(name))


def credentials(live: Live, environment: Mapping[str, str]) -> Credentials:
    """Those in the environment.

    Raises:
        CheckError: one cannot be a credential; it is not told.
    """
    for name in live.secrets.variables:
        value = environment.get(name, "")
        if not FIT.fullmatch(value) or (name in live.secrets.secret and len(value) < SHORTEST):
            raise CheckError(
                f"What is in {name} cannot be a credential",
                where=f"the variable {name} of the environment",
                why=f"it is empty, has blanks or signs beyond ASCII, or is under {SHORTEST} long",
                fix="set it to what the vendor's dashboard shows, without quotes or line ends",
            )
    return Credentials(live.secrets, tuple(environment[name] for name in live.secrets.variables))


def basic(values: tuple[str, ...]) -> str:
    return b64encode(":".join(values).encode()).decode()


def _pattern(values: list[str]) -> re.Pattern[bytes]:
    forms = {form for value in values for form in _forms(value)}
    ordered = sorted(forms, key=len, reverse=True)
    return re.compile(b"|".join(re.escape(form.encode()) for form in ordered), re.IGNORECASE)


def _forms(value: str) -> Iterator[str]:
    yield from (value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1])
    yield from (escape(value), value.replace("/", "\\/"), value.encode().hex())
    for shift in range(3):
        yield from (form for form in _inside(value, shift) if len(form) >= SHORTEST)


def _inside(value: str, shift: int) -> Iterator[str]:
    """How base64 of a longer text shows the value: without the signs that its neighbours share.

    Args:
        shift: bytes between the begin of a group of three and the value's.
    """
    data = b"\0" * shift + value.encode()
    begin, end = (0, 2, 3)[shift], len(data) // 3 * 4
    for encode in (b64encode, urlsafe_b64encode):
        yield encode(data).decode()[begin:end]
