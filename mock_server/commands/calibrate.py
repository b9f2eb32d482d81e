"""`understudy calibrate`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from mock_server.calibration.fit import FEWEST, Fit
from mock_server.calibration.learning import Learned, Learner, Operation
from mock_server.calibration.recording import read
from mock_server.calibration.writing import recorded, written
from mock_server.catalogue import serve_named
from mock_server.commands.recorded import Operations
from mock_server.commands.tables import console, table
from mock_server.errors import ConfigError
from mock_server.faults.latency import BySize, Quantiles


@click.command("calibrate")
@click.argument(
    "recordings", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RECORDING..."
)
@click.option(
    "--api", required=True, metavar="VENDOR|DOCUMENT", help="Whose operations the requests are for."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write a profile of latencies here.")
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Look only at requests to this host; may be given again.",
)
def command(
    recordings: tuple[Path, ...], api: str, out: Path | None, hosts: tuple[str, ...]
) -> None:
    """Learn from recorded traffic how long an API's operations take, and how often they fail.

    A RECORDING is an HTTP archive (HAR 1.2, of a browser, a proxy, or this server's journal) or a
    cassette of VCR. Cassettes of vcrpy, of VCR for Ruby and of betamax do not say how long answers
    took; those of go-vcr (from 2), php-vcr and EasyVCR do. Nothing that was said is kept.

    \b
    understudy calibrate october.har --api telnyx --out profile.toml
    understudy serve telnyx --latency profile.toml
    understudy calibrate *.har --api openapi.yaml --host api.example.com
    """
    served = serve_named([api])[0]
    learned = learn(recordings, Operations(served, hosts))
    tell(learned, console())
    if not learned.exchanges:
        raise nothing_learned(learned, api)
    if out is None:
        click.echo("\nNothing was written: name a file with --out to keep this.")
        return
    keep(written(learned, served.vendor.name, [path.name for path in recordings]), out)
    click.echo(f"\nWrote {out}. Use it: understudy serve {api} --latency {out}")


def learn(recordings: Sequence[Path], operations: Operations) -> Learned:
    """What recordings tell of operations; progress is drawn on terminals."""
    learner = Learner()
    for path in recordings:
        with progress(path) as told:
            for sample in read(path, told):
                learner.add(operations.of(sample), sample)
    return learner.learned


@contextmanager
def progress(path: Path) -> Iterator[Callable[[int], None]]:
    """A bar for the bytes of a file."""
    errors = Console(stderr=True)
    size = path.stat().st_size if path.is_file() else 0
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(path.name, total=size)
        yield lambda done: bar.update(task, completed=done)


def tell(learned: Learned, out: Console) -> None:
    """What was learned, and what was not."""
    out.print(rows(learned))
    out.print(f"\n{learned.exchanges:,} answers, {recorded(learned)}.", highlight=False)
    for count, remark in (
        (learned.unknown, "requests are for no operation of this API"),
        (learned.unanswered, "requests had no answer"),
        (learned.cached, "answers came from the client's own cache"),
        (learned.exchanges - learned.timed, "answers are errors, or do not say how long they took"),
    ):
        if count:
            out.print(f"{count:,} {remark}.", highlight=False)


def rows(learned: Learned) -> Table:
    made = table("operation", "answers", "timed", "median", "durations", "distance", "errors")
    for one in learned.operations:
        made.add_row(one.name, str(one.count), str(one.timed), *cells(one.fit), errors(one))
    if learned.default is not None:
        made.add_row("every other (assumed)", "", str(learned.timed), *cells(learned.default), "")
    return made


def cells(fit: Fit | None) -> tuple[str, str, str]:
    """Median, law and distance."""
    if fit is None:
        return "", f"too few: fewer than {FEWEST}", ""
    return f"{fit.median_s * 1000:,.0f} ms", law(fit), f"{fit.distance:.3f}"


def law(fit: Fit) -> str:
    """What durations follow, for people."""
    if isinstance(fit.latency, BySize):
        return f"by size, {len(fit.latency.classes)} classes"
    if isinstance(fit.latency, Quantiles):
        return "quantiles: not log-normal"
    return f"log-normal, sigma {fit.latency.sigma:.2f}"


def errors(one: Operation) -> str:
    """Which part of the answers had which status."""
    shares = (f"{status}: {times / one.count:.1%}" for status, times in one.errors.items())
    return ", ".join(shares)


def keep(profile: str, out: Path) -> None:
    """Write a profile, all of it or none.

    Raises:
        ConfigError: it cannot be written.
    """
    beside = out.with_name(f"{out.name}.part")
    try:
        beside.write_text(profile, encoding="utf-8")
        beside.replace(out)
    except OSError as error:
        raise ConfigError(
            "The profile cannot be written",
            where=str(out),
            why=error.strerror or str(error),
            fix="choose another --out",
        ) from None


def nothing_learned(learned: Learned, api: str) -> ConfigError:
    requests = learned.unknown + learned.unanswered + learned.cached
    return ConfigError(
        "Nothing could be learned",
        where="understudy calibrate",
        why=f"of {requests:,} requests none was answered by an operation of {api}",
        fix=f"compare the paths in the recording with those of `understudy show {api}`",
    )
