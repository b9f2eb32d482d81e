"""Conditions on the rows of a batch report: who called whom, tags, billing groups.

Conditions are joined from the left: all that begin with `and` have to be met, or any one of those
that begin with `or`. Within one condition everything has to be met. ASSUMED.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.layout import Layout
from mock_server.vendors.telnyx.records.attributes import BILLING_GROUP_ID, TAGS

Kept: TypeAlias = NDArray[np.bool_]
Keep: TypeAlias = Callable[[Columns], Kept]
"""Which of some records are wanted."""

Condition: TypeAlias = Mapping[str, Any]

SEPARATOR = "\t"
"""Neither numbers nor the names of senders have it."""


@dataclass(frozen=True)
class Ends:
    """Fields of who called (`cli`) and who was called (`cld`), as rows show them."""

    cli: Field[Columns]
    cld: Field[Columns]

    def texts(self, columns: Columns) -> Mapping[str, list[str]]:
        """The texts of both, by name."""
        lines = self._layout.csv(columns).decode().splitlines()
        pairs = [line.split(SEPARATOR) for line in lines]
        return {"cli": [pair[0] for pair in pairs], "cld": [pair[1] for pair in pairs]}

    @cached_property
    def _layout(self) -> Layout[Columns]:
        return Layout((self.cli, self.cld), separator=SEPARATOR)


def keeping(conditions: Sequence[Condition], ends: Ends) -> Keep:
    """What tells which of some records meet the conditions.

    Args:
        ends: as the rows show them.
    """

    def keep(columns: Columns) -> Kept:
        texts = ends.texts(columns)
        kept = np.ones(len(columns), bool)
        for condition in conditions:
            met = _met(condition, columns, texts)
            kept = kept | met if condition.get("filter_type") == "or" else kept & met
        return kept

    return keep


def compared(cell: str, part: str, how: str) -> bool:
    """Whether a number is the one that is looked for, or has it in it.

    Args:
        how: one of `COMPARISONS`; without one they have to be equal. The plus may be missing where
            a number begins.
    """
    if how == "contains":
        return part in cell
    if how == "ends_with":
        return cell.endswith(part)
    cell, part = cell.removeprefix("+"), part.removeprefix("+")
    return cell.startswith(part) if how == "starts_with" else cell == part


def _met(condition: Condition, columns: Columns, texts: Mapping[str, list[str]]) -> Kept:
    met = np.ones(len(columns), bool)
    for end in ("cli", "cld"):
        if part := str(condition.get(end) or ""):
            how = str(condition.get(f"{end}_filter") or "")
            met &= np.array([compared(cell, part, how) for cell in texts[end]], bool)
    for member, word in (("tags_list", TAGS), ("billing_group", BILLING_GROUP_ID)):
        if wanted := condition.get(member):
            named = [text == wanted for _, text in word.texts(columns.stream)]
            met &= np.array(named, bool).take(word.index(columns))
    return met
