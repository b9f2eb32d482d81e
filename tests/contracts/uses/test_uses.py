from __future__ import annotations

from pathlib import Path

import pytest

from contracts.contract import Contract
from contracts.errors import CheckError
from contracts.uses.reading import read_uses
from contracts.uses.use import Use, Uses
from tests.contracts.lattice.answers import bills

RECORDS = ("GET /records/{id}",)


@pytest.fixture
def promised(tmp_path: Path) -> Contract:
    return bills(tmp_path)


@pytest.mark.parametrize(
    ("where", "is_hit"),
    [
        ("response 200.rows[].price", True),
        ("response 200.rows[].price.amount", True),
        ("response 200.rows", True),
        ("response 200", True),
        ("response 200.rows[].tax", False),
        ("response 200.rows[].prices", False),
        ("response 200 text/csv.rows[].tax", False),
    ],
)
def test_a_field_of_an_answer_is_hit_at_around_and_within_it(where: str, is_hit: bool) -> None:
    uses = Uses({"GET /records/{}": Use(read=frozenset({"rows[].price"}))})

    assert uses.hit(RECORDS, "response", where, "property-removed") == is_hit


@pytest.mark.parametrize(
    ("where", "kind", "is_hit"),
    [
        ("the query parameter limit", "parameter-removed", True),
        ("the query parameter sort", "parameter-removed", False),
        ("the query parameter sort", "parameter-became-required", True),
        ("operation", "security-added", True),
    ],
)
def test_what_is_sent_is_hit_and_so_is_everybody_by_what_is_newly_required(
    where: str, kind: str, is_hit: bool
) -> None:
    uses = Uses({"GET /records/{}": Use(sent=frozenset({"limit"}))})

    assert uses.hit(RECORDS, "request", where, kind) == is_hit


def test_other_operations_are_not_used() -> None:
    uses = Uses({"GET /records": Use()})

    assert not uses.hit(RECORDS, "response", "response 200", "type-changed")
    assert uses.hit(("GET /records",), "response", "response 200", "type-changed")


def test_a_list_names_operations_and_fields(tmp_path: Path, promised: Contract) -> None:
    file = tmp_path / "uses.txt"
    file.write_text("# ours\nGET /bills reads data[].id\nGET /bills reads data[].amount # cost\n")

    uses = read_uses(file, promised)

    assert uses.operations == {"GET /bills": Use(None, frozenset({"data[].id", "data[].amount"}))}


@pytest.mark.parametrize("text", ["", "# nothing\n", "get bills\n", "GET /bills likes data\n"])
def test_what_is_no_list_is_told_so(tmp_path: Path, promised: Contract, text: str) -> None:
    file = tmp_path / "uses.txt"
    file.write_text(text)

    with pytest.raises(CheckError, match="What is used"):
        read_uses(file, promised)


SHARED = ("GET /accounts", "GET /records/{id}")


@pytest.mark.parametrize(
    ("where", "is_hit"),
    [
        ("response 200.items[].price", True),
        ("response 200.items[].owner.city", True),
        ("response 200.items[].owner", True),
        ("response 200.items[]", True),
        ("response 200.items[].tax", False),
        ("response 200", True),
    ],
)
def test_a_schema_that_stands_elsewhere_in_another_operation_is_hit_by_its_names(
    where: str, is_hit: bool
) -> None:
    use = Use(read=frozenset({"rows[].price", "rows[].owner"}), within=frozenset({"city"}))
    uses = Uses({"GET /records/{}": use})

    assert uses.hit(SHARED, "response", where, "type-changed") == is_hit


def test_what_is_within_a_field_that_is_read_is_known_from_the_document(
    tmp_path: Path, promised: Contract
) -> None:
    file = tmp_path / "uses.txt"
    file.write_text("GET /bills reads data\n")

    (use,) = read_uses(file, promised).operations.values()

    assert use.within == {"id", "status", "amount", "note"}


def test_an_operation_that_no_document_has_is_told_and_folds_nothing_away(
    tmp_path: Path, promised: Contract
) -> None:
    file = tmp_path / "uses.txt"
    file.write_text("GET /bills\nGET /bill\n")

    with pytest.raises(CheckError) as told:
        read_uses(file, promised)

    assert "line 2: the documents have no GET /bill" in str(told.value)
