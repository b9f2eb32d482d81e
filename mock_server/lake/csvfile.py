"""A shard as CSV, compressed by gzip."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from mock_server.lake.export import Export
from mock_server.lake.segments import deflated, export_layout
from mock_server.ledger.columns import Columns
from mock_server.ledger.deflate import deflate_segment
from mock_server.ledger.zipstream import gzip_stream


def write(export: Export, columns: Iterable[Columns], path: Path) -> None:
    """Write a header and a line for each record."""
    layout = export_layout(export)
    header = deflate_segment([layout.header()])
    with path.open("wb") as file:
        file.writelines(gzip_stream(chain([header], deflated(layout, columns))))
