"""What an answer costs has limits, and what is required is never what they cut off."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mock_server.data.generator import Generator, GeneratorOptions, compile_generator
from mock_server.data.rows import Rows
from mock_server.data.stock import Stock
from mock_server.data.template import CHANCE_BYTES, Column, Template
from mock_server.spec.operation import Json

SEEDS = tuple(b"seed %d" % number for number in range(12))
WORD: Json = {"type": "string", "minLength": 1}


def compiled(schema: Json, **options: Any) -> Generator:
    return compile_generator(schema, GeneratorOptions(**options))


def reference(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def model(*others: str) -> Json:
    """Always a word and a number; perhaps more models, one by one and in lists."""
    held = {f"next_{other}": reference(other) for other in others}
    lists = {f"all_{other}": {"type": "array", "items": reference(other)} for other in others}
    return {
        "type": "object",
        "required": ["word", "number"],
        "properties": {**held, **lists, "word": WORD, "number": {"type": "integer"}},
    }


def ring(length: int) -> Json:
    models = {f"M{i}": model(f"M{(i + 1) % length}") for i in range(length)}
    return {**reference("M0"), "$defs": models}


def everyone_holds_everyone(count: int) -> Json:
    names = [f"M{i}" for i in range(count)]
    return {**reference("M0"), "$defs": {name: model(*names) for name in names}}


EXPRESSION: Json = {
    **reference("Sum"),
    "$defs": {
        "Sum": {
            "type": "object",
            "required": ["left", "right"],
            "properties": {"left": reference("Any"), "right": reference("Any")},
        },
        "Not": {"type": "object", "required": ["of"], "properties": {"of": reference("Any")}},
        "Any": {"anyOf": [reference("Sum"), reference("Not"), WORD]},
    },
}
ONE_AFTER_THE_OTHER: Json = {
    **reference("M0"),
    "$defs": {
        **{
            f"M{i}": {
                "type": "object",
                "required": ["next", "word"],
                "properties": {"next": reference(f"M{i + 1}"), "word": WORD},
            }
            for i in range(20)
        },
        "M20": {"type": "object", "required": ["word"], "properties": {"word": WORD}},
    },
}
RECURSIVE: dict[str, Json] = {
    "a model that holds itself": ring(1),
    "two in a ring": ring(2),
    "three in a ring": ring(3),
    "seven in a ring": ring(7),
    "forty in a ring": ring(40),
    "five that all hold each other": everyone_holds_everyone(5),
    "thirty that all hold each other": everyone_holds_everyone(30),
    "an expression whose ends are words": EXPRESSION,
    "twenty that require the next one": ONE_AFTER_THE_OTHER,
}


def values_in(value: Any) -> Iterator[Any]:
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from values_in(each)


@pytest.mark.parametrize("schema", RECURSIVE.values(), ids=RECURSIVE)
def test_models_that_hold_models_end_and_lack_nothing_that_is_required(schema: Json) -> None:
    generator = compiled(schema)

    answers = [json.loads(generator.render(seed)) for seed in SEEDS]

    judge = Draft202012Validator(schema)
    assert generator.unmet == ()
    assert [error.message for answer in answers for error in judge.iter_errors(answer)] == []
    assert max(len(list(values_in(answer))) for answer in answers) < 4000


@pytest.mark.parametrize("schema", [ring(3), everyone_holds_everyone(5)])
def test_a_model_that_holds_others_shows_at_least_some_of_them(schema: Json) -> None:
    answer = json.loads(compiled(schema).render(b""))

    held = [value for value in values_in(answer) if isinstance(value, dict)]

    assert len(held) > 3


def test_every_branch_of_a_recursive_answer_is_cut_at_the_same_depth() -> None:
    answer = json.loads(compiled(everyone_holds_everyone(6)).render(b""))

    shapes = {tuple(answer[f"next_M{i}"]) for i in range(1, 6)}

    assert len(shapes) == 1


def test_nothing_is_left_out_of_a_wide_answer_that_does_not_recurse() -> None:
    inner = {"type": "object", "properties": {f"c{i}": WORD for i in range(5)}}
    middle = {"type": "object", "properties": {f"b{i}": inner for i in range(6)}}
    schema = {"type": "object", "properties": {f"a{i}": middle for i in range(7)}}

    answer = json.loads(compiled(schema).render(b""))

    assert sum(isinstance(value, str) for value in values_in(answer)) == 5 * 6 * 7


def test_what_is_required_may_be_more_than_what_is_optional() -> None:
    names = [f"name_{i}" for i in range(2000)]
    schema = {"type": "object", "required": names, "properties": dict.fromkeys(names, WORD)}

    generator = compiled(schema)

    answer = json.loads(generator.render(b""))
    assert generator.unmet == ()
    assert all(answer[name] for name in names)


def test_schemas_that_say_the_same_are_compiled_once() -> None:
    schema = ring(2)

    assert compiled(schema) is compiled(deepcopy(schema))
    assert compiled(schema) is compiled(schema, echo=frozenset({"not there"}))
    assert compiled(schema) is not compiled(schema, echo=frozenset({"word"}))


def rows_of(texts: list[bytes], account: Stock | None) -> Rows:
    columns = [Column(tuple(texts[i % len(texts)] for i in range(64)), group) for group in (1, 2)]
    template = Template([b"[", columns[0], b",", columns[1], b"]"], 64)
    return Rows([template], (0, 100_000), account=account)


def test_lists_are_the_same_after_their_items_were_forgotten() -> None:
    full = Stock(budget=1)
    rows, other = (rows_of([b"%d" % i for i in range(64)], full) for _ in range(2))
    kept = rows_of([b"%d" % i for i in range(64)], None)
    chance = bytes(range(CHANCE_BYTES))

    for count in (3, 500, 4, 2000, 3):
        other.parts(count, chance, b"")
        assert rows.parts(count, chance, b"") == kept.parts(count, chance, b"")


def test_the_least_recently_used_is_forgotten_first_and_only_when_there_is_no_room() -> None:
    forgotten: list[str] = []
    account = Stock(budget=100)
    forget = {name: (lambda name=name: forgotten.append(name)) for name in "abc"}

    for name, size in (("a", 40), ("b", 40), ("a", 50), ("c", 40), ("b", 101)):
        account.used(forget[name], size)

    assert forgotten == ["b", "a", "c"]


def test_another_operation_with_a_long_record_unlike_all_others_costs_less_than_300_kb() -> None:
    def page(number: int) -> Json:
        fields = {f"field_{i}_of_{number}": WORD for i in range(20)}
        fields |= {f"day_{i}_of_{number}": {"type": "string", "format": "date"} for i in range(20)}
        record = {"type": "object", "properties": {**fields, "id": WORD, "rank": {"enum": [1, 2]}}}
        return {"type": "object", "properties": {"data": {"type": "array", "items": record}}}

    compiled(page(0)).render(b"")
    tracemalloc.start()
    generators = [compiled(page(number)) for number in range(1, 11)]
    for generator in generators:
        generator.render(b"")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held / len(generators) < 300_000


def test_an_echoed_value_gets_the_same_verdict_each_time() -> None:
    schema = {"type": "object", "properties": {"free": {"type": "string"}, "word": WORD}}
    generator = compiled(schema, echo=frozenset({"free", "word"}))
    said = {"free": b"7", "word": b'""'}
    fitting = {"free": b'""', "word": b'"so"'}

    for _ in range(3):
        refused = json.loads(generator.render(b"", echo=said))
        taken = json.loads(generator.render(b"", echo=fitting))
        assert refused["free"] != 7
        assert refused["word"] != ""
        assert taken == {"free": "", "word": "so"}
