"""References to the names and addresses that schemas of 3.1 may have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from contracts.drift.comparison import compare_named
from mock_server.errors import SpecError

USER = {"type": "object", "properties": {"id": {"type": "string"}}}
POINTER = {"$ref": "#/components/schemas/User"}
NODE = {
    "type": "object",
    "properties": {
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
        "name": {"type": "string"},
    },
}


def written(folder: Path, name: str, schema: Any, **schemas: Any) -> str:
    content = {"application/json": {"schema": schema}}
    answers = {"responses": {"200": {"description": "", "content": content}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {"/users": {"get": answers}},
        "components": {"schemas": schemas},
    }
    file = folder / name
    file.write_bytes(orjson.dumps(document))
    return str(file)


SPELT: dict[str, tuple[Any, dict[str, Any]]] = {
    "an anchor": ({"$ref": "#user"}, {"User": {"$anchor": "user", **USER}}),
    "an anchor with an address": (
        {"$ref": "https://acme.example/user#it"},
        {"User": {"$id": "https://acme.example/user", "$anchor": "it", **USER}},
    ),
    "an address": ({"$ref": "User"}, {"User": {"$id": "User", **USER}}),
    "an address that is a name": ({"$ref": "urn:user"}, {"User": {"$id": "urn:user", **USER}}),
    "a pointer into what has an address": (
        {"$ref": "https://acme.example/all#/$defs/user"},
        {"All": {"$id": "https://acme.example/all", "$defs": {"user": USER}}},
    ),
    "a pointer from inside what has an address": (
        {"$ref": "#/components/schemas/All"},
        {
            "All": {
                "$id": "https://acme.example/all",
                "$ref": "#/$defs/user",
                "$defs": {"user": USER},
            }
        },
    ),
    "an address relative to another": (
        {"$ref": "#/components/schemas/All"},
        {
            "All": {
                "$id": "https://acme.example/v1/all",
                "$ref": "user",
                "$defs": {"user": {"$id": "user", **USER}},
            }
        },
    ),
    "a pointer from the top of the file all the same": (
        {"$ref": "#/components/schemas/All"},
        {"All": {"$id": "All", "$ref": "#/components/schemas/User"}, "User": USER},
    ),
    "a dynamic reference": ({"$dynamicRef": "#user"}, {"User": {"$dynamicAnchor": "user", **USER}}),
    "two references": (
        {"$ref": "#/components/schemas/User", "$dynamicRef": "#user"},
        {"User": {"$dynamicAnchor": "user", **USER}},
    ),
    "a name that needs escaping": ({"$ref": "#it"}, {"a/b~c%25": {"$anchor": "it", **USER}}),
}


@pytest.mark.parametrize("name", SPELT)
def test_they_lead_where_a_pointer_would(tmp_path: Path, name: str) -> None:
    schema, schemas = SPELT[name]
    plain = written(tmp_path, "plain.json", POINTER, User=USER)
    spelt = written(tmp_path, "spelt.json", schema, **schemas)
    other = written(tmp_path, "other.json", {"type": "object", "properties": {}})

    assert compare_named(plain, spelt).findings == ()
    assert compare_named(spelt, plain).findings == ()
    (gone,) = compare_named(spelt, other).findings
    assert (gone.kind, gone.where) == ("property-removed", "response 200.id")


def test_a_schema_may_refer_to_itself_so(tmp_path: Path) -> None:
    own = {"$id": "https://acme.example/node", **NODE}
    own["properties"] = {
        "children": {"type": "array", "items": {"$ref": "#"}},
        "name": {"type": "string"},
    }

    one = written(tmp_path, "one.json", {"$ref": "#/components/schemas/Node"}, Node=NODE)
    other = written(tmp_path, "other.json", {"$ref": "https://acme.example/node"}, Node=own)

    assert compare_named(one, other).findings == ()


def test_a_name_in_another_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "shapes.json").write_bytes(orjson.dumps({"User": {"$anchor": "user", **USER}}))

    plain = written(tmp_path, "plain.json", POINTER, User=USER)
    apart = written(tmp_path, "apart.json", {"$ref": "shapes.json#user"})

    assert compare_named(plain, apart).findings == ()


def test_what_looks_like_one_in_an_example_or_a_property_is_none(tmp_path: Path) -> None:
    fields = {"$id": {"type": "string"}, "$anchor": {"type": "string"}}
    schema = {"type": "object", "properties": fields, "example": {"$id": "a", "$dynamicRef": "#b"}}

    one = written(tmp_path, "one.json", schema)
    other = written(tmp_path, "other.json", {key: schema[key] for key in ("type", "properties")})

    assert compare_named(one, other).findings == ()


def test_a_name_that_nothing_has_is_a_reference_that_leads_nowhere(tmp_path: Path) -> None:
    one = written(tmp_path, "one.json", {"$ref": "#user"}, User={"$anchor": "user", **USER})
    other = written(tmp_path, "other.json", {"$ref": "#user"}, User={"$anchor": "usr", **USER})

    assert [found.kind for found in compare_named(one, other).findings] == ["reference-broken"]


@pytest.mark.parametrize(
    ("schemas", "why"),
    [
        ({}, "no schema of this file has that name"),
        (
            {"A": {"$id": "a", "$dynamicAnchor": "T"}, "B": {"$id": "b", "$dynamicAnchor": "T"}},
            "2 schemas have that",
        ),
    ],
)
def test_a_dynamic_reference_that_may_mean_anything_is_refused(
    tmp_path: Path, schemas: dict[str, Any], why: str
) -> None:
    plain = written(tmp_path, "plain.json", USER)
    file = written(tmp_path, "file.json", {"$dynamicRef": "#T"}, **schemas)

    with pytest.raises(SpecError) as raised:
        compare_named(plain, file)

    place = "#/paths/~1users/get/responses/200/content/application~1json/schema"
    assert f"{file}{place}" in str(raised.value)
    assert "'#T' cannot be followed" in str(raised.value)
    assert why in str(raised.value)
