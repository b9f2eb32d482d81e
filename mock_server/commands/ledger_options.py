"""What the commands about the ledger are told, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from mock_server.commands.options import configuration, with_data_settings
from mock_server.errors import ConfigError
from mock_server.lake.moments import moment_ms
from mock_server.ledger.selection import Filter
from mock_server.ledger.settings import DatasetSettings
from mock_server.vendors import VENDORS
from mock_server.web.clock import system_clock

F = TypeVar("F", bound=Callable[..., Any])

BOOKS = {vendor.name: vendor.books for vendor in VENDORS if vendor.books}

SINGLE = ("number", "sender", "own_number")
"""What can be chosen by beside attributes, one value each; in the order of `Filter`."""


def moment(value: str) -> int:
    """ISO 8601, as ms since 1970; without a time zone it is UTC."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is no moment such as 2026-10-01 or 2026-10-01T06:30Z"
        ) from None
    return moment_ms(found if found.tzinfo else found.replace(tzinfo=UTC))


def part(value: str) -> tuple[int, int]:
    """A part and how many there are, such as 3/8."""
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", value)
    number, count = map(int, match.groups()) if match else (0, 0)
    if not 1 <= number <= count:
        raise click.BadParameter(f"{value!r} is no part such as 1/8 or 8/8")
    return number, count


def with_account(command: F) -> F:
    """Give a command an account, its API, and the options of what its records are made of."""
    names = click.Choice(list(BOOKS))
    for option in (
        click.option("--at", type=moment, help="As it is at this moment (UTC).  [default: now]"),
        click.option("--api", type=names, required=True, help="Whose account it is."),
        click.argument("account"),
    ):
        command = option(command)
    return with_data_settings(command)


def dataset_settings(api: str, options: dict[str, Any]) -> DatasetSettings:
    """The dataset of an API's accounts, as a server with these options would have it."""
    settings = configuration(options).settings
    return settings.dataset(BOOKS[api])


def moment_or_now(at: int | None) -> int:
    return moment_ms(system_clock()) if at is None else at


def filter_of(lines: Iterable[str]) -> Filter:
    """What `--filter` said; the values of one name are alternatives.

    Raises:
        ConfigError: a line is not NAME=VALUE, or names something twice that has one value.
    """
    single, equal = dict[str, str](), dict[str, frozenset[str]]()
    for line in lines:
        name, sign, value = line.partition("=")
        if not sign or not value:
            raise _bad(line, "it is not NAME=VALUE", "write for example --filter status=delivered")
        if name not in SINGLE:
            equal[name] = equal.get(name, frozenset()) | {value}
        elif single.setdefault(name, value) != value:
            raise _bad(line, f"{name} has one value", "name one, or export twice")
    return Filter(equal, *map(single.get, SINGLE))


def _bad(line: str, why: str, fix: str) -> ConfigError:
    return ConfigError("A filter makes no sense", where=f"--filter {line}", why=why, fix=fix)
