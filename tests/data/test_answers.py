"""How a generator answers: by seed, size and echo, the same in every process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mock_server.data.generator import Generator, GeneratorOptions, compile_generator
from mock_server.spec.operation import Json

SEEDS = tuple(b"seed %d" % number for number in range(200))
UUID: Json = {"type": "string", "format": "uuid"}
MOMENT: Json = {"type": "string", "format": "date-time"}
RECORD: Json = {
    "type": "object",
    "required": ["id", "to", "status", "cost", "created_at"],
    "properties": {
        "id": UUID,
        "to": {"type": "string"},
        "status": {"enum": ["queued", "sent", "delivered"]},
        "cost": {"type": "string"},
        "text": {"type": "string"},
        "created_at": MOMENT,
    },
}
PAGE: Json = {
    "type": "object",
    "properties": {
        "data": {"type": "array", "items": RECORD},
        "meta": {
            "type": "object",
            "properties": {
                name: {"type": "integer"}
                for name in ("total_results", "page_number", "page_size", "total_pages")
            },
        },
    },
}


def compiled(schema: Json, **options: Any) -> Generator:
    return compile_generator(schema, GeneratorOptions(**options))


def drawn(generator: Generator, seed: bytes = b"", size: int | None = None) -> Any:
    return json.loads(generator.render(seed, size))


def test_different_seeds_give_different_answers() -> None:
    generator = compiled(RECORD)

    texts = {generator.render(seed) for seed in SEEDS}

    assert len(texts) == len(SEEDS)


def test_another_process_with_another_hash_seed_and_no_cache_answers_the_same(
    tmp_path: Path,
) -> None:
    program = (
        "import sys, json;"
        "from mock_server.data.generator import GeneratorOptions, compile_generator;"
        f"schema = json.loads({json.dumps(json.dumps(PAGE))});"
        "generator = compile_generator(schema, GeneratorOptions());"
        "sys.stdout.buffer.write(generator.render(b'seed', 30))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77", "UNDERSTUDY_CACHE": str(tmp_path)}

    other = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True
    )

    assert other.stdout == compiled(PAGE).render(b"seed", 30)


@pytest.mark.parametrize("size", [0, 1, 7, 250, 1000])
def test_the_main_list_has_as_many_items_as_are_asked_for(size: int) -> None:
    page = drawn(compiled(PAGE), size=size)

    assert len(page["data"]) == size


def test_a_list_keeps_its_own_bounds_whatever_is_asked_for() -> None:
    generator = compiled({"type": "array", "items": RECORD, "minItems": 2, "maxItems": 5})

    lengths = [len(drawn(generator, size=size)) for size in (0, 3, 9)]

    assert lengths == [2, 3, 5]


def test_a_list_without_a_size_is_short_but_not_empty() -> None:
    generator = compiled(PAGE)

    lengths = {len(drawn(generator, seed)["data"]) for seed in SEEDS}

    assert lengths == {2, 3, 4, 5}


def test_no_two_records_of_many_pages_share_an_id() -> None:
    generator = compiled(PAGE)

    ids = [record["id"] for seed in SEEDS[:20] for record in drawn(generator, seed, 500)["data"]]

    assert len(set(ids)) == len(ids)


def test_what_a_page_says_of_itself_is_true() -> None:
    generator = compiled(PAGE)

    for size in (0, 3, 20, 120):
        page = drawn(generator, size=size)
        assert page["meta"]["total_results"] == len(page["data"])
        assert page["meta"]["page_number"] == page["meta"]["total_pages"] == 1
        assert page["meta"]["page_size"] == (size or 20)


@pytest.mark.parametrize(
    ("properties", "main"),
    [
        ({"tags": {"type": "array", "items": {"type": "string"}}}, None),
        ({"errors": {"type": "array", "items": RECORD}}, ["errors"]),
        (
            {
                "links": {"type": "array", "items": RECORD},
                "records": {"type": "array", "items": RECORD},
            },
            ["records"],
        ),
        (
            {
                "_embedded": {
                    "type": "object",
                    "properties": {"calls": {"type": "array", "items": RECORD}},
                }
            },
            ["_embedded", "calls"],
        ),
    ],
    ids=["of words only", "the one there is", "the likelier name", "inside an object"],
)
def test_the_main_list_is_the_one_that_the_document_is_about(
    properties: Json, main: list[str] | None
) -> None:
    page = drawn(compiled({"type": "object", "properties": properties}), size=13)

    found = page
    for name in main or []:
        found = found[name]

    assert len(found if main else page["tags"]) == 13 if main else len(page["tags"]) < 13


@pytest.mark.parametrize(
    "wrap", [lambda s: s, lambda s: {"type": "object", "properties": {"data": s}}]
)
def test_what_the_request_said_comes_back(wrap: Any) -> None:
    generator = compiled(wrap(RECORD), echo=frozenset({"id", "status"}))
    said = {"id": b'"4f0c1b7e-0000-4000-8000-000000000001"', "status": b'"sent"'}

    answer = json.loads(generator.render(b"seed", echo=said))

    record = answer.get("data", answer)
    assert {name: json.dumps(record[name]).encode() for name in said} == said


def test_what_does_not_fit_is_not_echoed() -> None:
    generator = compiled(RECORD, echo=frozenset({"id", "status"}))

    answer = json.loads(generator.render(b"", echo={"status": b'"unheard of"', "id": b"7"}))

    assert answer["status"] in RECORD["properties"]["status"]["enum"]
    assert len(answer["id"]) == 36


def test_records_of_a_list_echo_nothing() -> None:
    generator = compiled(PAGE, echo=frozenset({"status"}))

    pages = [json.loads(generator.render(seed, 9, {"status": b'"sent"'})) for seed in SEEDS[:9]]

    assert len({record["status"] for page in pages for record in page["data"]}) == 3


def test_values_that_must_differ_do_even_if_there_are_fewer_than_asked_for() -> None:
    color = {"enum": ["red", "green", "blue"]}
    generator = compiled({"type": "array", "uniqueItems": True, "items": color})

    lists = [drawn(generator, seed, 10) for seed in SEEDS[:20]]

    assert all(sorted(colors) == ["blue", "green", "red"] for colors in lists)


def test_a_discriminator_names_the_branch_that_is_drawn() -> None:
    schema = {
        "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
        "discriminator": {"propertyName": "pet", "mapping": {"meow": "#/$defs/Cat"}},
        "$defs": {
            "Cat": {
                "type": "object",
                "required": ["pet", "lives"],
                "properties": {"pet": {"type": "string"}, "lives": {"type": "integer"}},
            },
            "Dog": {
                "type": "object",
                "required": ["pet", "breed"],
                "properties": {"pet": {"type": "string"}, "breed": {"type": "string"}},
            },
        },
    }
    pets = drawn(compiled({"type": "array", "items": schema, "$defs": schema["$defs"]}), size=30)

    assert {(pet["pet"], "lives" in pet) for pet in pets} == {("meow", True), ("Dog", False)}


def test_a_branch_that_names_its_own_values_keeps_them_against_the_discriminator() -> None:
    line = {"type": "object", "required": ["type"]}
    schema = {
        "oneOf": [{"$ref": "#/$defs/SimpleLine"}, {"$ref": "#/$defs/CompoundLine"}],
        "discriminator": {"propertyName": "type"},
        "$defs": {
            "SimpleLine": {**line, "properties": {"type": {"enum": ["simple"]}}},
            "CompoundLine": {**line, "properties": {"type": {"const": "compound"}}},
        },
    }
    generator = compiled({"type": "array", "items": schema, "$defs": schema["$defs"]})

    lines = drawn(generator, size=20)

    assert generator.unmet == ()
    assert {line["type"] for line in lines} == {"simple", "compound"}


def test_what_nothing_can_satisfy_is_null_and_said() -> None:
    generator = compiled(False)

    assert generator.render(b"") == b"null"
    assert generator.unmet


def test_a_thing_that_must_hold_itself_for_ever_is_cut_off_and_said() -> None:
    node: Json = {
        "type": "object",
        "required": ["next"],
        "properties": {"next": {"$ref": "#/$defs/node"}},
    }
    generator = compiled({"$ref": "#/$defs/node", "$defs": {"node": node}})

    assert json.loads(generator.render(b"")).keys() == {"next"}
    assert any("next" in reason for reason in generator.unmet)


def test_a_keyword_that_makes_no_sense_is_left_out_and_said() -> None:
    generator = compiled({"type": "string", "minLength": "long"})

    assert isinstance(json.loads(generator.render(b"")), str)
    assert generator.unmet == ("/minLength: not a value that this keyword can have",)
