"""`understudy show`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from mock_server.catalogue import Served, serve_named
from mock_server.commands.tables import console, table
from mock_server.data.options import GeneratorOptions
from mock_server.response.writer import ResponseWriter
from mock_server.spec.document import Document, Entry


@click.command("show")
@click.argument("apis", nargs=-1, metavar="[VENDOR|DOCUMENT]...")
@click.option("--lenient", is_flag=True, help="Show a broken document's sound operations.")
def command(apis: tuple[str, ...], lenient: bool) -> None:
    """List the operations of vendors or documents, and how each is answered.

    \b
    understudy show telnyx
    understudy show openapi.yaml
    """
    out = console()
    for one in serve_named(apis, lenient):
        out.print(f"[bold]{one.vendor.title}[/] ({one.operations} operations)")
        out.print(operations(one, out))
        for error in one.left_out:
            out.print(f"[yellow]left out[/] {error.where}: {error.what}", highlight=False)


def operations(served: Served, out: Console) -> Table:
    """Method, path and way of answering of every operation, with what cannot be kept to."""
    rows = table("method", "path", "answered by", "remarks")
    listed = [(document, entry) for document in served.documents for entry in document.entries]
    for document, entry in track(
        listed, "Compiling", console=out, transient=True, disable=not out.is_terminal
    ):
        how, remarks = answered(served, document, entry)
        rows.add_row(entry.method.upper(), entry.path, how, "; ".join(remarks))
    return rows


def answered(served: Served, document: Document, entry: Entry) -> tuple[str, Sequence[str]]:
    """How an operation is answered by default, and what that answer cannot keep to."""
    if entry.id in served.vendor.handlers:
        return "handler", ()
    writer = ResponseWriter(document.operation(entry), GeneratorOptions(rules=served.vendor.rules))
    return writer.default_source(), tuple(_short(writer.unmet()))


def _short(reasons: Sequence[str]) -> Iterator[str]:
    yield from reasons[:2]
    if len(reasons) > 2:
        yield f"and {len(reasons) - 2} more"
