"""Archives that are sent while they are made."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psutil

from mock_server.lake.export import Export
from mock_server.lake.segments import Report, segments
from mock_server.ledger.columns import Columns
from mock_server.ledger.layout import Layout
from mock_server.ledger.records import record_fields
from mock_server.ledger.selection import Filter
from mock_server.ledger.zipstream import zip_stream
from tests.lake.exports import EXPORT, come_to, longer, total

LONG = longer(EXPORT, 12)
WHEN = datetime(2026, 11, 1, tzinfo=UTC)


def read(archive: bytes) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        (name,) = opened.namelist()
        text = opened.read(name).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def three_columns(export: Export) -> Layout[Columns]:
    fields = {field.name: field for field in record_fields(export.stream)}
    return Layout((fields["cost"], fields["id"], fields["text"]), "all", ";")


def test_an_archive_made_by_processes_holds_every_row_once() -> None:
    rows = read(b"".join(zip_stream([("a.csv", WHEN, segments(Report(LONG), 2))])))

    assert come_to(rows) == total(LONG)
    assert len({row["id"] for row in rows}) == len(rows) > 2 * 65_536


def test_any_layout_and_any_filter_will_do() -> None:
    inbound = replace(EXPORT, wanted=Filter({"direction": frozenset({"inbound"})}))

    made = segments(Report(inbound, three_columns))

    text = zipfile.ZipFile(io.BytesIO(b"".join(zip_stream([("a", WHEN, made)])))).read("a")
    assert text.startswith(b'"cost";"id";"text"\n')
    assert text.count(b"\n") == total(inbound).rows + 1


def test_an_export_without_records_is_a_header() -> None:
    nothing = replace(EXPORT, as_of_ms=EXPORT.from_ms)

    assert read(b"".join(zip_stream([("a.csv", WHEN, segments(Report(nothing), 2))]))) == []


def test_whoever_stops_reading_leaves_no_process_behind(tmp_path: Path) -> None:
    stream = zip_stream([("a.csv", WHEN, segments(Report(LONG), 2))])
    for _ in range(4):
        next(stream)

    stream.close()

    assert [one for one in psutil.Process().children() if "spawn_main" in str(one.cmdline())] == []
