from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.checks.library import BOOK, answer, brief, found, page

Json = Any

ITEM = "GET /books/{id}"


def test_what_keeps_to_the_document_is_not_found() -> None:
    full = {
        "bought_at": "2026-01-31T09:30:00.25Z", "printed": "2024-02-29", "phone": "+4930901820",
        "price": "7.00", "seller": "+4930901820", "state": "lent", "genre": "crime",
        "cover": "soft",
    }  # fmt: skip

    assert found(page(**full)) == []


@pytest.mark.parametrize(
    ("fields", "at", "keyword"),
    [
        pytest.param({"title": 7}, "/books/*/title", "type", id="another type"),
        pytest.param({"state": "gone"}, "/books/*/state", "enum", id="a new value of an enum"),
        pytest.param({"id": "7d4e3f8a"}, "/books/*/id", "format", id="a short UUID"),
        pytest.param({"printed": "31.01.2026"}, "/books/*/printed", "format", id="a German date"),
        pytest.param(
            {"bought_at": "2026-01-31"}, "/books/*/bought_at", "format", id="a date for a moment"
        ),
        pytest.param(
            {"bought_at": "2026-02-30T00:00:00Z"}, "/books/*/bought_at", "format", id="30 February"
        ),
    ],
)
def test_a_value_that_its_schema_forbids_is_found_at_its_place(
    fields: Json, at: str, keyword: str
) -> None:
    assert ("body_schema", at, keyword) in brief(found(page(**fields)))


def test_a_missing_field_is_named_itself_so_that_two_are_two_findings() -> None:
    wrong = found(answer({"books": [{}]}))

    assert brief(wrong) == {
        ("body_schema", "/books/*/id", "required"),
        ("body_schema", "/books/*/title", "required"),
    }


def test_elements_that_are_wrong_alike_are_one_finding() -> None:
    wrong = found(answer({"books": [BOOK | {"title": 1}, BOOK | {"title": None}]}))

    assert brief(wrong) == {("body_schema", "/books/*/title", "type")}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            {"kind": "paper", "pages": "many"}, ("body_schema", "/pages", "type"), id="type"
        ),
        pytest.param(
            {"kind": "sound"}, ("body_schema", "/seconds", "required"), id="missing field"
        ),
        pytest.param(
            {"kind": "sound", "seconds": 1, "loud": True},
            ("body_schema", "/loud", "additionalProperties"),
            id="forbidden field",
        ),
        pytest.param(
            {"kind": "paper", "pages": 1, "loud": True},
            ("undocumented_fields", "/loud", "undocumented-field"),
            id="unknown field",
        ),
    ],
)
def test_a_change_below_a_union_is_found_in_the_branch_that_is_meant(
    body: Json, expected: tuple[str, str, str]
) -> None:
    assert brief(found(answer(body), ITEM)) == {expected}


def test_a_field_that_is_not_documented_is_a_warning_and_free_objects_may_hold_any() -> None:
    wrong = found(answer({"books": [BOOK | {"shelf": 3}], "note": {"anything": 1}}))

    assert [(one.pointer, one.keyword, one.severity) for one in wrong] == [
        ("/books/*/shelf", "undocumented-field", "warning")
    ]


@pytest.mark.parametrize("field", ["genre", "cover"])
def test_a_value_outside_an_open_list_is_a_warning(field: str) -> None:
    wrong = found(page(**{field: "leather"}))

    assert [(one.pointer, one.keyword, one.actual) for one in wrong] == [
        (f"/books/*/{field}", "undocumented-value", "leather")
    ]


@pytest.mark.parametrize(
    ("fields", "at", "keyword"),
    [
        pytest.param({"phone": "030 90182-0"}, "/books/*/phone", "format", id="a named format"),
        pytest.param({"price": "7,00"}, "/books/*/price", "format-of-examples", id="an amount"),
        pytest.param(
            {"seller": "0049 30 901820"}, "/books/*/seller", "format-of-examples", id="a number"
        ),
    ],
)
def test_formats_that_validators_do_not_know_are_held(fields: Json, at: str, keyword: str) -> None:
    assert brief(found(page(**fields))) == {("formats_held", at, keyword)}


@pytest.mark.parametrize("seller", ["Bistro", "72345"])
def test_a_name_or_a_short_code_may_stand_where_examples_show_numbers(seller: str) -> None:
    assert found(page(seller=seller)) == []


def test_what_a_body_says_is_not_told_only_its_shape() -> None:
    [wrong] = [one for one in found(page(printed="born 31.01.1980")) if one.check == "body_schema"]

    assert wrong.actual == "text aaaa 99.99.9999"
