"""Files that reports leave: fetched, unpacked and read."""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Callable
from csv import DictReader
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from contracts.api import Api
from contracts.laws.asking import PATIENCE_S, PAUSE_S, asked, followed, wait
from contracts.laws.creations import HOUR_S, Kind, shown
from contracts.laws.law import Inconclusive
from contracts.laws.series import Row
from contracts.observed import Json

MOST_BYTES = 64 * 2**20
"""Of an unpacked file; the reports that laws order have some thousand rows."""


class Spoilt(Inconclusive):
    """A file that is no archive, or no CSV.

    Args:
        operation: that gave it.
    """

    def __init__(self, operation: str, said: str) -> None:
        super().__init__(said)
        self.operation = operation


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file.

    Args:
        operation: that gave it.
    """

    operation: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def finished(kind: Kind, api: Api, own: str, is_done: Callable[[Json], bool]) -> Json:
    """A report when it is done: a mock's clock is turned, others are asked again and again.

    Raises:
        Inconclusive: it is not done in time.
    """
    if api.kind == "mock":
        wait(api, HOUR_S)
    for _ in range(round(PATIENCE_S / PAUSE_S)):
        one = shown(asked(api, kind.one, kind.path(own)))
        if is_done(one):
            return one
        wait(api, HOUR_S if api.kind == "mock" else PAUSE_S)
    raise Inconclusive(f"what {kind.make} ordered is not done in time")


def table(api: Api, url: str) -> Table:
    """The CSV file at a link, alone in an archive or as it is.

    Raises:
        Spoilt: it is neither.
    """
    observed = followed(api, url)
    content = observed.response.content
    try:
        text = (unzipped(content) if content[:2] == b"PK" else content).decode()
        read = DictReader(StringIO(text, newline=""), strict=True)
        rows = tuple(read)
    except (BadZipFile, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise Spoilt(observed.operation, f"a file that cannot be read: {error}") from error
    return Table(observed.operation, tuple(read.fieldnames or ()), rows)


def unzipped(archive: bytes) -> bytes:
    """The one file in an archive; its checksum is looked at.

    Raises:
        BadZipFile, zlib.error: it is damaged, or has other than one file of a bounded size.
    """
    with ZipFile(BytesIO(archive)) as opened:
        entries = opened.infolist()
        if len(entries) != 1 or entries[0].file_size > MOST_BYTES:
            raise BadZipFile(f"{len(entries)} files, or a very large one")
        return opened.read(entries[0])


def alike(value: Json, cell: str) -> bool:
    """Whether a cell has a value; a number may have fewer decimals in a file.

    Raises:
        ArithmeticError: the cell has no number where there should be one.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        half = Decimal(5).scaleb(-len(cell.partition(".")[2]) - 1)
        return abs(Decimal(cell) - Decimal(str(value))) <= half
    return cell == cells({"": value})[""]


def cells(record: Row) -> dict[str, str]:
    """A record of JSON as a file has it: nothing is empty, and the rest is as JSON writes it."""
    return {
        name: value if isinstance(value, str) else "" if value is None else json.dumps(value)
        for name, value in record.items()
    }


def unlike(wanted: tuple[str, ...], found: tuple[str, ...]) -> str:
    """How columns differ, in words."""
    missing, more = (
        ", ".join(sorted({*one} - {*other})) or "none"
        for one, other in ((wanted, found), (found, wanted))
    )
    if {*wanted} != {*found}:
        return f"{len(found)}: without {missing}, with {more}"
    return "the same in another order"
