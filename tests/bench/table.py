"""What was measured, as one table in Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

COLUMNS = ("what", "server", "figure", "compared", "target", "met")


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `met` is None where there is no target."""

    what: str
    server: str
    figure: str
    compared: str = ""
    target: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        met = {True: "yes", False: "no", None: ""}[self.met]
        return (self.what, self.server, self.figure, self.compared, self.target, met)


def table(rows: Iterable[Row]) -> str:
    """Rows under their headings, columns aligned for a terminal too."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    padded = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join((padded[0], rule, *padded[1:])) + "\n"
