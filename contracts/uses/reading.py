"""What code uses, from a list that somebody wrote or from the journal of a test run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from contracts.contract import Contract
from contracts.coverage.journal import journalled
from contracts.errors import CheckError
from contracts.observed import Json, Observed
from contracts.uses.fields import names_within
from contracts.uses.use import Use, Uses, lasting

_LINE = re.compile(r"([A-Z]+) (/\S*)(?: (reads|sends) (\S+(?: \S+)*))?")


def read_uses(file: Path, contract: Contract) -> Uses:
    """What a file says is used.

    A file that ends in ".har" is an archive of a journal: its operations are used, with the
    parameters and fields that were sent; all of an answer counts, since nobody sees what is read of
    it. Any other file is a list, a line each:

        GET /v2/reports/records
        GET /v2/reports/records reads records[].price records[].currency
        POST /v2/reports sends product date_start

    Raises:
        CheckError: it cannot be read, or says nothing of this API.
    """
    if file.suffix == ".har":
        found = [_observed(one) for one in journalled(file, contract)]
    else:
        found = [_line(file, said, contract) for said in _lines(file)]
    uses: dict[str, Use] = {}
    for key, use in found:
        uses[key] = uses[key].together(use) if key in uses else use
    if not uses:
        raise _error(file, "it names no operation of this API")
    return Uses(uses)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _error(file, str(error)) from None
    for number, line in enumerate(text.splitlines(), 1):
        if said := line.partition("#")[0].strip():
            yield number, said


def _line(file: Path, said: tuple[int, str], contract: Contract) -> tuple[str, Use]:
    number, line = said
    match = _LINE.fullmatch(" ".join(line.split()))
    if match is None:
        raise _error(file, f"line {number} is not an operation: {line:.60}")
    method, path, verb, names = match.groups()
    key = lasting(f"{method} {path}")
    promise = next((one for one in contract.promises.values() if lasting(one.key) == key), None)
    if promise is None and not contract.left_out:
        raise _error(file, f"line {number}: the documents have no {method} {path}")
    listed = frozenset((names or "").split())
    if verb != "reads":
        return key, Use(sent=listed if verb else None)
    return key, Use(read=listed, within=names_within(promise, listed) if promise else frozenset())


def _observed(observed: Observed) -> tuple[str, Use]:
    sent = {name for name, _ in observed.request.url.params.multi_items()}
    sent |= {name.lower() for name in observed.request.headers}
    try:
        sent |= set(_fields(orjson.loads(observed.request.content or b"null")))
    except orjson.JSONDecodeError:
        return lasting(observed.operation), Use()
    return lasting(observed.operation), Use(frozenset(sent))


def _fields(value: Json, path: str = "") -> Iterator[str]:
    """The paths of all fields, such as "filter.product" and "records[].price"."""
    if isinstance(value, dict):
        for name, one in value.items():
            inner = f"{path}.{name}" if path else str(name)
            yield inner
            yield from _fields(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from _fields(one, f"{path}[]")


def _error(file: Path, why: str) -> CheckError:
    return CheckError(
        "What is used cannot be read",
        where=str(file),
        why=why,
        fix='name a journal (.har), or a list with lines such as "GET /v2/reports reads a.b"',
    )
