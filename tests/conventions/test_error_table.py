from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from mock_server.conventions.error_table import (
    Case,
    ErrorTable,
    filled,
    read_error_table,
    status_for,
    to_json,
    unsaid,
)
from mock_server.errors import DataError
from mock_server.exchange import Refusal
from mock_server.spec.operation import Operation, ResponseSpec
from mock_server.spec.violation import Violation
from mock_server.vendors import VENDORS

TABLE = """
[[error]]
statuses = ["404"]
operations = ["* /parcels/{id}"]
overrules = ["not_found"]
detail = "Parcel {id} is lost."
source = "invented"

[[error]]
rules = ["required"]
names = ["weight*"]
detail = "Weigh it."
source = "invented"

[[error]]
statuses = ["5??"]
detail = "We are asleep."
source = "invented"

[[error]]
detail = "No."
source = "invented"
"""
BROKEN = (Violation("query", "weight", "required", "weight is required"),)


@pytest.fixture
def table(tmp_path: Path) -> ErrorTable:
    return read(tmp_path, TABLE)


def read(folder: Path, text: str) -> ErrorTable:
    path = folder / "errors.toml"
    path.write_text(text)
    return read_error_table(path)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        pytest.param(Case("x", 404, "GET /parcels/{id}"), "Parcel {id} is lost.", id="operation"),
        pytest.param(Case("x", 404, "GET /parcels"), "No.", id="another operation"),
        pytest.param(Case("x", 409, "GET /parcels/{id}"), "No.", id="another status"),
        pytest.param(Case("x", 400, "", "required", "weight_g"), "Weigh it.", id="rule and name"),
        pytest.param(Case("x", 400, "", "required", "height"), "No.", id="another name"),
        pytest.param(Case("x", 503), "We are asleep.", id="range of statuses"),
    ],
)
def test_the_first_entry_that_meets_all_its_criteria_is_said(
    case: Case, said: str, table: ErrorTable
) -> None:
    assert table.find(case).says["detail"] == said


def test_a_refusals_own_words_count_unless_the_entry_overrules_them(table: ErrorTable) -> None:
    entry = table.find(Case("x", 404, "GET /parcels/{id}"))

    own = entry.detail(Refusal("seized", 404), "The customs have it.")
    overruled = entry.detail(Refusal("not_found", 404, details={"id": 7}), "Nothing here.")

    assert (own, overruled) == ("The customs have it.", "Parcel 7 is lost.")


def test_a_placeholder_that_nobody_fills_leaves_no_gap() -> None:
    assert filled("Parcel {id} is lost.", {}) == "Parcel is lost."


def test_what_fills_a_sentence_is_not_filled_again() -> None:
    assert filled("{a} and {b}", {"a": "{b}", "b": "two"}) == "{b} and two"


@pytest.mark.parametrize(
    ("named", "status"),
    [(("200", "422", "400"), 400), (("200", "422"), 422), (("200", "default"), 400)],
)
def test_broken_rules_get_the_first_wished_status_that_the_document_names(
    named: tuple[str, ...], status: int
) -> None:
    operation = Operation("o", "GET", "/o", "", responses=tuple(map(ResponseSpec, named)))

    assert status_for(Refusal("invalid", 400, "", BROKEN), operation, (400, 422)) == status


def test_a_refusal_without_broken_rules_keeps_its_status() -> None:
    operation = Operation("o", "GET", "/o", "", responses=(ResponseSpec("400"),))

    assert status_for(Refusal("invalid", 422), operation, (400,)) == 422


def test_only_the_words_that_a_body_lacks_are_unsaid() -> None:
    refusal = Refusal("invalid", 400, "two things", (*BROKEN, Violation("query", "b", "type", "b")))

    assert unsaid(refusal, b'{"detail":"weight is required"}') == "b"
    assert unsaid(Refusal("x", 400, 'say "no"'), to_json({"detail": 'say "no"'})) == ""


def test_what_json_cannot_hold_is_made_harmless() -> None:
    assert orjson.loads(to_json({"half": "\ud800", "big": 2**70})) == {"half": "?", "big": 2.0**70}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("error = 1", "is not a list", id="no list"),
        pytest.param("error = []", "last entry", id="no entry"),
        pytest.param("[[error]]\ndetail = 'No.'", "error 1", id="no source"),
        pytest.param("[[error]]\nsource = 's'\nrules = 'type'", "`rules`", id="no list of texts"),
        pytest.param(
            "[[error]]\nsource = 's'\nrules = ['type']", "last entry", id="no last resort"
        ),
        pytest.param("[[error", "errors.toml", id="no TOML"),
    ],
)
def test_a_table_that_is_not_complete_is_refused_by_its_place(
    text: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=why):
        read(tmp_path, text)


def test_every_vendor_answers_a_refusal_without_an_operation() -> None:
    told = [vendor.errors(Refusal("uri_too_long", 414, "Too long."), None) for vendor in VENDORS]

    assert all(b"Too long." in answer.body and answer.status == 414 for answer in told)
