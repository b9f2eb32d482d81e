"""`understudy serve`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import click

from mock_server.catalogue import Served, serve_named
from mock_server.commands.options import configuration, with_settings
from mock_server.commands.tables import console, table
from mock_server.config import Settings
from mock_server.web.run import run
from mock_server.web.servers import Listening, is_loopback


@click.command("serve")
@click.argument("apis", nargs=-1, metavar="[VENDOR|DOCUMENT]...")
@with_settings
def command(**options: Any) -> None:
    """Serve the APIs of vendors, of OpenAPI documents, or of folders of documents.

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
    out = console()
    rows = table("API", "base URL", "documents", "operations", "official client")
    for one in served:
        url = base_url(one, served, listening)
        rows.add_row(
            one.vendor.name,
            url,
            str(len(one.documents)),
            str(one.operations),
            one.vendor.client.format(url=url),
        )
    out.print(rows)
    for one in served:
        for error in one.left_out:
            out.print(f"[yellow]left out[/] {error.where}: {error.what}", highlight=False)
    if not is_loopback(settings.host):
        out.print(
            f"[yellow]Anybody who reaches {settings.host} can use this server:[/] "
            "it is made for 127.0.0.1.",
            highlight=False,
        )
    out.print(f"\nUnderstudy listens on {listening.url} (Ctrl-C stops it)", highlight=False)


def base_url(one: Served, served: Sequence[Served], listening: Listening) -> str:
    """Where a client finds an API: at the root when it is the only one."""
    prefix = "" if len(served) == 1 else f"/{one.vendor.name}"
    return listening.url + prefix + one.base_path
