"""Two versions of an API, compared."""

from __future__ import annotations

from contracts.drift.change import Change
from contracts.drift.finding import Names, Report, findings
from contracts.drift.operations.bodies import Bodies, Responses
from contracts.drift.operations.collector import Collector, deprecation
from contracts.drift.operations.contract import Contract, Operation, contract
from contracts.drift.operations.pairing import Paired, paired
from contracts.drift.operations.parameters import parameters
from contracts.drift.operations.security import security_change, token_changes
from contracts.drift.operations.servers import server_changes
from contracts.drift.place import Place, follow, landed
from contracts.drift.reading.documents import Document, documents
from contracts.drift.rules import DIRECTIONS
from contracts.drift.schemas.pair import Pairs
from contracts.drift.schemas.stock import Schemas
from contracts.drift.walk import Found, Walk

WHOLE_API = Names("the whole API", "")


def compare_named(old: str, new: str) -> Report:
    """Compare what two arguments of the command name.

    Raises:
        SpecError, ConfigError: one of them cannot be read, or is no OpenAPI document.
    """
    return compare(documents(old), documents(new))


def compare(old: list[Document], new: list[Document]) -> Report:
    """What a client that was written against `old` meets when it talks to `new`."""
    return Report(findings(*changes(old, new)))


def changes(old: list[Document], new: list[Document]) -> tuple[list[Found], list[Names]]:
    """What `compare` tells, not brought together yet, and the names of the operations."""
    before, after = contract(old), contract(new)
    pairs = Pairs(Schemas(), Schemas())
    together = paired(before, after)
    ordered = sorted(_all(together), key=lambda pair: _name(*pair).lasting)
    collector = Collector(pairs)
    for index, (one, other) in enumerate(ordered):
        collector.operation = index
        _compare(collector, one, other, (before, after))
    names = [_name(one, other) for one, other in ordered]
    found = list(collector.changes)
    for direction in DIRECTIONS:
        found += Walk(pairs, direction).found(collector.roots[direction])
    collector.operation, collector.changes = len(names), []
    for change in server_changes(before, after, hosts_only=together.has_moved):
        collector.tell(change, "request", "servers")
    return [*found, *collector.changes], [*names, WHOLE_API]


Either = tuple[Operation | None, Operation | None]


def _all(together: Paired) -> list[Either]:
    return [
        *together.kept,
        *((operation, None) for operation in together.removed),
        *((None, operation) for operation in together.added),
    ]


def _name(old: Operation | None, new: Operation | None) -> Names:
    operation = old or new
    if operation is None:
        raise ValueError("neither side has it")
    key = operation.key
    return Names((new or operation).name, f"{key.template} {key.method} {key.document}")


def _compare(
    collector: Collector,
    old: Operation | None,
    new: Operation | None,
    sides: tuple[Contract, Contract],
) -> None:
    if old is not None and new is not None:
        _kept(collector, old, new)
    elif old is not None:
        home = _paths(sides[1])
        collector.tell(Change("operation-removed", old.place, home, absent="new"), "request")
    elif new is not None:
        home = _paths(sides[0])
        collector.tell(Change("operation-added", home, new.place, absent="old"), "request")


def _kept(collector: Collector, old: Operation, new: Operation) -> None:
    """The same operation of both; of a webhook the client is the one who is asked."""
    sent, received = DIRECTIONS if not new.is_received else (DIRECTIONS[1], DIRECTIONS[0])
    homes = (old.place, new.place)
    for change in _beside(old, new):
        collector.tell(change, sent)
    if _are_same(collector, old, new):
        return
    collector.parameters(parameters(old), parameters(new), homes, sent, "")
    bodies = Bodies(collector, sent, "request body")
    bodies.compare_requests(_body(old), _body(new), homes)
    Responses(collector, received).compare(_responses(old), _responses(new))


def _are_same(collector: Collector, old: Operation, new: Operation) -> bool:
    """Whether parameters, bodies and responses need no look."""
    if not collector.pairs.sameness.of_whole(old.place, new.place):
        return False
    shared = [side.item.has("parameters") for side in (old, new)]
    homes = [side.item.child("parameters") for side in (old, new) if side.item.has("parameters")]
    return not any(shared) or (
        all(shared) and collector.pairs.sameness.of_whole(homes[0], homes[1])
    )


def _beside(old: Operation, new: Operation) -> list[Change]:
    found: list[Change | None] = []
    if not new.is_received:
        found = [security_change(old, new), *token_changes(old, new)]
    before, after = old.place.get("operationId"), new.place.get("operationId")
    if before != after:
        one, other = ("" if name is None else str(name) for name in (before, after))
        found.append(Change("operation-id-changed", old.place, new.place, "", one, other))
    if old.place.says("deprecated") != new.place.says("deprecated"):
        said = deprecation(new.place)
        found.append(Change("deprecation-changed", old.place, new.place, "", *said))
    return [change for change in found if change is not None]


def _body(operation: Operation) -> Place | None:
    if not operation.place.has("requestBody"):
        return None
    place = follow(operation.place.child("requestBody"))
    return place if place is not None and isinstance(place.value, dict) else None


def _responses(operation: Operation) -> Place:
    if not operation.place.has("responses"):
        return operation.place
    return landed(operation.place.child("responses"))


def _paths(side: Contract) -> Place:
    root = side.documents[0].root
    return root.child("paths") if root.has("paths") else root
