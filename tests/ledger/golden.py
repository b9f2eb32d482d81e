"""Fingerprints of 2,000 records of every product, to see when any record of any release changes.

`python -m tests.ledger.golden` prints them; `python -m tests.ledger.golden --renew` writes them to
golden.json. Renew them only with a change that is meant to change records, and raise `LAYOUT` in
mock_server/ledger/settings.py in the same commit, since replicas of both releases would disagree.

The streams here go by a name of their own, not by a dataset's fingerprint: a comment in a table's
source does not matter to them, any value that a record shows does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np

from mock_server.ledger.account import AccountPlan
from mock_server.ledger.columns import Columns
from mock_server.ledger.mix import Integers
from mock_server.ledger.product import products
from mock_server.ledger.stream import Stream
from mock_server.ledger.world import load_world

FILE = Path(__file__).with_name("golden.json")
RECORDS = 2000
AS_OF_MS = 1_772_714_096_789
"""2026-03-05T12:34:56.789Z, an arbitrary moment."""

COLUMNS = (
    "made_ms", "final_ms", "state", "slots", "direction", "kind", "outcome", "country",
    "world_network", "profile", "connection", "tag", "units", "billed", "rate", "cost", "rank",
    "number", "sender", "own_number", "text", "id_words", "short_id_words", "reference_words",
)  # fmt: skip


def streams() -> Iterator[Stream]:
    """A stream of each product, of accounts from quiet to very busy."""
    world, names = load_world(), ("golden",)
    for number, product in enumerate(products().values()):
        per_day = 1000 * 9 ** (number % 5)
        plan = AccountPlan(world, names, currency="EUR", per_day=per_day, exact=True)
        yield Stream(world, plan.account(f"account-{number}"), product, names)


def world_network(found: Columns) -> Integers:
    """Index of the world's networks, of which the column has the account's."""
    return np.array(found.stream.account.networks, np.int64).take(found.network)


def digest(stream: Stream) -> str:
    """SHA-256 over the columns of a stream's latest records, as little-endian int64."""
    there = stream.visible(AS_OF_MS)
    found = Columns(stream, np.arange(max(0, there - RECORDS), there), AS_OF_MS)
    content = sha256()
    for name in COLUMNS:
        values = world_network(found) if name == "world_network" else getattr(found, name)
        for column in values if isinstance(values, tuple) else (values,):
            content.update(f"{name} {len(column)}\n".encode())
            content.update(column.astype("<i8").tobytes())
    return content.hexdigest()


def fingerprints() -> dict[str, str]:
    """By product."""
    return {stream.product.name: digest(stream) for stream in streams()}


def main(arguments: list[str]) -> None:
    text = json.dumps(fingerprints(), indent=2) + "\n"
    if arguments == ["--renew"]:
        FILE.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
