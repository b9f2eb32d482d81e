"""Whether changed documents can be served like those that they replace."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from contracts.drift.reading.documents import Document
from mock_server.errors import SpecError
from mock_server.spec.load import load_document


def refusals(texts: Mapping[str, str], documents: list[Document]) -> Iterator[str]:
    """Why those that were fit to be served before no longer are.

    Args:
        texts: of the changed files, by name.
        documents: as they are on disk.
    """
    names = {name for one in documents for name, other in one.others.items() if other is not None}
    base = os.path.commonpath([Path(name).resolve().parent for name in names])
    with TemporaryDirectory() as folder:
        copies = {name: Path(folder) / Path(name).resolve().relative_to(base) for name in names}
        for name, copy in copies.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            said = texts.get(name)
            copy.write_bytes(Path(name).read_bytes() if said is None else said.encode("utf-8"))
        for one in documents:
            before, after = _refusal(Path(one.name)), _refusal(copies[one.name])
            if after and not before:
                yield f"{one.name} could not be served any more: {after.what}: {after.why}."


def _refusal(file: Path) -> SpecError | None:
    try:
        load_document(file)
    except SpecError as error:
        return error
    return None
