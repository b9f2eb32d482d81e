"""Which operation of the old contract is which of the new."""

from __future__ import annotations

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
    left = {key: one for key, one in new.operations.items() if key not in old.operations}
    by_address = {_address(one): key for key, one in left.items()}
    removed, has_moved = [], False
    for key, operation in old.operations.items():
        if key in new.operations:
            continue
        moved = by_address.pop(_address(operation), None)
        if moved is None:
            removed.append(operation)
        else:
            kept.append((operation, left.pop(moved)))
            has_moved = True
    return Paired(kept, removed, list(left.values()), has_moved)


def _address(operation: Operation) -> Key:
    if operation.is_received:
        return operation.key
    template = base_path(operation.root) + TEMPLATE.sub("{}", operation.path)
    return Key(template, operation.key.method)
