"""`understudy serve`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from mock_server.catalogue import Served, serve_named
from mock_server.commands.options import configuration, with_settings
from mock_server.config import Settings
from mock_server.web.run import run
from mock_server.web.servers import Listening, is_loopback

LOG_WIDTH = 160
"""Columns in a file or pipe, where there is no terminal to ask: wide enough not to break URLs."""


@click.command("serve")
@click.argument("apis", nargs=-1, metavar="[VENDOR|DOCUMENT]...")
@with_settings
def command(**options: Any) -> None:
    r"""Serve the APIs of vendors, of OpenAPI documents, or of folders of documents.

    Without a name every vendor is served.

    \b
    understudy serve
    understudy serve telnyx --latency vendor
    understudy serve openapi.yaml --port 8080 --reload
    """
    settings = configuration(options).settings
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    served = serve_named(settings.apis, settings.lenient)
    run(served, settings, announce, lambda message: click.echo(message, err=True))


def announce(served: Sequence[Served], settings: Settings, listening: Listening) -> None:
    """One table: what is served where, and how the official clients get here."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=LOG_WIDTH)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("API", "base URL", "documents", "operations", "official client"):
        table.add_column(title, overflow="fold", justify="left")
    for one in served:
        url = base_url(one, served, listening)
        table.add_row(
            one.vendor.name,
            url,
            str(len(one.documents)),
            str(one.operations),
            one.vendor.client.format(url=url),
        )
    console.print(table)
    for one in served:
        for error in one.left_out:
            console.print(f"[yellow]left out[/] {error.where}: {error.what}", highlight=False)
    if not is_loopback(settings.host):
        console.print(
            f"[yellow]Anybody who reaches {settings.host} can use this server:[/] "
            "it is made for 127.0.0.1.",
            highlight=False,
        )
    console.print(f"\nUnderstudy listens on {listening.url} (Ctrl-C stops it)", highlight=False)


def base_url(one: Served, served: Sequence[Served], listening: Listening) -> str:
    """Where a client finds an API: at the root when it is the only one."""
    prefix = "" if len(served) == 1 else f"/{one.vendor.name}"
    return listening.url + prefix + one.base_path
