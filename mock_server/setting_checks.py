"""Whether a setting's value makes sense, beyond its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from mock_server.errors import ConfigError
from mock_server.faults.latency import parse_latency
from mock_server.faults.named import configured
from mock_server.ledger.settings import records_per_day

MOST_WORKERS = 64
"""Processes on one port, our own bound; each takes the memory of a server and time to start."""


def _one_of(*allowed: str) -> Callable[[Any, str], None]:
    def check(value: Any, origin: str) -> None:
        if value not in allowed:
            close = get_close_matches(value, allowed, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"say {' or '.join(allowed)}"
            raise bad(origin, f"{value!r} is not one of {', '.join(allowed)}", hint)

    return check


def _between(low: int, high: int) -> Callable[[Any, str], None]:
    def check(value: Any, origin: str) -> None:
        if not low <= value <= high:
            raise bad(origin, f"{value} is not between {low} and {high}", "choose one that is")

    return check


def _latency(value: Any, origin: str) -> None:
    if value == "vendor" or value.endswith(".toml"):
        return
    try:
        parse_latency(value)
    except ConfigError as error:
        raise ConfigError(error.what, where=origin, why=error.why, fix=error.fix) from None


def _names(example: str) -> Callable[[Any, str], None]:
    def check(value: Any, origin: str) -> None:
        if not all(isinstance(name, str) and name for name in value):
            raise bad(origin, "these are names", f"write {example}")

    return check


def _credentials(value: Any, origin: str) -> None:
    for name, accepted in value.items():
        if not isinstance(accepted, list) or not all(isinstance(one, str) for one in accepted):
            raise bad(
                origin,
                f"the credentials of {name!r} are not a list of texts",
                f'write [credentials] and {name} = ["KEY1", "user:password"] under it',
            )


def _callbacks(value: Any, origin: str) -> None:
    allowed = value.get("allow", [])
    are_names = isinstance(allowed, list) and all(isinstance(one, str) and one for one in allowed)
    if set(value) - {"allow"} or not are_names:
        fix = 'write [callbacks] and allow = ["hooks.example.com"] under it'
        raise bad(origin, "callbacks has nothing but a list of host names, `allow`", fix)


def _vendors(value: Any, origin: str) -> None:
    for name, table in value.items():
        if not isinstance(table, dict):
            raise bad(origin, f"vendors.{name} is no table", f"write [vendors.{name}] above it")


def _accounts(value: Any, origin: str) -> None:
    for account, volume in value.items():
        if type(volume) not in {str, int}:
            raise bad(
                origin,
                f"the volume of the account {account!r} is {volume!r}",
                f'write [accounts] and {account} = "large", or a number of records a day, under it',
            )
        records_per_day(volume, f"{origin}, account {account}")


def bad(where: str, why: str, fix: str) -> ConfigError:
    return ConfigError("A setting makes no sense", where=where, why=why, fix=fix)


CHECKS: Mapping[str, Callable[[Any, str], object]] = {
    "apis": _names('apis = ["telnyx", "openapi.yaml"]'),
    "port": _between(0, 65_535),
    "profile": _one_of("faithful", "permissive"),
    "latency": _latency,
    "engine": _one_of("compiled", "stock"),
    "server": _one_of("uvicorn", "granian"),
    "workers": _between(1, MOST_WORKERS),
    "max_body_bytes": _between(1, 2**31),
    "credentials": _credentials,
    "volume": records_per_day,
    "accounts": _accounts,
    "numbers": _one_of("fictional", "plan"),
    "vendors": _vendors,
    "callbacks": _callbacks,
    "journal": _between(0, 100_000),
    "redact": _names('redact = ["x-my-key"]'),
    "faults": configured,
}
