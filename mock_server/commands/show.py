"""`understudy show`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from mock_server.catalogue import Served, serve_named
from mock_server.data.generator import GeneratorOptions
from mock_server.response.writer import ResponseWriter
from mock_server.spec.document import Document, Entry


@click.command("show")
@click.argument("apis", nargs=-1, metavar="[VENDOR|DOCUMENT]...")
@click.option("--lenient", is_flag=True, help="Show a broken document's sound operations.")
def command(apis: tuple[str, ...], lenient: bool) -> None:
    r"""List the operations of vendors or documents, and how each is answered.

    \b
    understudy show telnyx
    understudy show openapi.yaml
    """
    console = Console()
    for one in serve_named(apis, lenient):
        console.print(f"[bold]{one.vendor.title}[/] ({one.operations} operations)")
        console.print(operations(one, console))
        for error in one.left_out:
            console.print(f"[yellow]left out[/] {error.where}: {error.what}", highlight=False)


def operations(served: Served, console: Console) -> Table:
    """Method, path and way of answering of every operation, with what cannot be kept to."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("method", "path", "answered by", "remarks"):
        table.add_column(title, overflow="fold")
    listed = [(document, entry) for document in served.documents for entry in document.entries]
    for document, entry in track(
        listed, "Compiling", console=console, transient=True, disable=not console.is_terminal
    ):
        how, remarks = answered(served, document, entry)
        table.add_row(entry.method.upper(), entry.path, how, "; ".join(remarks))
    return table


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
