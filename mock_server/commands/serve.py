"""`understudy serve`."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import click

from mock_server.catalogue import Served, serve_named
from mock_server.commands.options import configuration, with_settings
from mock_server.config import Settings
from mock_server.faults.named import summary
from mock_server.faults.reading import read_rules
from mock_server.faults.tables import suggestion
from mock_server.vendors import VENDORS
from mock_server.web import targets
from mock_server.web.control import PREFIX
from mock_server.web.gate import Gate, gate_of
from mock_server.web.run import run
from mock_server.web.servers import Listening, is_loopback

TITLES = ("API", "base URL", "documents", "operations", "official client")


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
    rows = [row(one, base_url(one, served, listening)) for one in served]
    title, *lines = aligned((TITLES, *rows))
    click.secho(title, bold=True)
    for line in lines:
        click.echo(line)
    for one in served:
        for error in one.left_out:
            click.echo(f"{warning('left out')} {error.where}: {error.what}")
    if settings.faults:
        click.echo(f"{warning('Faults are on:')} {summary(settings.faults)}")
    for line in (*never_met(settings, served), *never_used(settings, served)):
        click.echo(line)
    click.echo(f"\n{control_line(gate_of(settings), listening.url)}")
    if not is_loopback(settings.host):
        anybody = warning(f"Anybody who reaches {settings.host} can use this server:")
        click.echo(f"{anybody} it is made for 127.0.0.1.")
    for line in crew(settings):
        click.echo(line)
    click.echo(f"\nUnderstudy listens on {listening.url} (Ctrl-C stops it)")


def never_met(settings: Settings, served: Sequence[Served]) -> Iterator[str]:
    """Which of the rules that the settings have themselves wait for what is not served."""
    own = read_rules(settings.faults.get("rules", ()), settings.faults.get("scenarios", ()))
    for error in targets.never_met(own, served):
        yield f"{warning('A rule that is never met:')} {error.what}; {error.fix}"


def never_used(settings: Settings, served: Sequence[Served]) -> Iterator[str]:
    """Which credentials restrict nothing, because no API is called so."""
    known = [*(one.vendor.name for one in served), *(vendor.name for vendor in VENDORS)]
    for name in settings.credentials:
        if name not in known:
            yield f"{warning('Credentials that restrict nothing:')} no API is called {name!r}; " + (
                suggestion(name, dict.fromkeys(known))
            )


def control_line(gate: Gate, url: str) -> str:
    """Where the control API is, or why it is off."""
    if gate.closed is not None:
        why, fix = gate.closed
        return f"{warning('The control API is off:')} {why}; to have it, {fix}."
    whom = ", for whoever has the token" if gate.token else ""
    return f"The control API is at {url}{PREFIX}{whom}"


def crew(settings: Settings) -> Iterator[str]:
    """Who serves, where it is more than one process."""
    if settings.workers > 1:
        yield f"\n{settings.workers} workers serve the port and remember together."
        if settings.store.startswith("memory:"):
            yield "What they remember is in a file of theirs, which is gone when they are."


def row(one: Served, url: str) -> tuple[str, ...]:
    client = one.vendor.client.format(url=url)
    return one.vendor.name, url, str(len(one.documents)), str(one.operations), client


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines. One that the terminal is too narrow for is left to it, its URLs whole.

    By hand because Rich, which the other commands use, takes a twentieth of the start to load.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield "  ".join(padded).rstrip()


def warning(text: str) -> str:
    return click.style(text, fg="yellow")


def base_url(one: Served, served: Sequence[Served], listening: Listening) -> str:
    """Where a client finds an API: at the root when it is the only one."""
    prefix = "" if len(served) == 1 else f"/{one.vendor.name}"
    return listening.url + prefix + one.base_path
