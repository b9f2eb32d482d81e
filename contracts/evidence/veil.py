"""Taking secrets out of texts: those that are known, in whatever coding, and those that look so."""

from __future__ import annotations

import re
import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from contracts.evidence.pseudonyms import Pseudonyms
from contracts.evidence.variables import Variables

REDACTED = "[redacted]"

LEAST = 4
"""Shorter values are masked where they stand, but not searched for: too much would be hit."""

ALONE = 8
"""Shorter values are searched for only where they stand alone, not within a word."""

DEEPEST = 3
"""As many codings on top of each other are looked through."""

_TOKEN = re.compile(r"""[^\s"'<>(){}\[\],]{5,}""")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,}")
_UNICODE = re.compile(r"\\+u([0-9a-fA-F]{4})")

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)

_LOOKS_SECRET = re.compile(
    r"eyJ[\w-]{6,}\.[\w-]{4,}\.[\w-]*"  # a JSON Web Token
    r"|-----BEGIN[A-Z ]*PRIVATE KEY-----.*?(?:-----END[A-Z ]*PRIVATE KEY-----|$)"
    r"|\b(?:sk|rk|pk)_(?:live|test)_\w{8,}|\bgh[oprsu]_\w{16,}|\bxox[abprs]-[\w-]{8,}"
    r"|\bAKIA[A-Z0-9]{12,}|\bKEY[0-9A-F]{16,}_\w+",
    re.DOTALL,
)
"""Forms that issuers gave their secrets so that they are recognised, and the two standard ones."""

_SCHEME = re.compile(
    r"\b(Bearer|Basic|Digest|Token)(\s+|%20|\+)(?=[^\s\"']*[0-9_=])[^\s\"'<>,$]{6,}", re.IGNORECASE
)
_USERINFO = re.compile(r"(?<=://)[^/\s\"'@?#]+@")


@dataclass(frozen=True)
class Veil:
    """What must not be told, and the key by which pseudonyms are made.

    Args:
        key: drawn once for a run or a store (`fresh_key`): with it pseudonyms can be joined,
            without it nobody finds out whose they are by trying.
        secrets: known ones, and the variable of the shell that stands for each.
        named: what variables are called for secrets that are met on the way.
    """

    key: bytes
    secrets: Mapping[str, str] = field(default_factory=dict)
    named: Variables = field(default_factory=Variables)

    def knowing(self, more: Mapping[str, str]) -> Veil:
        """This veil, and these secrets as well; what was known before keeps its name."""
        return replace(self, secrets={**more, **self.secrets})

    def text(self, text: str) -> str:
        """A sentence as it may be told: without secrets, with pseudonyms."""
        return self.pseudonyms.text(self.masked(text))

    def masked(self, text: str) -> str:
        """The text without secrets; known ones are named by their variable, as in "$TOKEN"."""
        if self._known is not None:
            text = self._known.sub(self._named, text)
        text = _LOOKS_SECRET.sub(REDACTED, text)
        text = _SCHEME.sub(rf"\1\2{REDACTED}", text)
        text = _USERINFO.sub(f"{REDACTED}@", text)
        return self._decoded_too(text)

    def reveals(self, text: str, depth: int = 0) -> bool:
        """Whether a known secret is in the text, as it is or below codings."""
        if self._known is None:
            return False
        if self._known.search(text):
            return True
        if depth == DEEPEST:
            return False
        return any(self.reveals(inner, depth + 1) for inner in _decodings(text))

    @cached_property
    def pseudonyms(self) -> Pseudonyms:
        return Pseudonyms(self.key)

    def _decoded_too(self, text: str) -> str:
        """Words that hold a secret in a coding go as a whole; if that is not enough, everything."""
        if not self.reveals(text):
            return text
        kept = _BASE64.sub(self._hidden, _TOKEN.sub(self._hidden, text))
        return REDACTED if self.reveals(kept) else kept

    def _hidden(self, token: re.Match[str]) -> str:
        return REDACTED if self.reveals(token[0]) else token[0]

    def _named(self, found: re.Match[str]) -> str:
        return "$" + self._forms.get(found[0].lower(), "SECRET")

    @cached_property
    def _forms(self) -> Mapping[str, str]:
        """In lower case: the secrets as they are and as URLs, JSON and Python write them."""
        return {
            form.lower(): name
            for secret, name in self.secrets.items()
            if len(secret) >= LEAST
            for form in _written(secret)
        }

    @cached_property
    def _known(self) -> re.Pattern[str] | None:
        forms = sorted(self._forms, key=len, reverse=True)
        parts = [_searched(form) for form in forms]
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def fresh_key() -> bytes:
    return secrets.token_bytes(32)


def _written(secret: str) -> Iterator[str]:
    escaped = secret.encode("unicode_escape").decode()
    yield from (secret, quote(secret, safe=""), quote(secret), quote_plus(secret), escaped)
    yield escaped.replace('"', '\\"').replace("/", "\\/")


def _searched(form: str) -> str:
    pattern = re.escape(form)
    return pattern if len(form) >= ALONE else rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])"


def _decodings(text: str) -> Iterator[str]:
    """What the text, or words of it, may be the coding of."""
    codings = (unquote(text), unquote_plus(text), unescape(text), _unicode(text), _json(text))
    for decoded in codings:
        if decoded != text:
            yield decoded
    for word in _BASE64.finditer(text):
        yield from _base64(word[0])


def _unicode(text: str) -> str:
    return _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)


def _json(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


def _base64(word: str) -> Iterator[str]:
    """What is in a word from each of the four characters at which a group may begin."""
    plain = word.translate(str.maketrans("-_", "+/"))
    for start in range(4):
        group = plain[start:]
        whole = group[: len(group) - (len(group) % 4 == 1)]
        try:
            yield b64decode(whole + "=" * (-len(whole) % 4)).decode("latin-1")
        except NotBase64:
            continue
    if len(word) % 2 == 0 and re.fullmatch(r"[0-9a-fA-F]+", word):
        yield bytes.fromhex(word).decode("latin-1")
