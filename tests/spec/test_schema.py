from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from mock_server.spec.load import load_document
from mock_server.spec.operation import Direction, Operation


def read(folder: Path, version: str, schemas: dict[str, Any], schema: Any) -> Operation:
    """The one operation of a document whose request and response are of the schema."""
    body = {"content": {"application/json": {"schema": schema}}}
    document = {
        "openapi": version,
        "info": {"title": "Acme", "version": "1"},
        "paths": {
            "/x": {"post": {"requestBody": body, "responses": {"200": {"description": "", **body}}}}
        },
        "components": {"schemas": schemas},
    }
    path = folder / "acme.yaml"
    path.write_text(yaml.safe_dump(document))
    loaded = load_document(path)
    return loaded.operation(loaded.entries[0])


def validator(operation: Operation, direction: Direction) -> Draft202012Validator:
    assert operation.body is not None
    content = operation.body.content if direction == "request" else operation.responses[0].content
    Draft202012Validator.check_schema(content[0].schema)
    return Draft202012Validator(content[0].schema)


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "string", "nullable": True}, None, 5),
        ({"type": "string", "nullable": True, "enum": ["a"]}, None, "b"),
        ({"nullable": True, "allOf": [{"type": "string"}]}, None, 5),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, 2, 1),
        ({"type": "integer", "maximum": 9, "exclusiveMaximum": False}, 9, 10),
        ({"type": "integer", "format": "int32"}, 2**31 - 1, 2**31),
        ({"type": "integer", "format": "int64"}, -(2**63), -(2**63) - 1),
    ],
    ids=str,
)
def test_the_words_of_3_0_mean_what_they_meant(
    tmp_path: Path, schema: Any, good: Any, bad: Any
) -> None:
    judge = validator(read(tmp_path, "3.0.3", {}, schema), "request")

    assert judge.is_valid(good)
    assert not judge.is_valid(bad)


def test_in_3_0_what_stands_beside_a_reference_is_ignored_and_in_3_1_it_counts(
    tmp_path: Path,
) -> None:
    schemas = {"Name": {"type": "string"}}
    schema = {"$ref": "#/components/schemas/Name", "maxLength": 3}

    assert validator(read(tmp_path, "3.0.3", schemas, schema), "request").is_valid("long name")
    assert not validator(read(tmp_path, "3.1.0", schemas, schema), "request").is_valid("long name")


def test_fields_travel_in_their_own_direction_only(tmp_path: Path) -> None:
    schemas = {
        "Base": {
            "required": ["id"],
            "properties": {"id": {"type": "string", "readOnly": True}},
        },
        "User": {
            "allOf": [{"$ref": "#/components/schemas/Base"}],
            "required": ["name", "secret", "id"],
            "properties": {
                "name": {"type": "string"},
                "secret": {"type": "string", "writeOnly": True},
            },
        },
    }
    operation = read(tmp_path, "3.1.0", schemas, {"$ref": "#/components/schemas/User"})

    assert validator(operation, "request").is_valid({"name": "n", "secret": "s"})
    assert not validator(operation, "request").is_valid({"name": "n"})
    assert validator(operation, "response").is_valid({"name": "n", "id": "1"})
    assert not validator(operation, "response").is_valid({"name": "n"})


PETS = {
    "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
    "Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
}
CHOICE = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]


def test_a_discriminator_tells_branches_apart_that_are_alike(tmp_path: Path) -> None:
    mapping = {"meow": "#/components/schemas/Cat", "woof": "Dog"}
    rule = {"propertyName": "kind", "mapping": mapping}
    judge = validator(
        read(tmp_path, "3.1.0", PETS, {"oneOf": CHOICE, "discriminator": rule}), "response"
    )

    assert judge.is_valid({"kind": "meow"})
    assert judge.is_valid({"kind": "woof"})
    assert not judge.is_valid({"kind": "Cat"})


def test_without_a_mapping_the_names_of_the_schemas_choose(tmp_path: Path) -> None:
    schema = {"oneOf": CHOICE, "discriminator": {"propertyName": "kind"}}
    judge = validator(read(tmp_path, "3.0.3", PETS, schema), "response")

    assert judge.is_valid({"kind": "Dog"})
    assert not judge.is_valid({"kind": "dog"})


def test_a_branch_that_names_its_own_values_knows_better_than_its_name(tmp_path: Path) -> None:
    schemas = {
        "CatLine": {"properties": {"kind": {"enum": ["cat"]}}, "required": ["kind"]},
        "DogLine": {"properties": {"kind": {"const": "dog"}}, "required": ["kind"]},
    }
    branches = [{"$ref": f"#/components/schemas/{name}"} for name in schemas]
    schema = {"oneOf": branches, "discriminator": {"propertyName": "kind"}}
    judge = validator(read(tmp_path, "3.1.0", schemas, schema), "response")

    assert judge.is_valid({"kind": "cat"})
    assert judge.is_valid({"kind": "dog"})
    assert not judge.is_valid({"kind": "CatLine"})


def test_a_branch_that_says_which_values_are_not_its_own_is_for_all_others(tmp_path: Path) -> None:
    schemas = {
        "Cat": {"properties": {"kind": {"enum": ["cat"]}}, "required": ["kind"]},
        "Other": {"properties": {"kind": {"not": {"enum": ["cat"]}}}, "required": ["kind"]},
    }
    branches = [{"$ref": f"#/components/schemas/{name}"} for name in schemas]
    rule = {"propertyName": "kind", "mapping": {"cat": "Cat"}}
    schema = {"oneOf": branches, "discriminator": rule}
    judge = validator(read(tmp_path, "3.1.0", schemas, schema), "response")

    assert judge.is_valid({"kind": "cat"})
    assert judge.is_valid({"kind": "ferret"})


def test_where_a_parent_is_asked_for_one_of_its_children_comes(tmp_path: Path) -> None:
    parent = {"$ref": "#/components/schemas/Pet"}
    schemas = {
        "Pet": {
            "type": "object",
            "properties": {"kind": {"type": "string"}},
            "discriminator": {"propertyName": "kind"},
        },
        "Cat": {"allOf": [parent, {"properties": {"lives": {"type": "integer"}}}]},
        "Dog": {"allOf": [parent], "required": ["tricks"]},
    }
    judge = validator(read(tmp_path, "3.0.3", schemas, parent), "response")

    assert judge.is_valid({"kind": "Cat", "lives": 9})
    assert judge.is_valid({"kind": "Dog", "tricks": []})
    assert not judge.is_valid({"kind": "Dog"})
    assert not judge.is_valid({"kind": "Cat", "lives": "nine"})


def test_circles_of_references_are_kept_as_they_are(tmp_path: Path) -> None:
    node = {"$ref": "#/components/schemas/Node"}
    schemas = {"Node": {"type": "object", "properties": {"next": node, "all": {"items": node}}}}
    judge = validator(read(tmp_path, "3.1.0", schemas, node), "request")

    assert judge.is_valid({"next": {"all": [{}, {"next": {}}]}})
    assert not judge.is_valid({"next": {"all": [{"next": 5}]}})


def test_properties_named_like_keywords_are_properties(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "required": ["$ref", "type"],
        "properties": {"$ref": {"type": "string"}, "type": {"type": "integer"}, "items": {}},
    }
    judge = validator(read(tmp_path, "3.1.0", {}, schema), "request")

    assert judge.is_valid({"$ref": "x", "type": 5})
    assert not judge.is_valid({"$ref": {}, "type": 5})
