"""`make power`: how many mutants of the mock the judge notices, and whether it lets the mock be.

The tables go to the terminal and into docs/power.md. It takes about a quarter of an hour.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from tests.power.between import MUTANTS
from tests.power.kept import Kept
from tests.power.runs import cleans, outcomes
from tests.power.table import WANTED, share, text, write

PAGE = Path(__file__).parent.parent.parent / "docs" / "power.md"
VENDORS = ("telnyx", "vonage")

Thing = TypeVar("Thing")


def main() -> None:
    options = _options()
    logging.disable(logging.WARNING)  # the mock's words about requests that are meant to be wrong
    kept = Kept(options.keep)
    names = options.mutants or list(MUTANTS)
    left = [one for one in names if one not in kept.outcomes]
    for one in _shown("mutants", outcomes(left, options.jobs), len(left)):
        kept.add(one)
    seeds = [(vendor, seed) for seed in range(options.seeds) for vendor in VENDORS]
    untried = [one for one in seeds if one not in kept.cleans]
    for run in _shown("the mock as it is", cleans(untried, options.jobs), len(untried)):
        kept.add(run)
    came = {name: kept.outcomes[name] for name in names}
    as_it_is = [kept.cleans[one] for one in seeds]
    tables = text(came, as_it_is)
    sys.stdout.write(tables)
    if not options.mutants:
        write(PAGE, tables)
    good = share(came.values()) >= WANTED and not any(one.findings for one in as_it_is)
    sys.exit(0 if good else 1)


def _shown(what: str, things: Iterable[Thing], total: int) -> Iterator[Thing]:
    """With a bar, where somebody looks on."""
    console = Console(stderr=True)
    hidden = not console.is_terminal
    yield from track(things, what, total=total, console=console, disable=hidden)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make power", description=__doc__)
    parser.add_argument("mutants", nargs="*", help="only these, and docs/power.md stays")
    parser.add_argument("--keep", type=Path, help="what came is kept here; go on where it ended")
    parser.add_argument("--seeds", type=int, default=10, help="runs on each mock as it is")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
