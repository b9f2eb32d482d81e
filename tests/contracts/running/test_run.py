"""A run on the mock: the same for the same seed, within its budget, with the smallest request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from contracts.running.budget import Budget
from contracts.running.run import Order, run
from contracts.targets.target import Wanted
from tests.contracts.running.standing import SEEN

HERE = "tests.contracts.running.standing"

ORDER = Order(
    Budget(60),
    only=("GET /v2/reports", "GET */{report_id}"),
    phases=("stateful", "listed", "fuzzing"),
)


def sent(wanted: Wanted, order: Order, file: Path, patch: pytest.MonkeyPatch) -> list[str]:
    patch.setenv(SEEN, str(file))
    run(replace(wanted, between=f"{HERE}:writing"), order)
    return sorted(file.read_text().splitlines())


def test_equal_seeds_send_equal_requests_with_any_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Wanted("mock:vonage", seed=5)

    alone = sent(wanted, ORDER, tmp_path / "alone", monkeypatch)
    together = sent(wanted, replace(ORDER, jobs=2), tmp_path / "together", monkeypatch)
    other = sent(replace(wanted, seed=6), ORDER, tmp_path / "other", monkeypatch)

    assert alone == together
    assert alone != other


def test_no_request_leaves_beyond_the_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = replace(ORDER, budget=Budget(40))

    left = sent(Wanted("mock:vonage"), order, tmp_path / "seen", monkeypatch)

    assert 20 <= len(left) <= 40


def test_a_finding_comes_with_the_smallest_request_that_shows_it() -> None:
    order = Order(Budget(160), only=("GET /v2/reports/records",), phases=("listed",))

    report = run(Wanted("mock:vonage", between=f"{HERE}:falling"), order)

    found = [one for one in report.findings if one.check == "no_server_error"]
    assert [one.operation for one in found] == ["GET /v2/reports/records"]
    assert "?limit=" in found[0].curl
    assert "&" not in found[0].curl
    assert report.verdict == "violation"


@pytest.mark.parametrize("name", ["vonage", "telnyx"])
def test_the_mock_keeps_what_its_documents_say(name: str) -> None:
    report = run(Wanted(f"mock:{name}", seed=3), Order(Budget(80), phases=("listed",)))

    assert (report.findings, report.verdict) == ((), "conformant")
    assert 20 <= report.requests <= 80
