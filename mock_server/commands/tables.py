"""Tables for people: as wide as the terminal, and wide enough for URLs in files and pipes."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

LOG_WIDTH = 160
"""Columns where there is no terminal to ask."""


def console() -> Console:
    terminal = Console()
    return terminal if terminal.is_terminal else Console(width=LOG_WIDTH)


def table(*titles: str) -> Table:
    """A table without lines; what does not fit into a column is folded, never cut."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        made.add_column(title, overflow="fold")
    return made
