"""`understudy config`."""

from __future__ import annotations

from typing import Any

import click

from mock_server.backing import check_vendors
from mock_server.commands.options import configuration, with_settings
from mock_server.commands.tables import console, table
from mock_server.config import SECRET, Configuration
from mock_server.faults.named import summary
from mock_server.state import address

OTHERWISE = {"apis": "every vendor"}
"""What it means that a setting is empty, where that is not "none"."""


@click.command("config")
@click.argument("apis", nargs=-1, metavar="[VENDOR|DOCUMENT]...")
@with_settings
def command(**options: Any) -> None:
    """Print the settings in force, and where each value came from.

    \b
    UNDERSTUDY_PORT=5000 understudy config --seed 7
    """
    found = configuration(options)
    check_vendors(found.settings.vendors)
    show(found)


def show(found: Configuration) -> None:
    rows = table("setting", "value", "from")
    for name, origin in found.origins.items():
        rows.add_row(name, shown(name, getattr(found.settings, name)), origin)
    console().print(rows)


def shown(name: str, value: Any) -> str:
    """A value for people; of secrets only whether there are some, never one of them.

    Nor the password in a store's URL.
    """
    if name == "store":
        return address.shown(value)
    if name == "credentials":
        return ", ".join(f"{api}: {len(keys)} accepted" for api, keys in value.items()) or "any"
    if name == "faults":
        return summary(value)
    if name == "accounts":
        return ", ".join(f"{account}: {volume}" for account, volume in value.items()) or "none"
    return plain("set" if name in SECRET and value else value) or OTHERWISE.get(name, "none")


def plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
