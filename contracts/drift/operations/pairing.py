"""Which operation of the old contract is which of the new."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from contracts.drift.operations.contract import TEMPLATE, Contract, Key, Operation, base_path


class Paired(NamedTuple):
    kept: list[tuple[Operation, Operation]]
    removed: list[Operation]
    added: list[Operation]
    has_moved: bool
    """Whether some were only found by their whole addresses."""


def paired(old: Contract, new: Contract) -> Paired:
    """By path and method; what is left by whole addresses: `/v2` may move from server to paths."""
    kept = [(one, new.operations[key]) for key, one in old.operations.items()
            if key in new.operations]  # fmt: skip
    lost = [one for key, one in old.operations.items() if key not in new.operations]
    found = [one for key, one in new.operations.items() if key not in old.operations]
    for by in (_exactly, _roughly):
        kept += _together(lost, found, by)
    moved = _together(lost, found, _address)
    return Paired(kept + moved, lost, found, bool(moved))


Known = Callable[[Operation], Key]


def _together(
    lost: list[Operation], found: list[Operation], by: Known
) -> list[tuple[Operation, Operation]]:
    """Those that are the same so far as `by` tells, taken out of both lists."""
    known: dict[Key, list[Operation]] = {}
    for one in found:
        known.setdefault(by(one), []).append(one)
    pairs = [(one, known[by(one)].pop(0)) for one in lost if known.get(by(one))]
    for before, after in pairs:
        lost.remove(before)
        found.remove(after)
    return pairs


def _exactly(operation: Operation) -> Key:
    """Where another one has the same path but for the names of parameters."""
    return Key(operation.path, operation.key.method)


def _roughly(operation: Operation) -> Key:
    return operation.key._replace(document="")


def _address(operation: Operation) -> Key:
    if operation.is_received:
        return operation.key
    template = base_path(operation.root) + TEMPLATE.sub("{}", operation.path)
    return Key(template, operation.key.method)
