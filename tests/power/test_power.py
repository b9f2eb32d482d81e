"""A few mutants, and one short run on each mock as it is; `make power` tries all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.running.budget import Budget
from contracts.running.order import Order
from contracts.running.run import run
from contracts.targets.target import Wanted
from tests.power.between import MUTANTS, place
from tests.power.runs import Clean, Outcome, is_about
from tests.power.table import BEGIN, END, share, text, write

FEW = (
    "wrong_type", "comma_in_amount", "html", "wrong_length", "anybody", "reports_missing",
    "other_problem", "new_report_state",
)  # fmt: skip
SMALL = 60


@pytest.mark.parametrize("name", FEW)
def test_a_mutant_is_noticed_by_the_requests_of_its_operation_alone(name: str) -> None:
    mutant = MUTANTS[name]
    wanted = Wanted(f"mock:{mutant.target}", between=place(mutant))
    own = Order(Budget(SMALL), only=(mutant.operation,), phases=("listed", "fuzzing"))

    report = run(wanted, own)

    assert [one for one in report.findings if is_about(one, mutant)]


@pytest.mark.parametrize(
    ("target", "operation"),
    [("mock:telnyx", "GET /balance"), ("mock:vonage", "GET /v2/reports/records")],
)
def test_the_same_requests_find_nothing_in_the_mock_as_it_is(target: str, operation: str) -> None:
    own = Order(Budget(SMALL), only=(operation,), phases=("listed", "fuzzing"))

    assert run(Wanted(target), own).findings == ()


def test_tables_name_who_survived_and_go_between_the_marks(tmp_path: Path) -> None:
    outcomes = {
        "wrong_type": Outcome("wrong_type", ("body_schema (type)",), 4, 1.0),
        "gone": Outcome("gone", (), 3000, 60.0),
    }
    page = tmp_path / "power.md"
    page.write_text(f"# Power\n\n{BEGIN}\nold\n{END}\n\nafter\n")

    write(page, text(outcomes, [Clean("telnyx", 0, (), 3000, 60.0)]))

    written = page.read_text()
    assert "**1 of 2 mutants are noticed.**" in written
    assert "| a list instead of a text | `GET /balance` | body_schema (type) | 4 |" in written
    assert "| **nobody** | 3,000 |" in written
    assert "| `mock:telnyx` | 1 | 3,000 | none |" in written
    assert "old" not in written
    assert written.endswith("after\n")
    assert share(outcomes.values()) == 0.5
