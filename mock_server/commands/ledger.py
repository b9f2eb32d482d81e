"""`understudy ledger`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from mock_server.commands.account import account_table, overview
from mock_server.commands.exporting import Plan, check_moment, execute, told
from mock_server.commands.ledger_options import (
    dataset_settings,
    filter_of,
    moment,
    moment_or_now,
    part,
    with_account,
)
from mock_server.commands.tables import console
from mock_server.lake.check import Checked, check_all
from mock_server.lake.export import FORMATS, Export
from mock_server.lake.moments import text
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.product import products

FAULTS_FOUND = 1


class AccountOrCommand(click.Group):
    """A group whose first word may be an account: `show` is then meant."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("ledger", cls=AccountOrCommand, no_args_is_help=True)
def command() -> None:
    """Look at an account's records, or export them.

    Records follow from the seed, the API and the account; they are stored nowhere.

    \b
    understudy ledger abcd1234 --api vonage
    understudy ledger export abcd1234 --api vonage --product message \\
        --from 2026-10-01 --to 2026-11-01 --out october
    understudy ledger check october
    """


@command.command("show")
@with_account
def show(account: str, api: str, at: int | None, **options: Any) -> None:
    """Show an account at a glance: who it is, and what its records come to.

    \b
    understudy ledger show abcd1234 --api vonage --at 2026-11-01T00:00Z
    """
    dataset, out = Dataset(dataset_settings(api, options)), console()
    out.print(account_table(dataset, account, api))
    out.print()
    out.print(overview(dataset, account, moment_or_now(at), out))


@command.command("export")
@with_account
@click.option("--product", required=True, help=f"Which records: {', '.join(products())}.")
@click.option("--from", "from_ms", type=moment, required=True, help="Made from then on (UTC).")
@click.option("--to", "to_ms", type=moment, required=True, help="Made before then (UTC).")
@click.option("--format", type=click.Choice(FORMATS), default=FORMATS[0],
              show_default=True)  # fmt: skip
@click.option("--filter", "filters", multiple=True, metavar="NAME=VALUE",
              help="Only such records; of several values of one name any will do.")  # fmt: skip
@click.option("--text/--no-text", "include_text", default=True, show_default=True,
              help="What messages say.")  # fmt: skip
@click.option(
    "--shard", "part", type=part, metavar="I/N", help="Only part I of N, from 1/N to N/N."
)
@click.option(
    "--shards", "count", type=int, default=1, show_default=True, help="All parts, so many."
)
@click.option("--workers", type=int, default=os.cpu_count() or 1, show_default=True,
              help="Processes that make parts; 0 to make them in this one.")  # fmt: skip
@click.option("--dask", metavar="ADDRESS",
              help="Make all parts on this Dask scheduler; local starts one here.")  # fmt: skip
@click.option("--out", "folder", type=click.Path(path_type=Path, file_okay=False), default=".",
              show_default=True, help="The folder for the files.")  # fmt: skip
def export_command(account: str, api: str, **options: Any) -> None:
    """Export an account's records into files, in as many parts as wanted.

    Parts need not know of each other: any machine may make any of them, and one that is finished
    is not made again. Parquet and Dask need the extra `lake`.

    \b
    understudy ledger export abcd1234 --api vonage --product message \\
        --from 2026-10-01 --to 2026-11-01 --shards 8 --format parquet --out october
    understudy ledger export abcd1234 --api vonage --product call \\
        --from 2026-10-01 --to 2026-11-01 --shard 3/8 --filter direction=inbound
    """
    plan = Plan(*(options.pop(name) for name in ("part", "count", "workers", "dask", "folder")))
    names = ("product", "from_ms", "to_ms", "format", "include_text")
    chosen = {name: options.pop(name) for name in names}
    at, wanted = options.pop("at"), filter_of(options.pop("filters"))
    settings = dataset_settings(api, options)
    export = Export(settings, account, as_of_ms=moment_or_now(at), wanted=wanted, **chosen)
    check_moment(export, plan, at)
    execute(export, plan, console())


@command.command("check")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(folder: Path) -> None:
    """Check that every export in FOLDER is all there, unchanged, and adds up.

    Ends with status 1 when it is not.

    \b
    understudy ledger check october
    """
    found = check_all(folder)
    if not found:
        click.echo(f"There is no export in {folder}.")
    for checked in found:
        click.echo(described(checked))
        for fault in checked.faults:
            click.echo(f"  {fault}")
    if not found or any(checked.faults for checked in found):
        click.get_current_context().exit(FAULTS_FOUND)


def described(checked: Checked) -> str:
    """An export in one line, and whether it is all there."""
    export = checked.export
    span = f"{text(export.from_ms)} to {text(export.to_ms)}"
    state = "NOT all right:" if checked.faults else "all there"
    return (
        f"{export.product} of {export.account} ({export.settings.realm}), {span}, "
        f"{checked.shards} shards of {export.format}: {told(checked.totals, export)}; {state}"
    )
