"""What was spent is known to all runs of a day, whatever happens to them."""

from __future__ import annotations

import json
import multiprocessing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.errors import BudgetSpent, CheckError
from contracts.live.budget import Budget, budget_file
from contracts.live.live import Amounts

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ONE = Amounts(1, 2, Decimal("0.0008"))
MOST = Amounts(10, 100, Decimal(1))


@dataclass
class Now:
    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


def budget(folder: Path, now: Now | None = None, most: Amounts = MOST) -> Budget:
    return Budget(folder / "budget" / "acme.json", most, "EUR", now or Now())


def test_another_run_knows_what_was_spent(tmp_path: Path) -> None:
    reserved = budget(tmp_path).reserve(ONE)
    budget(tmp_path).settle(reserved, ONE, Amounts(1, 1, Decimal("0.0004")))

    assert budget(tmp_path).spent() == Amounts(1, 1, Decimal("0.0004"))
    assert json.loads((tmp_path / "budget" / "acme.json").read_text()) == {
        "day": "2026-03-04",
        "requests": 1,
        "records": 1,
        "money": "0.0004",
        "currency": "EUR",
    }


def test_who_dies_before_the_answer_has_counted_the_worst(tmp_path: Path) -> None:
    budget(tmp_path).reserve(ONE)

    assert budget(tmp_path).spent() == ONE


@pytest.mark.parametrize(
    "most",
    [Amounts(1, 9, Decimal(9)), Amounts(9, 3, Decimal(9)), Amounts(9, 9, Decimal("0.0015"))],
    ids=["requests", "records", "money"],
)
def test_what_might_be_too_much_is_not_counted_and_not_allowed(
    most: Amounts, tmp_path: Path
) -> None:
    spender = budget(tmp_path, most=most)
    spender.reserve(ONE)

    with pytest.raises(BudgetSpent, match="does not suffice"):
        spender.reserve(ONE)

    assert spender.spent() == ONE


def test_a_new_day_in_utc_begins_with_nothing_spent(tmp_path: Path) -> None:
    now = Now(datetime(2026, 3, 4, 23, 59, 59, tzinfo=UTC))
    spender = budget(tmp_path, now)
    spender.reserve(ONE)
    spent = [spender.spent()]

    now.at += timedelta(seconds=1)
    spent.append(spender.spent())

    assert spent == [ONE, Amounts()]


def test_a_clock_that_goes_back_does_not_begin_another_day(tmp_path: Path) -> None:
    now = Now()
    spender = budget(tmp_path, now)
    spender.reserve(ONE)

    now.at -= timedelta(days=3)
    spender.reserve(ONE)

    assert spender.spent() == ONE + ONE


def test_what_is_settled_after_midnight_is_not_given_back_to_the_new_day(tmp_path: Path) -> None:
    now = Now()
    spender = budget(tmp_path, now)
    reserved = spender.reserve(ONE)
    now.at += timedelta(days=1)
    spender.reserve(ONE)

    spender.settle(reserved, ONE, Amounts(1))

    assert spender.spent() == ONE


def test_what_was_too_little_after_midnight_is_counted_on_the_new_day(tmp_path: Path) -> None:
    now = Now()
    spender = budget(tmp_path, now)
    reserved = spender.reserve(ONE)
    now.at += timedelta(days=1)

    spender.settle(reserved, ONE, Amounts(1, 5, Decimal("0.002")))

    assert spender.spent() == Amounts(0, 3, Decimal("0.0012"))


def spend(folder: str, times: int) -> int:
    """In a process of its own: how many requests it was allowed."""
    spender = budget(Path(folder), most=Amounts(50, 1000, Decimal(10)))
    allowed = 0
    for _ in range(times):
        try:
            reserved = spender.reserve(ONE)
        except BudgetSpent:
            return allowed
        spender.settle(reserved, ONE, Amounts(1, 1, Decimal("0.0004")))
        allowed += 1
    return allowed


def test_processes_that_spend_at_once_spend_no_more_than_is_there(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        allowed = pool.starmap(spend, [(str(tmp_path), 30)] * 2)

    assert sum(allowed) == 50
    assert budget(tmp_path).spent() == Amounts(50, 50, Decimal("0.02"))


def test_nobody_else_may_read_or_write_it(tmp_path: Path) -> None:
    (tmp_path / "budget").mkdir(mode=0o755)

    budget(tmp_path).reserve(ONE)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "budget").iterdir()}
    assert modes == {"acme.json": 0o600, "acme.lock": 0o600}
    assert (tmp_path / "budget").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"{",
        b"[]",
        b'{"day": "2026-03-04"}',
        b'{"day": "2026-03-04", "requests": "x", "records": 0, "money": "0", "currency": "EUR"}',
        b'{"day": "2026-03-04", "requests": 0, "records": 0, "money": "x", "currency": "EUR"}',
        b'{"day": "2026-03-04", "requests": 0, "records": 0, "money": "0", "currency": "USD"}',
    ],
)
def test_what_cannot_be_read_stops_everything(kept: bytes, tmp_path: Path) -> None:
    spender = budget(tmp_path)
    spender.reserve(ONE)
    spender.file.write_bytes(kept)

    with pytest.raises(CheckError, match="nothing is sent"):
        spender.reserve(ONE)

    assert spender.file.read_bytes() == kept


def test_where_no_folder_can_be_nothing_is_sent(tmp_path: Path) -> None:
    (tmp_path / "budget").write_text("a file")

    with pytest.raises(CheckError, match="nothing is sent"):
        budget(tmp_path).reserve(ONE)


def test_the_file_is_in_the_users_state(tmp_path: Path) -> None:
    absolute = budget_file("acme", {"XDG_STATE_HOME": str(tmp_path)})
    relative = budget_file("acme", {"XDG_STATE_HOME": "state"})

    assert absolute == tmp_path / "understudy" / "budget" / "acme.json"
    assert relative == Path.home() / ".local" / "state" / "understudy" / "budget" / "acme.json"


COSTS = st.builds(
    Amounts, st.just(1), st.integers(0, 30), st.integers(0, 300).map(lambda n: Decimal(n) / 1000)
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(COSTS, COSTS, st.booleans()), max_size=12))
def test_it_adds_up_like_a_purse(
    tmp_path_factory: pytest.TempPathFactory, requests: list[tuple[Amounts, Amounts, bool]]
) -> None:
    spender, purse = budget(tmp_path_factory.mktemp("purse")), Amounts()

    for worst, true, answered in requests:
        fits = (purse + worst).within(MOST)
        try:
            reserved = spender.reserve(worst)
        except BudgetSpent:
            assert not fits
            continue
        assert fits
        purse += worst
        if answered:
            spender.settle(reserved, worst, true)
            purse += true - worst

    assert spender.spent() == purse
