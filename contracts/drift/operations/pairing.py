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
    kept = {key: (operation, new.operations[key]) for key, operation in old.operations.items()
            if key in new.operations}  # fmt: skip
    new_left = {_address(o): o for key, o in new.operations.items() if key not in kept}
    removed = []
    for key, operation in old.operations.items():
        if key not in kept:
            moved = new_left.pop(_address(operation), None)
            if moved is None:
                removed.append(operation)
            else:
                kept[key] = (operation, moved)
    has_moved = any(key not in new.operations for key in kept)
    return Paired(list(kept.values()), removed, list(new_left.values()), has_moved)


def _address(operation: Operation) -> Key:
    if operation.is_received:
        return operation.key
    template = base_path(operation.root) + TEMPLATE.sub("{}", operation.path)
    return Key(template, operation.key.method)
