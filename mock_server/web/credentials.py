"""Credentials as they arrive: any well-formed one is somebody's, and names the account.

Each function is what Connexion calls a security function: from a request to whom it is from, or
`NO_VALUE` where the credential is missing or malformed.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from connexion.security import NO_VALUE, AbstractSecurityHandler

from mock_server.answer import Arrival

Check: TypeAlias = Callable[[Any], Any]
"""From a request, ours or Connexion's, to `{"sub": account}` or `NO_VALUE`."""

Accepts: TypeAlias = Callable[[str, str], bool]
"""Whether an account with a secret ("" where the scheme has none) may come in."""

_BEARER = re.compile(rb"(?i:bearer) +([A-Za-z0-9._~+/-]+=*) *\Z")
"""Source: RFC 6750, section 2.1, b64token."""

_ANY_BEARER = re.compile(rb"(?i:bearer) +(\S(?:.*\S)?) *\Z")
"""Tokens with spaces too: the test suites that come with generated clients say `My API Key`."""


def security_map(
    accepts: Accepts, *, lenient: bool = False
) -> dict[str, type[AbstractSecurityHandler]]:
    """Connexion's table of security handlers, ours for every kind of scheme in OpenAPI.

    Args:
        lenient: the profile "permissive": a bearer token may be any text.
    """
    token = _ANY_BEARER if lenient else _BEARER

    class Bearer(AbstractSecurityHandler):  # type: ignore[misc]
        def get_fn(self, security_scheme: Any, required_scopes: Any) -> Check:
            return lambda request: bearer(arrival_of(request), accepts, token)

    class Basic(AbstractSecurityHandler):  # type: ignore[misc]
        def get_fn(self, security_scheme: Any, required_scopes: Any) -> Check:
            return lambda request: basic(arrival_of(request), accepts)

    class ApiKey(AbstractSecurityHandler):  # type: ignore[misc]
        def get_fn(self, security_scheme: Any, required_scopes: Any) -> Check:
            where, name = security_scheme["in"], security_scheme["name"]
            return lambda request: api_key(arrival_of(request), where, name, accepts)

    return {
        "bearer": Bearer,
        "oauth2": Bearer,
        "openIdConnect": Bearer,
        "basic": Basic,
        "apiKey": ApiKey,
    }


def accepting(known: Sequence[str]) -> Accepts:
    """Anybody while nobody is named; else those who are.

    Args:
        known: tokens or keys, users, or `user:password`.
    """
    if not known:
        return lambda account, secret: True
    named = frozenset(known)
    return lambda account, secret: account in named or f"{account}:{secret}" in named


def bearer(arrival: Arrival, accepts: Accepts, token: re.Pattern[bytes]) -> Any:
    """RFC 6750: `Authorization: Bearer <token>`."""
    found = token.match(arrival.named.get(b"authorization", b""))
    if found is None:
        return NO_VALUE
    account = found[1].decode("latin-1")
    return {"sub": account} if accepts(account, "") else NO_VALUE


def basic(arrival: Arrival, accepts: Accepts) -> Any:
    """RFC 7617: `Authorization: Basic <base64 of user:password>`; the user is the account."""
    header = arrival.named.get(b"authorization", b"")
    if header[:6].lower() != b"basic ":
        return NO_VALUE
    try:
        user, colon, secret = b64decode(header[6:].strip(), validate=True).partition(b":")
    except (NotBase64, ValueError):
        return NO_VALUE
    account = user.decode("utf-8", "replace")
    is_one = bool(colon) and bool(account) and accepts(account, secret.decode("utf-8", "replace"))
    return {"sub": account} if is_one else NO_VALUE


def any_authorization(arrival: Arrival, scheme: str) -> Any:
    """A scheme that the mock cannot verify, such as Digest: whatever follows its name will do."""
    name, _, credentials = arrival.named.get(b"authorization", b"").partition(b" ")
    is_one = name.decode("latin-1").lower() == scheme and credentials.strip()
    return {"sub": credentials.strip().decode("latin-1")} if is_one else NO_VALUE


def api_key(arrival: Arrival, where: str, name: str, accepts: Accepts) -> Any:
    """A key in a header, in the query or in a cookie."""
    key = _key(arrival, where, name)
    return {"sub": key} if key and accepts(key, "") else NO_VALUE


def _key(arrival: Arrival, where: str, name: str) -> str:
    if where == "query":
        pairs = parse_qsl(arrival.query.decode("latin-1"), max_num_fields=10_000)
        return dict(pairs).get(name, "")
    if where == "cookie":
        return _cookie(arrival.named.get(b"cookie", b""), name)
    wanted = name.lower().encode("latin-1", "replace")
    found = (value for header, value in arrival.headers if header == wanted)
    return next(found, b"").decode("latin-1")


def _cookie(header: bytes, name: str) -> str:
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(header.decode("latin-1"))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def arrival_of(request: Any) -> Arrival:
    """Ours as it is; Connexion's own request, under the stock engine, read into one."""
    if type(request) is Arrival:
        return request
    headers = request.scope["headers"]
    named: Mapping[bytes, bytes] = dict(headers)
    return Arrival({}, request.scope["query_string"], headers, named, b"", ("", b"", ""))
