"""What schemas take over from others, by `allOf` or by a discriminator, is told where it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contracts.drift.acme import TEXT, WHOLE, Json, drift, told, with_schema


def thing(*required: str, **fields: Any) -> Json:
    return {"type": "object", "properties": fields, "required": list(required)}


def words(*values: str) -> Json:
    return {**TEXT, "enum": list(values)}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def told_by(*kinds: str) -> Json:
    mapping = {kind: f"#/components/schemas/{kind.capitalize()}" for kind in kinds}
    return {"discriminator": {"propertyName": "kind", "mapping": mapping}}


def vehicles(**fields: Any) -> Json:
    """Kinds that are told by a discriminator of what they have in common, and by nothing else."""
    common = {**thing("kind", kind=TEXT, id=TEXT), **told_by("bike", "tram")}
    schemas = {
        "Vehicle": common,
        "Bike": {"allOf": [ref("Vehicle"), thing(**fields)]},
        "Tram": {"allOf": [ref("Vehicle"), thing(line=TEXT)]},
    }
    return {"components": {"schemas": schemas}}


def test_kinds_that_only_a_discriminator_leads_to_are_looked_into() -> None:
    old = with_schema("response", ref("Vehicle"), "3.0.3", **vehicles(gears=WHOLE, brakes=WHOLE))
    new = with_schema("response", ref("Vehicle"), "3.0.3", **vehicles(gears=TEXT))

    found = drift(old, new).findings

    assert [(f.kind, f.where) for f in found] == [
        ("property-removed", "response 200.it(bike).brakes"),
        ("type-changed", "response 200.it(bike).gears"),
    ]


def test_one_kind_does_not_answer_for_the_others() -> None:
    old = with_schema("response", ref("Tram"), "3.0.3", **vehicles(gears=WHOLE))
    new = with_schema("response", ref("Tram"), "3.0.3", **vehicles(gears=TEXT))

    assert told(old, new) == []


def fleet(common: Json) -> Json:
    """Three kinds that take over the same component."""
    own = {name: thing(**{name: TEXT}) for name in ("gears", "line", "harbour")}
    schemas = {name: {"allOf": [ref("Common"), fields]} for name, fields in own.items()}
    shared = {"components": {"schemas": {**schemas, "Common": common}}}
    tree = with_schema("response", {"oneOf": [ref(name) for name in own]}, "3.0.3", **shared)
    return json.loads(json.dumps(tree))  # type: ignore[no-any-return] # no two places are one object


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (thing("id", id=TEXT), thing(id=TEXT), "property-no-longer-required"),
        (thing(id=TEXT), thing("id", id=TEXT), "property-became-required"),
        ({**thing(id=TEXT), "minProperties": 2}, thing(id=TEXT), "constraint-removed"),
        (thing(id=TEXT, at=TEXT), thing(id=TEXT), "property-removed"),
        (thing(id=TEXT), thing(id=WHOLE), "type-changed"),
    ],
)
def test_what_kinds_have_in_common_is_told_once(before: Json, after: Json, kind: str) -> None:
    found = drift(fleet(before), fleet(after)).findings

    assert [finding.kind for finding in found] == [kind]
    assert found[0].old_pointer.startswith("/components/schemas/Common")


def test_a_component_in_many_wrappers_is_told_once() -> None:
    def wrapped(*values: str) -> Json:
        wrapper = {"allOf": [ref("State")], "description": "Which."}
        schema = thing(first=wrapper, second={**wrapper, "nullable": True})
        shared = {"components": {"schemas": {"State": words(*values)}}}
        return with_schema("response", schema, "3.0.3", **shared)

    found = drift(wrapped("on"), wrapped("on", "off")).findings

    assert [(f.kind, f.old_pointer) for f in found] == [
        ("enum-value-added", "/components/schemas/State")
    ]
