"""The TOML files that the frozen tables are made of, as they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sources:
    """What each file says of its subject; the comments of the files explain the keys.

    Args:
        countries: by ISO 3166-1 code.
        tiers: rates by letter.
        networks: by country: code, name and weight of each.
        numbering: by style and country: patterns by sort.
        quantiles: shapes by name, of latencies and of quantiles.
        curves: by name.
        languages: by ISO 639-1 code: texts and stories.
    """

    countries: Mapping[str, Mapping[str, Any]]
    tiers: Mapping[str, Mapping[str, int]]
    networks: Mapping[str, Sequence[tuple[str, str, int]]]
    numbering: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    quantiles: Mapping[str, Mapping[str, Mapping[str, float]]]
    curves: Mapping[str, Mapping[str, Any]]
    languages: Mapping[str, Mapping[str, Any]]

    def patterns(self, style: str, country: str, sort: str) -> Sequence[str]:
        """A country's numbers of this sort: of its plan where the style has none of its own."""
        own = self.numbering[style].get(country, {})
        return own.get(sort) or self.numbering["plan"][country].get(sort, ())


def read_sources(folder: Path = HERE) -> Sources:
    """Read all files of a folder such as this module's."""
    countries = _read(folder / "countries.toml")
    return Sources(
        countries=countries["countries"],
        tiers=countries["tiers"],
        networks=_read(folder / "networks.toml")["networks"],
        numbering=_read(folder / "numbering.toml"),
        quantiles=_read(folder / "quantiles.toml"),
        curves=_read(folder / "curves.toml"),
        languages={path.stem: _read(path) for path in sorted(folder.glob("languages/*.toml"))},
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
