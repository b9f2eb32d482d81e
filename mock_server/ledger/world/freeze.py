"""Make the frozen tables of the world from the TOML files beside this module.

    python -m mock_server.ledger.world.freeze           writes frozen.json and frozen.npy
    python -m mock_server.ledger.world.freeze --check   says whether they are up to date

Needs `phonenumbers` and `babel`, which the package itself does not. The same sources give the same
bytes. A changed file changes the fingerprint, and with it every record of every dataset.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import click
import numpy as np

from mock_server.ledger.world.faults import faults
from mock_server.ledger.world.patterns import heads, scattered, tail_digits
from mock_server.ledger.world.quantiles import quantiles
from mock_server.ledger.world.sources import Sources, read_sources
from mock_server.ledger.world.tables import ARRAYS, HEADS, TEXTS
from mock_server.ledger.world.wording import wordings

OWN_HEADS = 8
"""At most so many heads of a sort that accounts rent, in each country."""


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; say whether the files are up to date.")
def main(check: bool) -> None:
    """Freeze the world's tables, when nothing is wrong with their sources."""
    sources = read_sources()
    files = dict(zip((TEXTS, ARRAYS), frozen_files(sources), strict=True))
    stale = [path for path in files if not path.exists() or path.read_bytes() != files[path]]
    if check:
        raise SystemExit("\n".join(f"{path.name} is out of date" for path in stale) or None)
    wrong = list(faults(sources, frozen_numbers(sources)))
    if wrong:
        raise SystemExit("\n".join(wrong))
    for path in stale:
        path.write_bytes(files[path])
        click.echo(f"wrote {path.name}")


def frozen_files(sources: Sources) -> tuple[bytes, bytes]:
    """What frozen.json and frozen.npy are to hold."""
    content = _content(sources)
    shapes = [shape for sort in sources.quantiles.values() for shape in sort.values()]
    array = BytesIO()
    np.save(array, np.array([quantiles(shape) for shape in shapes], "<i4"), allow_pickle=False)
    text = json.dumps(content, ensure_ascii=False, separators=(",\n", ":"))
    return text.encode() + b"\n", array.getvalue()


def frozen_numbers(sources: Sources) -> dict[str, dict[str, Any]]:
    """Heads and widths of tails by style, as frozen.json holds them."""
    return {style: _numbers(sources, style) for style in ("fictional", "plan")}


def _content(sources: Sources) -> dict[str, Any]:
    templates, pools = wordings(sources.languages)
    return {
        "countries": list(_countries(sources)),
        "networks": list(_networks(sources)),
        "numbers": frozen_numbers(sources),
        "latencies": list(sources.quantiles["latencies"]),
        "quantiles": list(sources.quantiles["quantiles"]),
        "curves": {
            name: [curve["hours"], curve["work_day"], curve["weekend"]]
            for name, curve in sources.curves.items()
        },
        "pools": pools,
        "templates": templates,
    }


def _countries(sources: Sources) -> Iterator[list[Any]]:
    for code, one in sources.countries.items():
        tier = sources.tiers[one["tier"]]
        facts = [one[key] for key in ("name", "calling", "language", "utc", "weekend", "weight")]
        yield [code, *facts, tier["message"], tier["inbound"], tier["call"]]


def _networks(sources: Sources) -> Iterator[list[Any]]:
    for place, country in enumerate(sources.countries):
        for code, name, weight in sources.networks[country]:
            yield [code, name, place, weight]


def _numbers(sources: Sources, style: str) -> dict[str, Any]:
    """By network or by country: heads, with spaces between them; by country: widths of tails."""
    found: dict[str, Any] = {}
    for sort in ("networks", "local", "toll_free"):
        patterns = [sources.patterns(style, country, sort) for country in sources.countries]
        found[f"{sort}_digits"] = [tail_digits(one) if one else 0 for one in patterns]
        pools = [
            heads(country["calling"], one)
            for country, one in zip(sources.countries.values(), patterns, strict=True)
        ]
        found[sort] = [" ".join(scattered(pool, OWN_HEADS)) for pool in pools]
        if sort == "networks":
            found[sort] = _dealt(sources, pools)
    return found


def _dealt(sources: Sources, pools: Sequence[Sequence[str]]) -> list[str]:
    """Each country's heads, dealt to its networks: all of them get the same number."""
    found = []
    for country, pool in zip(sources.countries, pools, strict=True):
        count = len(sources.networks[country])
        each = min(HEADS, len(pool) // count)
        dealt = scattered(pool, each * count)
        found += [" ".join(dealt[place::count]) for place in range(count)]
    return found


if __name__ == "__main__":
    main()
