"""From every operation through the schemas it uses: who is concerned, and where it is for a reader.

A pair of schemas is looked at once for each direction. The first operation that leads to it, in the
order of their names, lends it its readable place; all others are listed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from contracts.drift.change import Change, Direction
from contracts.drift.schemas.node import Node
from contracts.drift.schemas.pair import Pairs
from contracts.drift.schemas.shape_pair import Edge


class Root(NamedTuple):
    """Where an operation uses a schema."""

    operation: int
    direction: Direction
    where: str
    old: Node
    new: Node


class Found(NamedTuple):
    """A change, and where it was come upon first."""

    change: Change
    direction: Direction
    where: str
    operations: int
    """A bit for each operation that it concerns."""
    is_unsent: bool


class _State:
    """A pair of schemas in one direction, sent or not."""

    __slots__ = ("is_unsent", "label", "new", "old", "operations", "parent")

    def __init__(
        self, old: Node, new: Node, label: str, parent: _State | None, unsent: bool
    ) -> None:
        self.old = old
        self.new = new
        self.label = label
        self.parent = parent
        self.is_unsent = unsent
        self.operations = 0

    @property
    def where(self) -> str:
        labels: list[str] = []
        state: _State | None = self
        while state is not None:
            labels.append(state.label)
            state = state.parent
        return "".join(reversed(labels))


class Walk:
    """The walk in one direction."""

    def __init__(self, pairs: Pairs, direction: Direction) -> None:
        self.pairs = pairs
        self.direction: Direction = direction
        self.states: dict[tuple[int, int, bool], _State] = {}

    def found(self, roots: list[Root]) -> list[Found]:
        """All changes of this direction, the roots given in the order of their operations."""
        tops = [self.reach(root) for root in roots]
        changed = [
            (change, state)
            for state in self.states.values()
            for change in self.pairs.compare(state.old, state.new).changes
            if change.only in {None, self.direction}
        ]
        if changed:
            self.spread(deque(dict.fromkeys(tops)))
        return [self.told(change, state) for change, state in changed]

    def told(self, change: Change, state: _State) -> Found:
        is_unsent = state.is_unsent or self.direction in change.unsent
        where = state.where + change.label
        return Found(change, self.direction, where, state.operations, is_unsent)

    def reach(self, root: Root) -> _State:
        """Visit what the root leads to and nothing before it led to."""
        key = (id(root.old), id(root.new), False)
        if (top := self.states.get(key)) is None:
            top = self.states[key] = _State(root.old, root.new, root.where, None, False)
            waiting = deque([top])
            while waiting:
                waiting.extend(self.unvisited(waiting.popleft()))
        top.operations |= 1 << root.operation
        return top

    def unvisited(self, state: _State) -> Iterator[_State]:
        for edge in self.pairs.compare(state.old, state.new).edges:
            key = self.key(state, edge)
            if key not in self.states:
                child = _State(edge.old, edge.new, edge.label, state, key[2])
                self.states[key] = child
                yield child

    def spread(self, waiting: deque[_State]) -> None:
        """Tell every schema the operations of those that lead to it."""
        while waiting:
            state = waiting.popleft()
            for edge in self.pairs.compare(state.old, state.new).edges:
                child = self.states[self.key(state, edge)]
                if state.operations & ~child.operations:
                    child.operations |= state.operations
                    waiting.append(child)

    def key(self, state: _State, edge: Edge) -> tuple[int, int, bool]:
        is_unsent = state.is_unsent or self.direction in edge.unsent
        return (id(edge.old), id(edge.new), is_unsent)
