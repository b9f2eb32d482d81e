"""What the ledger's records cost: rows, pages, sums and whole archives.

`python -m tests.bench.ledger zip ROWS WORKERS TEXT` streams an archive and tells what that took;
`python -m tests.bench.ledger page` prints a first page. Both are run as processes of their own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from itertools import repeat
from statistics import median
from typing import TypeVar

import numpy as np
import orjson

from mock_server.lake.export import Export
from mock_server.lake.segments import Report, chunks, segments
from mock_server.ledger.columns import Columns
from mock_server.ledger.deflate import Segment
from mock_server.ledger.pages import page
from mock_server.ledger.records import standard_layout
from mock_server.ledger.selection import Filter, Selection
from mock_server.ledger.settings import DatasetSettings, Volume
from mock_server.ledger.stream import Stream
from mock_server.ledger.sums import sums
from mock_server.ledger.zipstream import zip_stream
from tests.bench.table import Row

Made = TypeVar("Made")

DAY_MS = 86_400_000
BEGIN_MS = 1_790_812_800_000
"""2026-10-01T00:00Z"""

MONTH = 31
BUSY, BUSIEST = "busy", "busiest"
"""About ten million messages a month, and about ten billion."""

VOLUMES = {BUSY: 540_000, BUSIEST: 540_000_000}
SETTINGS = DatasetSettings(seed=1, realm="bench", volume=Volume(accounts=VOLUMES))
ROWS = 10_000_000
WORKERS = 2
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
SERVER = "in process"


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was streamed: seconds, bytes, and processor time with all workers."""

    rows: int
    first_rows_s: float
    took_s: float
    used_s: float
    csv_bytes: int
    sent_bytes: int
    parent_bytes: int
    worker_bytes: int


