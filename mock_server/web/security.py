"""Security of an operation, compiled: Connexion's schemes, its AND and OR, without its awaits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connexion.security import NO_VALUE, SecurityHandlerFactory

from mock_server.answer import Arrival, Authenticate
from mock_server.exchange import Headers, Refusal
from mock_server.spec.operation import SecurityScheme
from mock_server.web.credentials import Check, any_authorization

ANYBODY = "anonymous"


def authenticator(
    security: Sequence[Sequence[SecurityScheme]], handlers: Mapping[str, Any]
) -> Authenticate:
    """Whom a request is from: the first alternative whose schemes are all satisfied decides."""
    factory = SecurityHandlerFactory(dict(handlers))
    alternatives = [[_check(factory, scheme) for scheme in schemes] for schemes in security]
    if not alternatives:
        return lambda _: ANYBODY
    refusal = unauthorized(security)
    if len(alternatives) == 1 and len(alternatives[0]) == 1:
        return _single(alternatives[0][0], refusal)

    def authenticate(arrival: Arrival) -> str | Refusal:
        for checks in alternatives:
            found = [check(arrival) for check in checks]
            if all(one is not NO_VALUE for one in found):
                return found[0]["sub"] if found else ANYBODY
        return refusal

    return authenticate


def unauthorized(security: Sequence[Sequence[SecurityScheme]]) -> Refusal:
    """What tells the caller how to come in (RFC 9110, section 11.6.1)."""
    schemes = {scheme.name: scheme for schemes in security for scheme in schemes}
    challenges: Headers = tuple(
        (b"www-authenticate", _challenge(scheme).encode("latin-1", "replace"))
        for scheme in schemes.values()
    )
    wanted = ", or ".join(_words(schemes) for schemes in security if schemes)
    detail = f"Credentials are missing or malformed; what is asked for is {wanted}."
    return Refusal("unauthorized", 401, detail, headers=tuple(dict.fromkeys(challenges)))


def _single(check: Check, refusal: Refusal) -> Authenticate:
    def authenticate(arrival: Arrival) -> str | Refusal:
        found = check(arrival)
        account: str | Refusal = refusal if found is NO_VALUE else found["sub"]
        return account

    return authenticate


def _check(factory: SecurityHandlerFactory, scheme: SecurityScheme) -> Check:
    described = {
        "type": scheme.kind,
        "scheme": scheme.scheme,
        "in": scheme.location,
        "name": scheme.parameter,
    }
    if scheme.kind == "mutualTLS":
        return lambda _: {"sub": ANYBODY}
    check: Check | None = None
    if scheme.kind != "http" or scheme.scheme in {"basic", "bearer"}:
        check = factory.parse_security_scheme(described, [])
    return check or (lambda arrival: any_authorization(arrival, scheme.scheme))


def _challenge(scheme: SecurityScheme) -> str:
    if scheme.kind == "apiKey":
        return f'ApiKey in="{scheme.location}", name="{scheme.parameter}"'
    if scheme.kind == "http" and scheme.scheme != "bearer":
        return f'{scheme.scheme.title()} realm="mock", charset="UTF-8"'
    return "Bearer"


def _words(schemes: Sequence[SecurityScheme]) -> str:
    return " and ".join(
        f"the API key {scheme.parameter!r} in the {scheme.location}"
        if scheme.kind == "apiKey"
        else f"HTTP {scheme.scheme if scheme.kind == 'http' else 'bearer'} authentication"
        for scheme in schemes
    )
