"""`make strangers`: servers that were written elsewhere, judged on our documents.

The tables go to the terminal and into docs/strangers.md. It takes some minutes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tests.bench import peers
from tests.strangers.judging import OURS, SERVERS, TELNYX, Fell, Judged, judgements
from tests.strangers.table import text, unexplained, write

PAGE = Path(__file__).parents[2] / "docs" / "strangers.md"
BUDGET = 200


def main() -> None:
    options = _options()
    if not peers.install():
        sys.stdout.write("npm cannot be reached, so there is nobody to judge.\n")
        return
    total = len(SERVERS) * (2 + len(TELNYX)) + len((OURS,))
    console = Console(stderr=True)
    shown = track(
        judgements(options.budget),
        "strangers",
        total=total,
        console=console,
        disable=not console.is_terminal,
    )
    each = list(shown)
    came = [one for one in each if isinstance(one, Judged)]
    wrong = [f"{one}: {one.__notes__}" for one in each if isinstance(one, Fell)]
    tables = text(came)
    sys.stdout.write(tables)
    if options.budget == BUDGET:
        write(PAGE, tables)
    wrong += [f"unexplained: {one}" for one in unexplained(came)]
    sys.stderr.writelines(f"{one}\n" for one in wrong)
    sys.exit(1 if wrong else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make strangers", description=__doc__)
    parser.add_argument(
        "--budget", type=int, default=BUDGET, help="requests each; another one leaves the page"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
