"""News sent to who wants them: signed, so that the receiver knows that they are ours."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

import httpx

from contracts.errors import CheckError

SECRET = "UNDERSTUDY_WEBHOOK_SECRET"  # noqa: S105 - the variable's name
TIMEOUT_S = 10.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def announce(url: str, body: str, environment: Mapping[str, str]) -> None:
    """POST a report.

    `Understudy-Signature` is "t=MOMENT,v1=HMAC": HMAC-SHA-256 in hex, with the secret, over the
    moment (seconds since 1970), a full stop and the body. A receiver should refuse old moments.

    Raises:
        CheckError: it may not be sent there, there is no secret, or it was not taken.
    """
    secret = secret_for(url, environment)
    try:
        response = httpx.post(
            url,
            content=body.encode(),
            headers={"content-type": "application/json", **signed(body, secret)},
            timeout=TIMEOUT_S,
            follow_redirects=False,
            trust_env=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _error(url, str(error) or type(error).__name__, "see that it is reachable") from None
    if not response.is_success:
        raise _error(url, f"it answered {response.status_code}", "see what it expects")


def secret_for(url: str, environment: Mapping[str, str]) -> str:
    """What news that go there are signed with; asked before there are any.

    Raises:
        CheckError: they may not be sent there, or there is no secret.
    """
    secret = environment.get(SECRET, "")
    if not secret:
        raise _error(url, f"the variable {SECRET} has no secret to sign with", f"set {SECRET}")
    scheme, host = _scheme_and_host(url)
    if not host or (scheme != "https" and not (scheme == "http" and host in LOOPBACK)):
        raise _error(url, "news go to https addresses, or to this machine", "name such an address")
    return secret


def _scheme_and_host(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.hostname or ""


def signed(body: str, secret: str) -> dict[str, str]:
    """The header that proves who sent it, and when."""
    moment = int(datetime.now(UTC).timestamp())  # noqa: TID251 - an edge: when it is sent
    code = hmac.new(secret.encode(), f"{moment}.{body}".encode(), sha256).hexdigest()
    return {"understudy-signature": f"t={moment},v1={code}"}


def _error(url: str, why: str, fix: str) -> CheckError:
    scheme, host = _scheme_and_host(url)
    return CheckError(
        "The news could not be sent",
        # The rest of an address may be a secret.
        where=f"{scheme}://{host}" if host else "--webhook",
        why=why,
        fix=fix,
    )
