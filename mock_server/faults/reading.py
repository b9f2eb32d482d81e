"""Rules and scenarios from JSON or TOML; what is wrong is said with its place and its mending.

A rule: `{"match": {"operation": "list-reports"}, "fault": {"kind": "status", "status": 503},
"probability": 0.1}`. A scenario: `{"match": {...}, "steps": [{"fault": "reset"}, {"latency":
"90s"}]}`. Their keys are those of `faults.rules`; `docs/faults.md` shows them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, cast

import orjson

from mock_server.errors import ConfigError
from mock_server.faults.fault import LOSING, OF_CALLBACKS, TAKES, Fault, FaultKind, Lost
from mock_server.faults.latency import Latency, parse_latency
from mock_server.faults.matching import Match
from mock_server.faults.rules import Rule, Rules, Scenario, Step
from mock_server.faults.tables import Table, suggestion, wrong

FORGOTTEN_AFTER_S = 3600.0
"""How long a rule lasts that somebody set on a running server without saying: our own bound."""

LONGEST_S = 366 * 86_400.0

MOST = 1_000
"""Rules, scenarios, and steps of one: our own bound."""

_ID = re.compile(r"[A-Za-z0-9._~-]{1,100}\Z")

_MATCH = ("vendor", "operation", "method", "path", "query", "headers", "body")
_DATES = ("id", "name", "set_at", "expires", "expires_s")
_RULE = (*_DATES, "match", "fault", "latency", "probability", "nth", "every", "begins", "ends",
         "uses")  # fmt: skip
_SCENARIO = (*_DATES, "match", "steps", "repeats")
_STEP = ("match", "fault", "latency", "times")


def read_rules(rules: Sequence[Any], scenarios: Sequence[Any] = ()) -> Rules:
    """Rules and scenarios as JSON has them. One that has no id is called after its place.

    Raises:
        ConfigError: one of them makes no sense, or two have the same id.
    """
    read = Rules(
        tuple(_rule(value, n, f"rules[{n}]") for n, value in enumerate(_list(rules, "rules"))),
        tuple(
            _scenario(value, n, f"scenarios[{n}]")
            for n, value in enumerate(_list(scenarios, "scenarios"))
        ),
    )
    ids = [*(rule.id for rule in read.rules), *(scenario.id for scenario in read.scenarios)]
    for one in ids:
        if ids.count(one) > 1:
            raise wrong(f"the id {one!r}", "there are two of it", "give one of them another id")
    return read


def dated(
    given: Sequence[Any], now: datetime, lasts_s: float | None = FORGOTTEN_AFTER_S
) -> tuple[Any, ...]:
    """Rules or scenarios as they are to be kept: with an id, and the moment when they end.

    Args:
        given: good ones, as JSON or TOML has them.
        now: by the server's own clock.
        lasts_s: of those that do not say; None for ever.
    """
    return tuple(_dated(one, now, lasts_s, place) for place, one in enumerate(given))


def _dated(given: Mapping[str, Any], now: datetime, lasts_s: float | None, place: int) -> Any:
    kept = dict(given)
    seconds = kept.pop("expires_s", lasts_s)
    if "expires" not in kept and seconds is not None:
        kept["expires"] = now + timedelta(seconds=seconds)
    kept["set_at"] = now
    as_json = orjson.dumps([kept, place], option=orjson.OPT_UTC_Z)
    kept.setdefault("id", blake2b(as_json, digest_size=5).hexdigest())
    return orjson.loads(orjson.dumps(kept, option=orjson.OPT_UTC_Z))


def _rule(value: Any, place: int, where: str) -> Rule:
    table = Table(value, where, _RULE)
    fault, latency = _meets(table)
    if fault is None and latency is None:
        fix = 'write fault = { kind = "status", status = 503 }, or latency = "200ms..400ms"'
        raise wrong(where, "it has neither a fault nor a latency", fix)
    match = _match(table)
    if fault is not None and fault.kind in OF_CALLBACKS and match.operation:
        fix = "match a callback by vendor, method, path of its URL, query, headers or body"
        raise wrong(f"{where}.match.operation", "a callback is not an operation's", fix)
    return Rule(
        id=_id(table, f"rule-{place + 1}"),
        match=match,
        fault=fault,
        latency=latency,
        name=table.text("name"),
        probability=table.number("probability", 0, 1, 1.0),
        nth=table.whole("nth", 0, 10**9),
        every=table.whole("every", 0, 10**9),
        begins=table.moment("begins"),
        ends=table.moment("ends"),
        uses=table.whole("uses", 0, 10**9),
        expires=_expires(table),
        set_at=table.moment("set_at"),
    )


def _scenario(value: Any, place: int, where: str) -> Scenario:
    table = Table(value, where, _SCENARIO)
    match = _match(table)
    steps = _list(table.values.get("steps", ()), f"{where}.steps")
    if not steps:
        raise wrong(where, "it has no steps", 'write steps = [{ fault = "reset" }, {}]')
    return Scenario(
        id=_id(table, f"scenario-{place + 1}"),
        steps=tuple(_step(one, match, f"{where}.steps[{n}]") for n, one in enumerate(steps)),
        name=table.text("name"),
        repeats=table.flag("repeats"),
        expires=_expires(table),
        set_at=table.moment("set_at"),
    )


def _step(value: Any, match: Match, where: str) -> Step:
    table = Table(value, where, _STEP, '{ fault = "reset" }, or { latency = "1s" }, or {}')
    fault, latency = _meets(table)
    if fault is not None and fault.kind in OF_CALLBACKS:
        fix = "set a rule for it"
        raise wrong(f"{where}.fault", "the steps of a scenario are met by requests", fix)
    own = _match(table) if "match" in table else match
    return Step(own, fault, latency, table.whole("times", 1, 10**9, 1))


def _meets(table: Table) -> tuple[Fault | None, Latency | None]:
    fault = read_fault(table.values["fault"], table.at("fault")) if "fault" in table else None
    latency = _latency(table) if "latency" in table else None
    return fault, latency


def read_fault(value: Any, where: str = "fault") -> Fault:
    """A fault: a table, or its kind alone.

    Raises:
        ConfigError: it makes no sense.
    """
    given = {"kind": value} if isinstance(value, str) else value
    everything = {"kind"}.union(*TAKES.values())
    table = Table(given, where, everything, '{ kind = "status", status = 503 }')
    kind = cast("FaultKind", table.choice("kind", TAKES))
    for key in table.values:
        if key not in TAKES[kind] and key != "kind":
            takes = ", ".join(sorted(TAKES[kind])) or "nothing"
            fix = suggestion(key, TAKES[kind]) if TAKES[kind] else "leave it out"
            raise wrong(table.at(key), f"{kind!r} takes {takes}", fix)
    if kind == "status" and "status" not in table:
        raise wrong(where, "it does not say which status", "write status = 503")
    if kind == "stale_callback" and "seconds" not in table:
        raise wrong(where, "it does not say after how many seconds", "write seconds = 60")
    return _fault(kind, table)


def _fault(kind: FaultKind, table: Table) -> Fault:
    field = table.text("field")
    if field and not field.startswith("/"):
        raise wrong(table.at("field"), f"{field!r:.80} is no JSON pointer", 'write "/data/*/id"')
    retry_after = table.number("retry_after_s", 0, 86_400) if "retry_after_s" in table else None
    lost = table.choice("lost", ("request", "response"), LOSING.get(kind, "response"))
    return Fault(
        kind,
        lost=cast("Lost", lost),
        status=table.whole("status", 200, 599, 200) if kind == "status" else 0,
        retry_after_s=retry_after,
        headers=table.headers("headers"),
        seconds=table.number("seconds", 0, 86_400),
        part=table.number("part", 0, 0.999, 0.5),
        extra_bytes=table.whole("extra_bytes", 1, 10**9, 100),
        bytes_per_s=table.number("bytes_per_s", 0.1, 1e9, 1024.0),
        field=field,
    )


def _latency(table: Table) -> Latency:
    try:
        return parse_latency(table.text("latency"))
    except ConfigError as error:
        fix = "write 200ms, 1.5s, 200ms..400ms or lognormal(250ms, 0.4)"
        raise wrong(table.at("latency"), f"{error.what}: {error.why}", fix) from None


def _match(table: Table) -> Match:
    return read_match(table.values.get("match", {}), table.at("match"))


def read_match(value: Any, where: str) -> Match:
    """What requests must be, as JSON has it.

    Raises:
        ConfigError: it makes no sense.
    """
    given = Table(value, where, _MATCH, '{ operation = "GET /path" }')
    query, headers, body = (given.texts(key) for key in ("query", "headers", "body"))
    for pointer in body:
        if not pointer.startswith("/"):
            fix = 'write "/product", or "/filter/0/name"'
            raise wrong(given.at("body"), f"{pointer!r:.80} is no JSON pointer", fix)
    return Match(
        given.text("vendor"),
        given.text("operation"),
        given.text("method"),
        given.text("path"),
        query,
        headers,
        body,
    )


def _id(table: Table, otherwise: str) -> str:
    found = table.text("id", otherwise)
    if not _ID.match(found):
        why = f"{found!r:.80} is not 1 to 100 letters, digits, '.', '_', '~' or '-'"
        raise wrong(table.at("id"), why, "leave it out, and it gets one")
    return found


def _expires(table: Table) -> datetime | None:
    """When it is forgotten. A number of seconds counts from the moment when it was set."""
    if "expires_s" not in table:
        return table.moment("expires")
    seconds, set_at = table.number("expires_s", 0, LONGEST_S), table.moment("set_at")
    if "expires" in table:
        raise wrong(table.at("expires_s"), "there is `expires`, too", "leave one of them out")
    return None if set_at is None else set_at + timedelta(seconds=seconds)


def _list(value: Any, where: str) -> list[Any]:
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise wrong(where, f"{value!r:.80} is no list", "write [ ... ]")
    listed = list(value)
    if len(listed) > MOST:
        raise wrong(where, f"there are more than {MOST}", "leave out what is not needed any more")
    return listed
