"""`python -m tests.simulated_vendor`: what live drift finds, and how often it cries wolf.

Both vendors, as the mock plays them behind natural noise; every change once on each of several
baselines, and 200 runs in which nothing changed. `--markdown FILE` writes the table into a document
between its marks.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.progress import track

from contracts.lattice.baseline import Baseline
from tests.simulated_vendor.measuring import Noticed, alarms, clean, noticed, recorded
from tests.simulated_vendor.vendor import GOLDEN, Vendor, simulated

BASELINES = 8
CLEAN_RUNS = 25
"""On each baseline."""

BEGIN, END = "<!-- live drift, measured -->", "<!-- end of what was measured -->"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markdown", type=Path, help="write the table here, between its marks")
    options = parser.parse_args()
    lines = [line for name in GOLDEN for line in _vendor(name)]
    text = "\n".join([*_head(), *lines]) + "\n"
    sys.stdout.write(text)
    if options.markdown:
        _put(options.markdown, text)


def _head() -> list[str]:
    return [
        "| vendor | changed golden request | change | right verdict | found | requests |",
        "| --- | --- | --- | --- | --- | --- |",
    ]


def _vendor(name: str) -> Iterator[str]:
    with simulated(name) as vendor:
        baselines = [recorded(vendor, number) for number in range(BASELINES)]
        found = [
            one
            for number, baseline in enumerate(track(baselines, description=name))
            for one in noticed(vendor, baseline, str(number))
        ]
        yield from _changes(found)
        yield _total(name, found)
        yield _clean(vendor, baselines)


def _changes(found: list[Noticed]) -> Iterator[str]:
    for change in dict.fromkeys(one.change for one in found):
        tries = [one for one in found if one.change == change]
        right = sum(one.is_right for one in tries)
        most = max(one.requests for one in tries)
        yield (
            f"| {change.vendor} | {change.golden} | {change.name} | {change.expected} "
            f"| {right} of {len(tries)} | {most} |"
        )


def _total(name: str, found: list[Noticed]) -> str:
    right, most = sum(one.is_right for one in found), max(one.requests for one in found)
    share = 100 * right / len(found)
    return (
        f"| **{name}** | | all changes | | **{right} of {len(found)}** ({share:.1f} %) | {most} |"
    )


def _clean(vendor: Vendor, baselines: list[Baseline]) -> str:
    runs = BASELINES * CLEAN_RUNS
    alarmed, counts, requests = 0, Counter[str](), 0
    for number, baseline in enumerate(track(baselines, description="clean runs")):
        for shown in clean(vendor, baseline, str(number), CLEAN_RUNS):
            alarmed += bool(alarms(shown))
            counts.update(one.held for one in shown.observations)
            requests += shown.requests
    return (
        f"| **{vendor.name}** | | {runs} runs without a change | none | **{alarmed} alarmed**, "
        f"{counts['novelty']} novelties | {requests / runs:.1f} a run |"
    )


def _put(file: Path, table: str) -> None:
    before, _, rest = file.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    file.write_text(f"{before}{BEGIN}\n{table}{END}{after}")


if __name__ == "__main__":
    main()
