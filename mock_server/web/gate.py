"""Who may use the control API: programs on this machine, or whoever has the token."""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest
from ipaddress import ip_address

from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.exchange import Refusal
from mock_server.web.asked import Asked

PROBES = frozenset({"/_mock/health", "/_mock/ready"})
"""What load balancers ask, who send no token and call us as they like: they learn only whether we
are there."""

CHALLENGE = ((b"www-authenticate", b"Bearer"),)


@dataclass(frozen=True, slots=True)
class Gate:
    """What a request for the control API has to show.

    Args:
        closed: why it is off, and what switches it on; empty when it is on.
        token: without one the API is for this machine alone.
        probes: whether `PROBES` are answered to anybody, even when the rest is off.
    """

    closed: tuple[str, str] | None = None
    token: str = ""
    probes: bool = True

    def refusal(self, asked: Asked) -> Refusal | None:
        """Why a request may not come in; None when it may.

        A page in a browser can reach this machine in its user's name. It says where it comes from
        (`Origin`), or calls us by its own host's name (DNS rebinding); both are refused.
        """
        if self.probes and asked.path in PROBES:
            return None
        if self.closed is not None:
            return _told("not_found", 404, "The control API is off.", self.closed)
        if b"origin" in asked.named:
            detail = "The control API is not for pages in a browser."
            return _told("forbidden", 403, detail, ("the request has an Origin", "leave it out"))
        if self.token:
            return None if self._knows(asked.named.get(b"authorization", b"")) else _unknown()
        host = host_name(asked.named.get(b"host", b"127.0.0.1").decode("latin-1"))
        if not is_this_machine(host):
            why = f"the Host is {host!r:.100}, which is no name of this machine"
            fix = "ask for 127.0.0.1 or localhost, or set a control_token"
            return _told("forbidden", 403, "The control API is for this machine.", (why, fix))
        return None

    def _knows(self, authorization: bytes) -> bool:
        scheme, _, token = authorization.partition(b" ")
        is_equal = compare_digest(token.strip(), self.token.encode())
        return is_equal and scheme.lower() == b"bearer"


def gate_of(settings: Settings) -> Gate:
    """The control API's gate, by a server's settings: never open by accident.

    Raises:
        ConfigError: nobody could send the token.
    """
    if not all("!" <= sign <= "~" for sign in settings.control_token):
        raise ConfigError(
            "That is no token",
            where="control_token",
            why="it has signs that cannot stand in a header",
            fix="use visible ASCII without spaces",
        )
    if not settings.control:
        fix = "start the server with control = true"
        return Gate(("it is switched off", fix), probes=False)
    if settings.engine == "stock":
        fix = "start it with --engine compiled"
        return Gate(("Connexion's own engine has none", fix), probes=False)
    if not settings.control_token and not is_this_machine(settings.host):
        why = f"others can reach {settings.host}, and there is no token"
        return Gate((why, "set UNDERSTUDY_CONTROL_TOKEN, or listen on 127.0.0.1"))
    return Gate(None, settings.control_token)


def host_name(host: str) -> str:
    """The name in a `Host` header, without the port and the brackets of an IPv6 address."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def is_this_machine(host: str) -> bool:
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _unknown() -> Refusal:
    detail = "The control API asks for its token."
    fix = "send Authorization: Bearer and the token that the server was started with"
    told = {"where": "Authorization", "why": "there is none, or another", "fix": fix}
    return Refusal("unauthorized", 401, detail, headers=CHALLENGE, details=told)


def _told(code: str, status: int, detail: str, why_and_fix: tuple[str, str]) -> Refusal:
    why, fix = why_and_fix
    told = {"where": "/_mock", "why": why, "fix": fix}
    return Refusal(code, status, detail, details=told)
