"""Where the documents of the vendors are: beside the packages, or inside when installed."""

from __future__ import annotations

from pathlib import Path

PACKAGED = Path(__file__).parent.parent / "_specs"
CHECKOUT = Path(__file__).parent.parent.parent / "specs"


def published(vendor: str) -> tuple[Path, ...]:
    """The documents of a vendor, in the order of their names."""
    folder = PACKAGED if PACKAGED.is_dir() else CHECKOUT
    return tuple(sorted((folder / vendor).glob("*.yaml")))
