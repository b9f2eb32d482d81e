"""Sums and files that are not those of the records."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import httpx

from tests.power.mutant import TELNYX, VONAGE, Act, Json, Mutant, answered, body, success

DETAILS = "GET /detail_records"
USAGE = "GET /usage_reports"
SYNC = "GET /reports/mdr_usage_reports/sync"
FILE = "GET /downloads/{file}"
MEDIA = "GET /v3/media/{file_id}"
RECORDS = "GET /v2/reports/records"
BATCHES = tuple(
    f"{method} /legacy/reporting/batch_detail_records/{kind}"
    for method in ("GET", "POST")
    for kind in ("messaging", "voice", "speech_to_text", "messaging/{id}", "voice/{id}")
)

Rows = list[list[str]]


def usage_cent(value: Json) -> None:
    value["data"][0]["cost"] = round(value["data"][0]["cost"] + 0.01, 6)


def usage_count(value: Json) -> None:
    value["data"][0]["count"] += 1


def sync_cent(value: Json) -> None:
    value["data"]["result"][0]["cost"] = _cent_more(value["data"]["result"][0]["cost"])


def breakdown_cent(value: Json) -> None:
    service = value["data"]["results"][0]["services"][0]
    service["cost"] = _cent_more(service["cost"])


def summary_cent(value: Json) -> None:
    for line in value["data"]["summary"]["lines"]:
        if "existing_this_month" in line:
            part = line["existing_this_month"]
            part["mrc"] = _cent_more(part["mrc"])
            return


def record_cent(value: Json) -> None:
    value["data"][0]["cost"] = _cent_more(value["data"][0]["cost"])


def row_dropped(rows: Rows) -> Rows:
    return rows[:-1] if len(rows) > 2 else rows


def columns_swapped(rows: Rows) -> Rows:
    """Two names of the header, not what is below them."""
    first, second, *others = rows[0]
    return [[second, first, *others], *rows[1:]]


def column_without_cells(rows: Rows) -> Rows:
    return [[*rows[0], "shard"], *rows[1:]]


def cell_too_many(rows: Rows) -> Rows:
    return [rows[0], *([*row, "7"] for row in rows[1:])]


def _cent_more(amount: str) -> str:
    return str(Decimal(amount) + Decimal("0.01"))


def rows_of_file(change: Callable[[Rows], Rows]) -> Act:
    """Changes a CSV that has rows."""

    def changed(response: httpx.Response) -> httpx.Response:
        if "csv" not in response.headers.get("content-type", ""):
            return response
        return answered(response, content=_written(change(_rows(response.text))))

    return success(changed)


def rows_of_archive(change: Callable[[Rows], Rows]) -> Act:
    """Changes the CSVs of a zip archive."""

    def changed(response: httpx.Response) -> httpx.Response:
        if response.status_code != 200 or not response.content.startswith(b"PK"):
            return response
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(response.content)) as old, zipfile.ZipFile(made, "w") as new:
            for name in old.namelist():
                new.writestr(name, _written(change(_rows(old.read(name).decode()))))
        return answered(response, content=made.getvalue())

    return success(changed)


def bit_turned(response: httpx.Response) -> httpx.Response:
    """In the middle, so that a checksum is wrong."""
    if response.status_code != 200 or len(response.content) < 100:
        return response
    content = bytearray(response.content)
    content[len(content) // 3] ^= 1
    return answered(response, content=bytes(content))


def _rows(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text, newline="")))


def _written(rows: Rows) -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue().encode()


SUMS = (
    Mutant("usage_cent", TELNYX, USAGE, "a cost one cent too high", body(usage_cent), (DETAILS,)),
    Mutant("usage_count", TELNYX, USAGE, "a count one too high", body(usage_count), (DETAILS,)),
    Mutant("sync_cent", TELNYX, SYNC, "a cost one cent too high", body(sync_cent),
           (USAGE, DETAILS)),
    Mutant("record_cent", TELNYX, DETAILS, "a record one cent too dear", body(record_cent),
           (USAGE, SYNC)),
    Mutant("breakdown_cent", TELNYX, "GET /charges_breakdown", "a charge one cent too high",
           body(breakdown_cent), ("GET /charges_summary",)),
    Mutant("summary_cent", TELNYX, "GET /charges_summary", "a total one cent too high",
           body(summary_cent), ("GET /charges_breakdown",)),
    Mutant("file_row_dropped", TELNYX, FILE, "a file without its last row",
           rows_of_file(row_dropped), BATCHES),
    Mutant("file_columns_swapped", TELNYX, FILE, "two columns of a file are called the wrong way",
           rows_of_file(columns_swapped), BATCHES),
    Mutant("file_column_without_cells", TELNYX, FILE, "a column in the header alone",
           rows_of_file(column_without_cells)),
    Mutant("archive_row_dropped", VONAGE, MEDIA, "a file without its last row",
           rows_of_archive(row_dropped), ("POST /v2/reports", RECORDS)),
    Mutant("archive_cell_too_many", VONAGE, MEDIA, "rows with a cell too many",
           rows_of_archive(cell_too_many), ("POST /v2/reports", RECORDS)),
    Mutant("archive_columns_swapped", VONAGE, MEDIA, "two columns are called the wrong way",
           rows_of_archive(columns_swapped), ("POST /v2/reports", RECORDS)),
    Mutant("bit_turned", VONAGE, MEDIA, "a damaged zip archive", success(bit_turned)),
)  # fmt: skip
