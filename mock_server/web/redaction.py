"""Taking secrets out of what is shown: credentials, cookies, keys, and what is called secret."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import quote_plus, unquote_plus

import orjson

from mock_server.catalogue import Served
from mock_server.errors import SpecError
from mock_server.spec.document import Document

REDACTED = "[redacted]"

CREDENTIALS = frozenset({"authorization", "proxy-authorization"})
COOKIES = frozenset({"cookie", "set-cookie"})
ADDRESSES = frozenset({"content-location", "link", "location", "referer"})

CALLED_SECRET = frozenset(
    {
        "access_token", "api_key", "api_secret", "api-key", "apikey", "apisecret", "auth_token",
        "client_secret", "credential", "credentials", "id_token", "jwt", "passwd", "password",
        "private_key", "refresh_token", "secret", "signature", "sig", "token", "x-api-key",
        "x-auth-token", "x-csrf-token",
    }
)  # fmt: skip
"""Names of headers, parameters and fields that hold secrets wherever they are. Our own choice,
on the safe side."""

Fields: TypeAlias = list[tuple[str, str]]

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)[ \t]+\S")
_ESCAPED = re.compile(r"\\u(00[2-7][0-9a-fA-F])")


@dataclass(frozen=True)
class Secrets:
    """What is a secret by its name.

    Args:
        names: of headers, parameters and fields of bodies, in lower case.
    """

    names: frozenset[str] = CALLED_SECRET

    def header(self, name: str, value: str) -> str:
        """The value of a header as it may be shown; of credentials their scheme stays."""
        lower = name.lower()
        if lower in CREDENTIALS:
            scheme = _SCHEME.match(value)
            return f"{scheme[1]} {REDACTED}" if scheme else REDACTED
        if lower in COOKIES or self.called(lower):
            return REDACTED
        return self.url(value) if lower in ADDRESSES else value

    def headers(self, pairs: Iterable[tuple[bytes, bytes]]) -> Fields:
        shown = []
        for raw_name, raw_value in pairs:
            name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
            shown.append((name, self.header(name, value)))
        return shown

    def query(self, query: str) -> str:
        """A query, or a form, as it may be shown; what is no secret stays as it was written."""
        return "&".join(map(self._pair, query.split("&")))

    def url(self, url: str) -> str:
        """An address as it may be shown, without the password that it may carry."""
        address, mark, query = url.partition("?")
        scheme, slashes, rest = address.partition("://")
        host, slash, path = rest.partition("/")
        if slashes and "@" in host:
            host = f"{quote_plus(REDACTED, '[]')}@{host.rpartition('@')[2]}"
        return scheme + slashes + host + slash + path + mark + self.query(query)

    def body(self, text: str, media_type: str) -> str:
        """A body as it may be shown; JSON is written anew where it may hold a secret."""
        if media_type.startswith("application/x-www-form-urlencoded"):
            return self.query(text)
        try:
            value = orjson.loads(text)
        except ValueError:  # it was cut short, or is something else
            return self._named.sub(rf"\1{REDACTED}", _ESCAPED.sub(_plain, text))
        kept = self._value(value)
        # Of equal names in one object only the last was read.
        is_clear = kept == value and "\\u" not in text and not self._mentions(text)
        return text if is_clear else orjson.dumps(kept).decode()

    def called(self, name: str) -> bool:
        return name.lower() in self.names

    def _mentions(self, text: str) -> bool:
        """Whether a name that holds a secret stands somewhere in the text."""
        if text.isascii():  # elsewhere more signs than these are equal but for their case
            lower = text.lower()
            if not any(name in lower for name in self.names):
                return False
        return self._named.search(text) is not None

    def _pair(self, pair: str) -> str:
        name, equals, _ = pair.partition("=")
        return name + equals + REDACTED if equals and self.called(unquote_plus(name)) else pair

    def _value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: REDACTED if self.called(name) else self._value(one)
                for name, one in value.items()
            }
        if isinstance(value, str):
            return self.url(value) if "://" in value else value
        return [self._value(one) for one in value] if isinstance(value, list) else value

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """A name that holds a secret, and all that follows it."""
        names = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True))
        return re.compile(rf"(?is)(\b(?:{names})\b).*")


def _plain(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def secrets_of(served: Sequence[Served], names: Sequence[str]) -> Secrets:
    """What is a secret on a server: what always is, the keys of its APIs, and what it was told.

    Args:
        names: further names, of the settings.
    """
    keys = (key for one in served for document in one.documents for key in _keys(document))
    return Secrets(CALLED_SECRET | {name.lower() for name in (*keys, *names)})


def _keys(document: Document) -> Iterator[str]:
    """What the API keys of a document are called, in headers, queries and cookies."""
    for _, place in document.root.child("components", "securitySchemes").members():
        try:
            scheme = place.follow().node
        except SpecError:  # a document that is served leniently may have one
            continue
        if isinstance(scheme, dict) and scheme.get("type") == "apiKey":
            yield str(scheme.get("name"))
