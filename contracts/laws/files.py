"""Files that reports leave: fetched, unpacked and read."""

from __future__ import annotations

from collections.abc import Callable
from csv import DictReader
from dataclasses import dataclass
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from contracts.api import Api
from contracts.laws.asking import PATIENCE_S, PAUSE_S, asked, followed, wait
from contracts.laws.creations import HOUR_S, Kind, shown
from contracts.laws.law import Inconclusive
from contracts.observed import Json

MOST_BYTES = 64 * 2**20
"""Of an unpacked file; the reports that laws order have some thousand rows."""


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
        Inconclusive: it is neither.
    """
    observed = followed(api, url)
    content = observed.response.content
    text = (unzipped(content) if content[:2] == b"PK" else content).decode()
    read = DictReader(StringIO(text, newline=""), strict=True)
    rows = tuple(read)
    return Table(observed.operation, tuple(read.fieldnames or ()), rows)


def unzipped(archive: bytes) -> bytes:
    """The one file in an archive; its checksum is looked at.

    Raises:
        Inconclusive: it cannot be read, or is no archive of one file.
    """
    try:
        with ZipFile(BytesIO(archive)) as opened:
            entries = opened.infolist()
            if len(entries) != 1 or entries[0].file_size > MOST_BYTES:
                raise Inconclusive("an archive does not have one file of a reasonable size")
            return opened.read(entries[0])
    except BadZipFile as error:
        raise Inconclusive("an archive cannot be unpacked") from error
