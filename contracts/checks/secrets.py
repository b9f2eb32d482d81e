"""Nothing secret comes back."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_plus

import httpx
import orjson

from contracts.checks.said import Wrong, finding
from contracts.checks.spots import leaves
from contracts.finding import Finding
from contracts.observed import Observed
from contracts.schema.pointers import pointer
from mock_server.spec.operation import Operation

SHORTEST = 6
"""Characters of a credential below which finding it in an answer means nothing. ASSUMED."""

PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----")
TOKEN = re.compile(rb"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{16,}")
"""A signed token: header, claims and signature, the first of which is a JSON object in Base64."""

SECRET_FIELD = re.compile(
    r"(password|passwd|passphrase|(api|client|shared|signature)[_-]?secret|private[_-]?key"
    r"|access[_-]?token|refresh[_-]?token)",
    re.IGNORECASE,
)
HINTS = (b"passw", b"passphrase", b"secret", b"private", b"token")
"""One of these is in every such name: looked for first, because most answers have none."""

HIDDEN = re.compile(r"[*xX.\u2022#-]*")
"""What stands where a secret was blotted out."""


def credentials_kept(observed: Observed) -> Iterator[Finding]:
    """An answer does not repeat the credential of its request, not even encoded."""
    needles = [each for secret in credentials(observed) for each in encodings(secret)]
    answer = b"\n".join((*(value for _, value in observed.response.headers.raw), _body(observed)))
    if any(each in answer for each in needles):
        for where in sorted({at for at, text in _texts(observed) if _has(text, needles)} or {""}):
            wrong = Wrong("credential", "nothing of the request's credential", "it", where)
            yield finding(observed, "credentials_kept", wrong)


def encodings(secret: str) -> frozenset[bytes]:
    """The secret as it is, percent-encoded, and what Base64 makes of it wherever it stands.

    Base64 makes four signs of three bytes, so a text looks one of three ways inside a longer one;
    the signs at its ends, which hold something of its neighbours, are left out.
    """
    plain = secret.encode()
    found = {plain, quote(secret, safe="").encode()}
    for ahead in range(3):
        padded = bytes(ahead) + plain
        whole = len(padded) - len(padded) % 3
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            found.add(encode(padded[:whole])[4 if ahead else 0 :])
    return frozenset(one for one in found if len(one) >= SHORTEST)


def no_secrets(observed: Observed) -> Iterator[Finding]:
    """No private key, signed token or filled password comes that was not in the request."""
    body = observed.response.content
    if PRIVATE_KEY.search(body):
        yield from _secret(observed, "private-key", "no private key", PRIVATE_KEY)
    tokens = {one[0] for one in TOKEN.finditer(body) if _is_token(one[0].decode())}
    if new := [one for one in tokens if one.decode() not in _sent(observed)]:
        yield from _secret(
            observed, "token", "no signed token", re.compile(b"|".join(map(re.escape, new)))
        )
    if observed.status < 300:
        yield from _passwords(observed)


def _secret(
    observed: Observed, keyword: str, expected: str, known: re.Pattern[bytes]
) -> Iterator[Finding]:
    """Where in the body it stands; all of it where that is no JSON."""
    held = {pointer(path) for path, value in leaves(observed) if known.search(_plain(value))}
    for where in sorted(held or {""}):
        yield finding(observed, "no_secrets", Wrong(keyword, expected, "one", where))


def _plain(value: object) -> bytes:
    return value.encode("utf-8", "replace") if isinstance(value, str) else b""


def credentials(observed: Observed) -> frozenset[str]:
    """What of a request is secret: of a basic credential the password and the whole, else all."""
    request, found = observed.request, set[str]()
    scheme, _, said = request.headers.get("authorization", "").partition(" ")
    found.add(said.strip())
    if scheme.lower() == "basic":
        found.add(_decoded(said.strip()).partition(":")[2])
    found |= set(_keys(observed.promise.operation, request))
    return frozenset(one for one in found if len(one) >= SHORTEST)


def _keys(operation: Operation, request: httpx.Request) -> Iterator[str]:
    schemes = {scheme for alternative in operation.security for scheme in alternative}
    for scheme in schemes:
        if scheme.kind == "apiKey" and scheme.location == "header":
            yield request.headers.get(scheme.parameter, "")
        elif scheme.kind == "apiKey" and scheme.location == "query":
            yield request.url.params.get(scheme.parameter, "")


def _texts(observed: Observed) -> Iterator[tuple[str, str]]:
    """All that an answer says, and where: its headers, and its body field by field if it can."""
    for name, value in observed.response.headers.multi_items():
        yield f"header:{name}", value
    fields = leaves(observed)
    for path, value in fields:
        if isinstance(value, str):
            yield pointer(path), value
    if not fields:
        yield "", observed.response.content.decode("utf-8", "replace")


def _has(text: str, needles: list[bytes]) -> bool:
    plain = text.encode("utf-8", "replace")
    return any(each in plain for each in needles)


def _body(observed: Observed) -> bytes:
    """Without the backslashes that JSON may put before slashes."""
    return observed.response.content.replace(b"\\/", b"/")


def _decoded(text: str) -> str:
    """What Base64 of either alphabet stands for; "" where it is none, or no text."""
    try:
        padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
        return base64.b64decode(padded, altchars=b"-_" if set("-_") & set(text) else None).decode()
    except (binascii.Error, ValueError):
        return ""


def _passwords(observed: Observed) -> Iterator[Finding]:
    seen = set[str]()
    body = observed.response.content.lower()
    if not any(hint in body for hint in HINTS):
        return
    sent = _sent(observed)
    for path, value in leaves(observed):
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        if not isinstance(value, str) or not SECRET_FIELD.search(name):
            continue
        at = pointer(path)
        if at not in seen and not HIDDEN.fullmatch(value) and value not in sent:
            seen.add(at)
            wrong = Wrong("secret-field", "nothing, or something blotted out", "a text", at)
            yield finding(observed, "no_secrets", wrong)


def _sent(observed: Observed) -> str:
    """What the request says but for its credentials; who sent it knows it."""
    body = observed.request.content.decode("utf-8", "replace")
    return f"{unquote_plus(str(observed.request.url))}\n{body}"


def _is_token(text: str) -> bool:
    try:
        header = orjson.loads(_decoded(text.partition(".")[0]))
    except orjson.JSONDecodeError:
        return False
    return isinstance(header, dict) and "alg" in header
