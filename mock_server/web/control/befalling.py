"""Faults, latencies and scenarios of a session: set, listed and taken back."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any, TypeAlias

from mock_server.exchange import Response
from mock_server.faults.fault import TAKES
from mock_server.faults.named import Named, given, named, profile_names
from mock_server.faults.reading import dated, read_rules
from mock_server.faults.rules import Rule, Scenario, counted_as
from mock_server.faults.tables import suggestion
from mock_server.session import Conditions
from mock_server.web.control.room import Visit, done, missing, told
from mock_server.web.targets import check_rules

Raw: TypeAlias = Mapping[str, Any]


def rules(visit: Visit) -> Response:
    """Those that are not forgotten yet; the configuration's are not among them."""
    kept = _living_rules(visit, visit.session.conditions)
    return told({"rules": _counted(visit, kept, "matched")})


def add(visit: Visit) -> Response:
    """One more rule, after the others."""
    rule = visit.request.body
    # What is wrong with it is told as if it were the only one.
    check_rules(read_rules([rule]), visit.room.served)

    def added(now: Conditions) -> Conditions:
        kept = _living_rules(visit, now)
        new = _new(visit, [rule], taken=(*kept, *now.scenarios), kind="rule")
        return _read(replace(now, rules=(*kept, *new)))

    changed = visit.session.change(added)
    return told(_counted(visit, changed.rules[-1:], "matched")[0], 201)


def replace_all(visit: Visit) -> Response:
    """These rules and no others, not even those of the configuration."""
    wanted = visit.request.body["rules"]
    check_rules(read_rules(wanted), visit.room.served)

    def replaced(now: Conditions) -> Conditions:
        new = _new(visit, wanted, taken=now.scenarios, kind="rule")
        return _read(replace(now, rules=new, configured=False))

    visit.session.change(replaced)
    return rules(visit)


def delete_all(visit: Visit) -> Response:
    """Nothing befalls the session's requests any more but scenarios."""
    visit.session.change(lambda now: replace(now, rules=(), configured=False))
    return done()


def delete(visit: Visit) -> Response:
    wanted = visit.request.path["id"]
    if wanted not in _ids(visit.session.conditions.rules):
        raise missing(f"rule {wanted!r}", "GET /_mock/faults tells which there are")
    visit.session.change(lambda now: replace(now, rules=_without(now.rules, {wanted})))
    return done()


def kinds(visit: Visit) -> Response:
    known = [{"kind": kind, "takes": sorted(takes)} for kind, takes in TAKES.items()]
    return told({"kinds": known})


def profiles(visit: Visit) -> Response:
    return told({"profiles": [_profile(named(name)) for name in profile_names()]})


def _profile(profile: Named) -> dict[str, Any]:
    return {
        "name": profile.name,
        "about": profile.about,
        "sources": profile.sources,
        "rules": [rule.id for rule in profile.rules.rules],
        "scenarios": [scenario.id for scenario in profile.rules.scenarios],
        "assumed": sorted(profile.assumed),
    }


def use_profile(visit: Visit) -> Response:
    """The rules and scenarios of a profile, after the session's own; they begin anew."""
    name = visit.request.path["name"]
    if name not in profile_names():
        raise missing(f"profile {name!r}", suggestion(name, profile_names()))
    new_rules, new_scenarios = given(name)

    def used(now: Conditions) -> Conditions:
        known = _without(_living_rules(visit, now), _ids(new_rules))
        others = _without(_living_scenarios(visit, now), _ids(new_scenarios))
        return _read(
            replace(
                now,
                rules=(*known, *dated(new_rules, visit.room.now)),
                scenarios=(*others, *dated(new_scenarios, visit.room.now)),
            )
        )

    visit.session.change(used)
    return rules(visit)


def scenarios(visit: Visit) -> Response:
    """Those that were started and are not forgotten yet, with how far they have come."""
    kept = _living_scenarios(visit, visit.session.conditions)
    return told({"scenarios": _progress(visit, kept)})


def start(visit: Visit) -> Response:
    """A scenario begins, anew if one of its id is there."""
    scenario = visit.request.body
    check_rules(read_rules([], [scenario]), visit.room.served)

    def started(now: Conditions) -> Conditions:
        kept = _without(_living_scenarios(visit, now), _ids([scenario]))
        new = _new(visit, [scenario], taken=(*kept, *now.rules), kind="scenario")
        return _read(replace(now, scenarios=(*kept, *new)))

    changed = visit.session.change(started)
    return told(_progress(visit, changed.scenarios[-1:])[0], 201)


def stop_all(visit: Visit) -> Response:
    visit.session.change(lambda now: replace(now, scenarios=()))
    return done()


def stop(visit: Visit) -> Response:
    wanted = visit.request.path["id"]
    if wanted not in _ids(visit.session.conditions.scenarios):
        raise missing(f"scenario {wanted!r}", "GET /_mock/scenarios tells which there are")
    visit.session.change(lambda now: replace(now, scenarios=_without(now.scenarios, {wanted})))
    return done()


def _new(visit: Visit, wanted: Sequence[Raw], taken: Iterable[Raw], kind: str) -> tuple[Any, ...]:
    """With ids that are not taken, and the moments when they were set and are forgotten."""
    ids = {*_ids(taken), *_ids(wanted)}
    free = (f"{kind}-{number}" for number in count(1) if f"{kind}-{number}" not in ids)
    with_ids = [one if "id" in one else {"id": next(free), **one} for one in wanted]
    return dated(with_ids, visit.room.now)


def _read(conditions: Conditions) -> Conditions:
    """The conditions themselves, once it is sure that they can be read again."""
    read_rules(conditions.rules, conditions.scenarios)
    return conditions


def _living_rules(visit: Visit, conditions: Conditions) -> tuple[Raw, ...]:
    return _living(visit, conditions.rules, read_rules(conditions.rules).rules)


def _living_scenarios(visit: Visit, conditions: Conditions) -> tuple[Raw, ...]:
    return _living(visit, conditions.scenarios, read_rules([], conditions.scenarios).scenarios)


def _living(visit: Visit, raw: Sequence[Raw], read: Sequence[Rule | Scenario]) -> tuple[Raw, ...]:
    now = visit.room.now
    pairs = zip(raw, read, strict=True)
    return tuple(one for one, it in pairs if it.expires is None or now < it.expires)


def _counted(visit: Visit, rules: Sequence[Raw], event: str) -> list[dict[str, Any]]:
    """Rules or scenarios with how often something happened to them."""
    with visit.room.store.transaction(visit.session.name) as state:
        return [{**one, event: state.counted(f"{_count_of(one)} {event}")} for one in rules]


def _count_of(one: Raw) -> str:
    set_at = one.get("set_at")
    return counted_as(one["id"], datetime.fromisoformat(set_at) if set_at else None)


def _progress(visit: Visit, raw: Sequence[Raw]) -> list[dict[str, Any]]:
    read = read_rules([], raw).scenarios
    counted = _counted(visit, raw, "met")
    return [
        {**one, "is_over": scenario.step_at(one["met"]) is None}
        for one, scenario in zip(counted, read, strict=True)
    ]


def _ids(these: Iterable[Raw]) -> set[str]:
    return {one["id"] for one in these if "id" in one}


def _without(these: Sequence[Raw], ids: Container[str]) -> tuple[Raw, ...]:
    return tuple(one for one in these if one["id"] not in ids)
