from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from reconciliation.books import Books, differences
from reconciliation.patience import GaveUpError, Patient
from reconciliation.vonage import noted, report

from mock_server.testing import MockServer

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 2)
ACCOUNT = "abcd1234"


def notes_of(books: Books) -> str:
    lines = [f"{key.day},{one.messages},{one.cost}" for key, one in sorted(books.items())]
    return "\n".join(["day,count,cost", *lines])


def test_a_report_is_waited_for_and_read(mock_server: MockServer, vonage: Patient) -> None:
    began_at = mock_server.now

    told = report(vonage, ACCOUNT, FIRST, LAST)

    assert {key.day for key in told} == {FIRST, LAST}
    assert mock_server.now > began_at


def test_our_notes_are_held_against_it(vonage: Patient) -> None:
    told = report(vonage, ACCOUNT, FIRST, LAST)
    _, second = sorted(told)
    wrong = dict(told) | {second: told[second]._replace(messages=told[second].messages + 1)}

    assert differences("notes", told, noted(notes_of(told))) == []
    assert [one.key for one in differences("notes", told, noted(notes_of(wrong)))] == [second]


@pytest.mark.parametrize("lost", ["request", "response"])
def test_an_order_that_may_have_been_lost_is_not_placed_twice(
    mock_server: MockServer, vonage: Patient, lost: str
) -> None:
    mock_server.fail("create-async-report", "reset", lost=lost, times=1)

    report(vonage, ACCOUNT, FIRST, LAST)

    orders = mock_server.calls("create-async-report")
    assert len(orders) == {"request": 2, "response": 1}[lost]


def test_a_file_that_is_cut_short_is_fetched_again(
    mock_server: MockServer, vonage: Patient
) -> None:
    mock_server.fail("download-report", "truncated", times=1)

    assert report(vonage, ACCOUNT, FIRST, LAST)

    assert len(mock_server.calls("download-report")) == 2


def test_a_vendor_that_takes_no_orders_is_told(mock_server: MockServer, vonage: Patient) -> None:
    mock_server.fail("create-async-report", status=500)

    with pytest.raises(GaveUpError, match="cannot be ordered"):
        report(vonage, ACCOUNT, FIRST, LAST)


def test_the_program_itself_asks_a_live_port(
    mock_server: MockServer, vonage: Patient, tmp_path: Path
) -> None:
    told = report(vonage, ACCOUNT, FIRST, LAST)
    notes = tmp_path / "notes.csv"
    notes.write_text(notes_of(told))
    mock_server.speed(1_000)
    environment = {
        "TELNYX_API_KEY": "KEY0190A1B2C3D4",
        "TELNYX_BASE_URL": mock_server.url("telnyx"),
        "VONAGE_API_KEY": ACCOUNT,
        "VONAGE_API_SECRET": "secret",
        "VONAGE_BASE_URL": mock_server.url("vonage"),
    }

    finished = subprocess.run(
        [sys.executable, "-m", "reconciliation", str(FIRST), str(LAST), str(notes)],
        cwd=Path(__file__).parent.parent,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (finished.stdout, finished.stderr, finished.returncode) == ("", "", 0)