def rows(quick: bool) -> Iterator[Row]:
    """All figures of the ledger."""
    for text in (False, True):
        yield _csv(text)
    for text in (False, True):
        yield from _archive(ROWS // 10 if quick else ROWS, text)
    for text in (False, True):
        yield _page(text)
    yield _lookup()
    yield _month(BUSY, "10 million", 40.0)
    yield _month(BUSIEST, "10 billion", 100.0)
    yield _cold(3 if quick else 7)


def export(account: str = BUSY, days: int = MONTH, text: bool = True) -> Export:
    to_ms = BEGIN_MS + days * DAY_MS
    made = Export(SETTINGS, account, "message", BEGIN_MS, to_ms, to_ms + MONTH * DAY_MS)
    return replace(made, include_text=text)


def _csv(text: bool) -> Row:
    """Processor time per row of 20 columns, the columns' own time included."""
    made = export(days=1)
    layout = standard_layout(made.stream, include_text=text)
    begin, _ = made.stream.window(made.from_ms, made.to_ms, made.as_of_ms)
    count, size = 0, 0

    def write() -> None:
        nonlocal count, size
        count = size = 0
        for columns in chunks(made, begin, begin + 131_072):
            size += len(layout.csv(columns))
            count += len(columns)

    used_ms = _used_ms(write, 7)
    each_us = [one * 1e3 / count for one in used_ms]
    return Row(
        what=f"a row of CSV, 20 columns {_texts(text)}, {size // count} bytes",
        server=SERVER,
        figure=_spread(each_us, "µs CPU"),
        target="< 1.3 µs",
        met=median(each_us) < 1.3,
    )


def _texts(text: bool) -> str:
    """Whether records say what messages said; the vendors' reports do so only when asked."""
    return "with texts" if text else "without texts"


def _archive(count: int, text: bool) -> Iterator[Row]:
    numbers = (str(count), str(WORKERS), str(int(text)))
    command = (sys.executable, "-m", "tests.bench.ledger", "zip", *numbers)
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    one = Archive(**orjson.loads(output))
    what = f"{one.rows:,} messages {_texts(text)} as a streamed ZIP64"
    limit_s = 25 * one.rows / ROWS
    yield Row(
        what=f"{what}, {one.csv_bytes / 1e9:.2f} GB in {one.sent_bytes / 1e6:,.0f} MB",
        server=f"{WORKERS} processes",
        figure=f"{one.used_s:.1f} s CPU, {one.took_s:.1f} s",
        compared=f"{one.rows / one.took_s:,.0f} rows/s",
        target=f"< {limit_s:g} s CPU",
        met=one.used_s < limit_s,
    )
    yield Row(
        what=f"{what}, first rows",
        server=f"{WORKERS} processes",
        figure=f"{one.first_rows_s * 1e3:.0f} ms",
        target="< 300 ms",
        met=one.first_rows_s < 0.3,
    )
    yield Row(
        what=f"{what}, largest resident memory",
        server=f"{WORKERS} processes",
        figure=f"{one.parent_bytes / 1e6:.0f} MB, workers {one.worker_bytes / 1e6:.0f} MB",
        target="< 200 MB each",
        met=max(one.parent_bytes, one.worker_bytes) < 200e6,
    )


def _page(text: bool) -> Row:
    """A thousand records, filtered, as JSON."""
    made = export(text=text)
    wanted = Filter({"direction": frozenset({"outbound"})})
    used_ms = _used_ms(lambda: first_page(made, wanted), 30)
    return Row(
        what=f"a page of 1,000 outbound messages {_texts(text)} as JSON",
        server=SERVER,
        figure=_spread(used_ms, "ms CPU"),
        target="< 5 ms",
        met=median(used_ms) < 5,
    )


def first_page(made: Export, wanted: Filter) -> bytes:
    stream = made.stream
    window = stream.window(made.from_ms, made.to_ms, made.as_of_ms)
    found = page(Selection(stream, wanted, made.as_of_ms), window, 1000)
    layout = standard_layout(stream, include_text=made.include_text)
    return layout.json(Columns(stream, found.indexes, made.as_of_ms))


def _lookup() -> Row:
    """From an id to the record as JSON, each time another one."""
    made = export()
    stream = made.stream
    begin, _ = stream.window(made.from_ms, made.to_ms, made.as_of_ms)
    ids = iter([stream.ids.text(begin + 997 * number) for number in range(101)])
    used_ms = _used_ms(lambda: _by_id(stream, next(ids), made.as_of_ms), 100)
    return Row(
        what="from an id to its record as JSON",
        server=SERVER,
        figure=_spread(used_ms, "ms CPU"),
        target="< 2 ms",
        met=median(used_ms) < 2,
    )


def _by_id(stream: Stream, record_id: str, now_ms: int) -> bytes:
    index = stream.ids.index(record_id)
    if index is None:
        raise RuntimeError(f"no record has the id {record_id}")
    return standard_layout(stream).json(Columns(stream, np.array([index], np.int64), now_ms))


def _month(account: str, about: str, limit_ms: float) -> Row:
    made = export(account)
    edges, by = [made.from_ms, made.to_ms], ("country", "status")
    total = sums(made.stream, edges, made.as_of_ms, by).total()
    used_ms = _used_ms(lambda: sums(made.stream, edges, made.as_of_ms, by), 20)
    return Row(
        what=f"sums of a month of {total:,} messages by country and status",
        server=SERVER,
        figure=_spread(used_ms, "ms CPU"),
        target=f"< {limit_ms:g} ms for {about}",
        met=median(used_ms) < limit_ms,
    )


def _cold(repeats: int) -> Row:
    """From starting Python to a first page, tables and all."""
    command = (sys.executable, "-m", "tests.bench.ledger", "page")
    took_s = [_took_s(command) for _ in repeat(None, repeats)]
    return Row(
        what="from nothing to a page of 1,000 messages",
        server="a new process",
        figure=_spread(took_s, "s", 2),
        target="< 1 s",
        met=median(took_s) < 1,
    )


def _took_s(command: Sequence[str]) -> float:
    began_s = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began_s


def _used_ms(work: Callable[[], Made], repeats: int) -> list[float]:
    """Processor time of each of some runs, after one that only warms up."""
    work()
    used_ms = []
    for _ in repeat(None, repeats):
        began_s = time.process_time()
        work()
        used_ms.append((time.process_time() - began_s) * 1e3)
    return used_ms


def _spread(values: Sequence[float], unit: str, digits: int = 2) -> str:
    three = (min(values), median(values), max(values))
    return " / ".join(f"{one:.{digits}f}" for one in three) + f" {unit}"


def _stream_archive(count: int, workers: int, text: int) -> Archive:
    """Stream an archive to nowhere; its tables are ready before the clock starts."""
    made = replace(_of_rows(count), include_text=bool(text))
    report, sizes = Report(made), list[int]()
    begin, end = made.stream.window(made.from_ms, made.to_ms, made.as_of_ms)
    report.prepared()((begin, begin + 1))
    before_s, began_s = time.process_time(), time.perf_counter()
    entry = ("messages.csv", WRITTEN, _sized(segments(report, workers), sizes))
    sent, first_s = 0, 0.0
    for piece in zip_stream([entry]):
        sent += len(piece)
        if not first_s and len(sizes) > 1:  # the first is the header's
            first_s = time.perf_counter() - began_s
    took_s = time.perf_counter() - began_s
    mine, theirs = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Archive(
        rows=end - begin,
        first_rows_s=first_s,
        took_s=took_s,
        used_s=time.process_time() - before_s + theirs.ru_utime + theirs.ru_stime,
        csv_bytes=sum(sizes),
        sent_bytes=sent,
        parent_bytes=mine.ru_maxrss * 1024,
        worker_bytes=theirs.ru_maxrss * 1024,
    )


def _of_rows(count: int) -> Export:
    """So many of the busy account's messages, give or take a few of one millisecond."""
    made = export()
    begin, _ = made.stream.window(made.from_ms, made.to_ms, made.as_of_ms)
    (to_ms,) = made.stream.timeline.moments(np.array([begin + count], np.int64)).tolist()
    return replace(made, to_ms=to_ms)


def _sized(made: Iterator[Segment], sizes: list[int]) -> Iterator[Segment]:
    for segment in made:
        sizes.append(segment.size)
        yield segment


def main(what: str, *numbers: str) -> None:
    if what == "zip":
        sys.stdout.buffer.write(orjson.dumps(asdict(_stream_archive(*map(int, numbers)))))
    else:
        sys.stdout.buffer.write(first_page(export(), Filter()))


if __name__ == "__main__":
    main(*sys.argv[1:])
