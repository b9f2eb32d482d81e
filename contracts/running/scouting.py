"""Before an operation is judged: its neighbours are asked for what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from contracts.cases.generation import Generation
from contracts.cases.sent import Sent
from contracts.contract import Contract, Promise
from contracts.running.sender import Sender

MOST_NEIGHBOURS = 6
MOST_ASKED = 3

PAUSE_S = 120.0
"""Until what was ordered is made, where time can be let go by."""

Right = Callable[[Promise], Iterator[Sent]]
"""The right cases of an operation, those that are listed."""


def right(generation: Generation) -> Right:
    """The right ones among all that are listed."""

    def cases(promise: Promise) -> Iterator[Sent]:
        if promise.key in generation.makers:
            for one in generation.listed(promise.key):
                if one.expectation == "accepted":
                    yield one

    return cases


def scout(
    promise: Promise, contract: Contract, sender: Sender, right: Right, pause_s: float = PAUSE_S
) -> None:
    """Have made, listed and shown what an operation with an id in its path may be asked for."""
    if "{" not in promise.operation.path:
        return
    created = 3 if promise.operation.method == "DELETE" else 1
    for neighbour in neighbours(promise, contract):
        times = created if neighbour.operation.method == "POST" else 1
        for _ in range(times):
            ask(right(neighbour), sender)
        sender.later(pause_s)


def ask(cases: Iterable[Sent], sender: Sender) -> None:
    """Until one is answered."""
    for sent in islice(cases, MOST_ASKED):
        observed = sender.send(sent)
        if observed is not None and observed.status < 300:
            return


def neighbours(promise: Promise, contract: Contract) -> Iterator[Promise]:
    """What creates, then what lists, then what shows one: of the same collection, the same file."""
    known = [one for one in contract.promises.values() if one.file == promise.file]
    top = promise.operation.path.split("/{")[0]
    ranked = sorted(
        (one for one in known if one.operation.method in ("GET", "POST")),
        key=lambda one: (
            not one.operation.path.startswith(top),
            one.operation.path.count("{"),
            one.operation.method != "POST",
        ),
    )
    asked = [one for one in ranked if one.key != promise.key][:MOST_NEIGHBOURS]
    yield from sorted(asked, key=lambda one: one.operation.path.count("{"))
