"""Options that several commands share, and the settings that come of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from mock_server.config import Configuration, configure

F = TypeVar("F", bound=Callable[..., Any])

DATA_OPTIONS = (
    click.option("--seed", type=int, help="Equal seeds give equal answers.  [default: 0]"),
    click.option(
        "--volume",
        help="How busy accounts are: hobby, medium, large, or about how many records a day.  "
        "[default: medium]",
    ),
    click.option(
        "--numbers",
        help="fictional: phone numbers set aside for fiction, where a country has some. plan: any "
        "that are valid.  [default: fictional]",
    ),
    click.option(
        "--config",
        "file",
        type=click.Path(path_type=Path),
        envvar="UNDERSTUDY_CONFIG",
        help="Settings to read instead of ./understudy.toml.",
    ),
)

OPTIONS = (
    click.option("--host", help="Address to listen on.  [default: 127.0.0.1]"),
    click.option("--port", type=int, help="TCP port; 0 takes any free one.  [default: 4010]"),
    click.option(
        "--profile",
        help="faithful: as strict as the vendor. permissive: checks types only, for the test "
        "suites of client generators.  [default: faithful]",
    ),
    click.option(
        "--latency",
        help="none, vendor (each operation as slow as the real one), 200ms, 100ms..400ms, "
        "'lognormal(250ms, 0.4)', or profile.toml: what `understudy calibrate` has learned.  "
        "[default: none]",
    ),
    click.option(
        "--faults",
        multiple=True,
        metavar="NAME",
        help="What goes wrong, by the name of a profile; `understudy faults` lists them. Or the "
        "errors in FILE.toml, learned by `understudy calibrate`. May be given several times.  "
        "[default: none]",
    ),
    click.option(
        "--store",
        help="Where to remember what was created: memory:, sqlite:///file, which survives a "
        "restart, or postgresql://user:password@host/name (extra: postgres), which many servers "
        "can share.  [default: memory:]",
    ),
    click.option("--engine", help="compiled, or stock for Connexion's own.  [default: compiled]"),
    click.option("--server", help="uvicorn, or granian (extra: fast).  [default: uvicorn]"),
    click.option(
        "--workers",
        type=int,
        help="Processes that serve the port and remember together.  [default: 1]",
    ),
    click.option(
        "--lenient", is_flag=True, default=None, help="Serve a broken document's sound operations."
    ),
    click.option(
        "--reload", is_flag=True, default=None, help="Serve changed documents within a second."
    ),
    click.option(
        "--mock-headers/--no-mock-headers",
        default=None,
        help="Say in Mock-... headers how an answer came to be.  [default: on]",
    ),
    click.option(
        "--control/--no-control",
        default=None,
        help="The control API under /_mock/: for this machine, or with UNDERSTUDY_CONTROL_TOKEN.  "
        "[default: on]",
    ),
    click.option(
        "--journal",
        type=int,
        help="How many exchanges of each session to keep; 0 for none.  [default: 1000]",
    ),
    *DATA_OPTIONS,
)


def with_settings(command: F) -> F:
    """Give a command the options of every setting."""
    return _with(OPTIONS, command)


def with_data_settings(command: F) -> F:
    """Give a command the options of what data are made of."""
    return _with(DATA_OPTIONS, command)


def configuration(options: dict[str, Any]) -> Configuration:
    """What options, environment and file come to."""
    file = options.pop("file")
    for several in ("apis", "faults"):
        options[several] = options.get(several) or None
    return configure(options, os.environ, file)


def _with(options: tuple[Callable[[F], F], ...], command: F) -> F:
    for option in reversed(options):
        command = option(command)
    return command
