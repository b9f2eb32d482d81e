"""`make bench`: one table, every ratio of it from one run on one machine.

Servers run on one core and the load on another, where there are two. The main figure is the
processor time a server spends per request, which neighbours disturb less than requests per second.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import figures, fixture, judging, ledger, peers, starts, throughput, usage
from tests.bench.contenders import contenders
from tests.bench.table import Row, table

OPEN_FILES = 4096


def main() -> None:
    options = _options()
    text = table(_some(options) if options.only else _all(options))
    sys.stdout.write(text)
    if options.markdown:
        options.markdown.write_text(text)


def _all(options: argparse.Namespace) -> Iterator[Row]:
    _allow_open_files()
    with_peers = not options.alone and peers.install()
    if not with_peers:
        _say("without the other mock servers: not asked for, or no npm registry in reach")
    with TemporaryDirectory() as folder:
        yield from _rows(Path(folder), with_peers, options.quick)
    yield from _ledger(options.quick)
    yield from _judging()
    yield from _fixture()


def _some(options: argparse.Namespace) -> Iterator[Row]:
    if options.only == "ledger":
        return _ledger(options.quick)
    return _judging() if options.only == "judging" else _fixture()


def _fixture() -> Iterator[Row]:
    _say("fixture")
    with TemporaryDirectory() as folder:
        yield from fixture.rows(Path(folder))


def _judging() -> Iterator[Row]:
    _say("judging")
    with TemporaryDirectory() as folder:
        yield from judging.rows(Path(folder))


def _ledger(quick: bool) -> Iterator[Row]:
    _say("ledger")
    yield from ledger.rows(quick)
    yield from usage.rows(quick)


def _rows(folder: Path, with_peers: bool, quick: bool) -> Iterator[Row]:
    rounds, duration_s, repeats = (1, 0.5, 1) if quick else (5, 1.2, 3)
    _say("throughput")
    with contenders(folder, with_peers) as running:
        yield from throughput.rows(running, rounds, duration_s)
    _say("delays")
    yield figures.delays()
    _say("generator")
    yield figures.generator()
    _say("starts")
    yield from starts.rows(folder, repeats, with_peers)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "only",
        nargs="?",
        choices=["ledger", "judging", "fixture"],
        help="measure nothing but this",
    )
    parser.add_argument("--quick", action="store_true", help="one short round of everything")
    parser.add_argument("--alone", action="store_true", help="without the other mock servers")
    parser.add_argument("--markdown", type=Path, help="write the table to this file too")
    return parser.parse_args()


def _allow_open_files() -> None:
    """A thousand connections need as many files, here and in the servers that inherit this."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _say(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")


if __name__ == "__main__":
    main()
