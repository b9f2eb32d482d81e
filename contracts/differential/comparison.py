"""What differs between two answers to one question, whatever their values are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.checks.spots import spots
from contracts.finding import Finding, Severity
from contracts.judge import judged
from contracts.observed import NOT_JSON, Observed
from contracts.schema.pointers import pointer as pointer_of

Json = Any

CHECK = "differential"

PASSING = frozenset(
    {"accept-ranges", "age", "alt-svc", "cache-control", "connection", "content-encoding"}
    | {"content-length", "content-security-policy", "date", "etag", "expires", "keep-alive"}
    | {"last-modified", "pragma", "server", "set-cookie", "strict-transport-security"}
    | {"transfer-encoding", "vary", "via", "x-powered-by", "x-request-id"}
)
"""Headers of the way and of the moment: nobody promises the same ones."""

APART = ("mock-", "access-control-")
"""How headers begin that a mock adds about itself, or a server for browsers of other sites."""


def differences(one: Observed, other: Observed) -> Iterator[Finding]:
    """Of outcome, media type, shape, types, headers, and of what checks find."""
    pair = Pair(one, other)
    if one.status // 100 != other.status // 100:
        yield pair.finding("outcome", "", str(one.status), str(other.status))
        return
    if one.status != other.status:
        yield pair.finding("status", "", str(one.status), str(other.status), "warning")
    if one.media_type != other.media_type:
        said = [each.media_type or "none" for each in (one, other)]
        yield pair.finding("media-type", "header:content-type", said[0], said[1])
    elif one.json is not NOT_JSON and other.json is not NOT_JSON:
        yield from _of_shape(pair)
    yield from _of_headers(pair)
    yield from _of_checks(pair)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two answers; the first is what the second is held against."""

    one: Observed
    other: Observed

    def finding(
        self,
        keyword: str,
        pointer: str,
        expected: str,
        actual: str,
        severity: Severity = "error",
    ) -> Finding:
        return Finding(
            check=CHECK,
            operation=self.one.operation,
            status=self.other.status,
            pointer=pointer,
            keyword=keyword,
            expected=expected,
            actual=actual,
            severity=severity,
        )


def _of_shape(pair: Pair) -> Iterator[Finding]:
    """What has another state (a report that is ready, one that is not) may have other fields."""
    one, other = shape(pair.one.json), shape(pair.other.json)
    moved = _moved(states(pair.one), states(pair.other))
    for pointer in sorted(one.keys() | other.keys()):
        here, there = one.get(pointer, frozenset()), other.get(pointer, frozenset())
        parent = pointer.rpartition("/")[0]
        if here and there:
            if not (here & there) and "null" not in here | there:
                yield pair.finding("type", pointer, _words(here), _words(there))
        elif any(_is_in(pointer, each) for each in moved):
            continue
        elif parent in one and parent in other and not pointer.endswith("/*"):
            said = ("there" if here else "not there", "there" if there else "not there")
            yield pair.finding("presence", pointer, said[0], said[1], "warning")


def states(observed: Observed) -> Mapping[str, frozenset[str]]:
    """By the pointer of an object what its fields say that are one of a documented few."""
    found: dict[str, set[str]] = defaultdict(set)
    for spot in spots(observed):
        is_one_of_few = any("enum" in each for each in spot.ground.schemas)
        if spot.path and isinstance(spot.value, str) and is_one_of_few:
            found[pointer_of(spot.path[:-1])].add(f"{spot.path[-1]} {spot.value}")
    return {pointer: frozenset(said) for pointer, said in found.items()}


def _moved(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> list[str]:
    """The objects that are in other states."""
    return [each for each in one.keys() & other.keys() if one[each] != other[each]]


def _is_in(pointer: str, above: str) -> bool:
    return pointer.startswith(f"{above}/")


def shape(value: Json) -> Mapping[str, frozenset[str]]:
    """The types at each pointer, `*` standing for any element of a list."""
    found: dict[str, set[str]] = defaultdict(set)
    _shape_into(value, "", found)
    return {pointer: frozenset(types) for pointer, types in found.items()}


def _shape_into(value: Json, pointer: str, found: dict[str, set[str]]) -> None:
    found[pointer].add(_type(value))
    if isinstance(value, dict):
        for key, inner in value.items():
            escaped = str(key).replace("~", "~0").replace("/", "~1")
            _shape_into(inner, f"{pointer}/{escaped}", found)
    elif isinstance(value, list):
        for inner in value:
            _shape_into(inner, f"{pointer}/*", found)


def _type(value: Json) -> str:
    """JSON's own types; whole numbers are numbers."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _words(types: frozenset[str]) -> str:
    return " or ".join(sorted(types))


def _of_headers(pair: Pair) -> Iterator[Finding]:
    one, other = _headers(pair.one), _headers(pair.other)
    for name in sorted(one ^ other):
        said = ("there", "not there") if name in one else ("not there", "there")
        yield pair.finding("header", f"header:{name}", said[0], said[1], "warning")


def _headers(observed: Observed) -> set[str]:
    names = {name.lower() for name in observed.response.headers}
    return {one for one in names - PASSING - {"content-type"} if not one.startswith(APART)}


def _of_checks(pair: Pair) -> Iterator[Finding]:
    """What only one of them does wrong."""
    one = {(each.check, each.pointer, each.keyword) for each in judged(pair.one)}
    other = {(each.check, each.pointer, each.keyword) for each in judged(pair.other)}
    for check, pointer, keyword in sorted(one ^ other):
        kept, broken = f"{check} kept", f"{check} broken"
        said = (broken, kept) if (check, pointer, keyword) in one else (kept, broken)
        yield pair.finding(f"{check}:{keyword}", pointer, said[0], said[1], "warning")
