"""A document that was named, wherever it is, as a contract to hold answers against."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from contracts.contract import Contract, contract
from contracts.drift.reading.documents import documents


def published_contract(named: str, name: str) -> Contract:
    """The contract in a file, a folder, an address or a commit.

    What of it cannot be read is left out: vendors publish what is not quite legal, too.

    Raises:
        SpecError, ConfigError: it cannot be had, or is no OpenAPI document.
    """
    found = documents(named)
    if all(Path(one.name).is_file() for one in found):
        return contract(name, tuple(Path(one.name) for one in found))
    with TemporaryDirectory() as folder:
        files = []
        for number, one in enumerate(found):
            file = Path(folder) / f"{number}.json"
            file.write_bytes(orjson.dumps(one.tree, default=str, option=orjson.OPT_NON_STR_KEYS))
            files.append(file)
        made = contract(name, tuple(files))
        # Operations are read when they are first asked for; the files are gone by then.
        _ = made.promises
        return made
