"""A recording, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mock_server.calibration import cassette, har
from mock_server.calibration.sample import Sample, Told, unreadable

BEGINNING = 4_096
"""Bytes that tell what a file is."""


def read(path: Path, told: Told) -> Iterator[Sample]:
    """The exchanges of an HTTP archive or a cassette.

    Raises:
        ConfigError: it is neither, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
        if not beginning.strip():
            raise unreadable(path, "it is empty", "record some traffic into it")
        yield from (har if har.is_archive(beginning) else cassette).samples(path, told)
    except OSError as error:
        raise unreadable(path, error.strerror or str(error), "check the path") from None
