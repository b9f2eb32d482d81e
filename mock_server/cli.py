"""The `understudy` command."""

from __future__ import annotations

import gc
import sys
import warnings
from difflib import get_close_matches
from importlib import import_module

import click

from mock_server import __version__
from mock_server.deferred import defer_imports
from mock_server.errors import ConfigError, MockServerError

COMMANDS = {
    "serve": ("mock_server.commands.serve", "Serve vendors or OpenAPI documents."),
    "show": ("mock_server.commands.show", "List the operations of a vendor or document."),
    "ledger": ("mock_server.commands.ledger", "Look at an account's records, or export them."),
    "faults": ("mock_server.commands.faults", "List what can go wrong on purpose."),
    "calibrate": ("mock_server.commands.calibrate", "Learn latencies from recorded traffic."),
    "check": ("contracts.commands.check", "Judge an API, played or real, by its contract."),
    "drift": ("contracts.commands.drift", "Tell what changed in an API, and what that breaks."),
    "update": ("contracts.commands.update", "Bring your document up to a vendor's, as a patch."),
    "config": ("mock_server.commands.config", "Print what is in force, and where it came from."),
}


INTERRUPTED = 130
"""What shells give for a process that SIGINT ended: 1 would say that something was found."""


class Commands(click.Group):
    """A group that loads a command's module when the command is run: help comes at once."""

    def invoke(self, ctx: click.Context) -> None:
        try:
            super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            click.echo("\nInterrupted.", err=True)
            ctx.exit(INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            if close := get_close_matches(cmd_name, COMMANDS, n=1):
                ctx.fail(f"No such command {cmd_name!r}. Did you mean {close[0]!r}?")
            return None
        try:
            command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        except ModuleNotFoundError as error:
            raise _lacking(cmd_name, error) from None
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in COMMANDS])


def _lacking(command: str, error: ModuleNotFoundError) -> MockServerError:
    """A command needs what only an extra of the distribution brings."""
    return ConfigError(
        f"`understudy {command}` needs a package that is not installed",
        where=f"understudy {command}",
        why=f"there is no module {error.name}",
        fix="pip install 'understudy[check]'",
    )


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="understudy")
def cli() -> None:
    """Play a vendor's API, so that software can be built and tested without the vendor.

    \b
    understudy serve                         every vendor, on http://127.0.0.1:4010
    understudy serve telnyx --seed 7         one vendor; equal seeds give equal answers
    understudy serve openapi.yaml            any OpenAPI 3.0 or 3.1 document
    understudy show vonage                   its operations, and how each is answered
    understudy serve --faults rate-limited   what goes wrong, and how often
    understudy ledger abcd1234 --api vonage  an account's records at a glance
    understudy calibrate a.har --api telnyx  how long recorded calls took, and how many failed
    understudy check mock:vonage             whether an API keeps what its document says
    understudy drift old.yaml new.yaml       what changed, and what it breaks
    """


def main() -> None:
    """Run the command; our own errors are told without a traceback, and end with status 2."""
    warnings.filterwarnings("ignore", module=r"connexion\.")
    gc.disable()  # nothing is garbage yet, and looking for it takes a tenth of the start
    defer_imports()
    try:
        cli()
    except MockServerError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    finally:
        gc.enable()
