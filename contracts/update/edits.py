"""One difference, made undone in our document: what is new is added, what is gone goes."""

from __future__ import annotations

from collections.abc import Callable

from contracts.update.borrowing import Borrowing
from contracts.update.edit import Edit
from contracts.update.edition import Edition, delete, file_of
from contracts.update.merging import adopt, adopt_all, adopt_own
from contracts.update.messages import (
    add_body,
    add_media_type,
    add_parameter,
    add_status,
    remove_body,
    remove_parameter,
    remove_status,
)
from contracts.update.operations import add_operation, add_server, remove_operation, security
from contracts.update.schemas import (
    add_branch,
    add_property,
    no_longer_require,
    remove_branch,
    remove_inherited_property,
    remove_property,
    require,
)
from contracts.update.scopes import KEYWORDS


def apply(edit: Edit, ours: Edition, way: int) -> None:
    """Change our values in place; nothing, where nobody knows how.

    Args:
        way: how much is touched, from 0 up to `ways(edit)`.
    """
    change = edit.change
    borrowing = Borrowing(ours, file_of(change.old))
    special = SPECIAL.get(change.kind)
    if special is not None:
        special[way](edit, ours, borrowing)
        return
    if change.absent or change.kind not in KEYWORDS:
        return
    there = ours.value(change.old)
    if way == 0 and change.kind != "type-changed":
        adopt(there, change.new, KEYWORDS[change.kind], borrowing)
    elif way == 1:
        adopt_own(there, change.new, borrowing)
    else:
        adopt_all(there, change.new, borrowing)


def ways(edit: Edit) -> int:
    """In how many ways it can be made.

    Of keywords: the narrowest edit, all of the place, and the place down to its bottom.
    """
    special = SPECIAL.get(edit.change.kind)
    return 3 if special is None else len(special)


def remove(edit: Edit, ours: Edition, _: Borrowing) -> None:
    delete(ours, edit.change.old)


Special = Callable[[Edit, Edition, Borrowing], None]

SPECIAL: dict[str, tuple[Special, ...]] = {
    "operation-added": (add_operation,),
    "operation-removed": (remove_operation,),
    "server-added": (add_server,),
    "server-removed": (remove,),
    "security-added": (security,),
    "security-tightened": (security,),
    "security-loosened": (security,),
    "security-override-removed": (security,),
    "parameter-added": (add_parameter,),
    "required-parameter-added": (add_parameter,),
    "parameter-removed": (remove_parameter,),
    "required-parameter-removed": (remove_parameter,),
    "body-added": (add_body,),
    "required-body-added": (add_body,),
    "body-removed": (remove_body,),
    "media-type-added": (add_media_type,),
    "media-type-removed": (remove,),
    "media-range-narrowed": (remove,),
    "error-media-type-added": (add_media_type,),
    "error-media-type-removed": (remove,),
    "success-status-added": (add_status,),
    "error-status-added": (add_status,),
    "success-status-removed": (remove_status,),
    "success-range-narrowed": (remove_status,),
    "error-status-removed": (remove_status,),
    "property-added": (add_property,),
    "property-added-to-closed": (add_property,),
    "required-property-added": (add_property,),
    "property-removed": (remove_property, remove_inherited_property),
    "property-no-longer-accepted": (remove_property, remove_inherited_property),
    "property-became-required": (require,),
    "property-no-longer-required": (no_longer_require,),
    "branch-added": (add_branch,),
    "branch-removed": (remove_branch,),
}
"""What is written by more than keywords of one place; each in the ways to do it."""
