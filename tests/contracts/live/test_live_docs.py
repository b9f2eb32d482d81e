"""The chapter on live checks says what the live files say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contracts.live.live import Amounts
from contracts.live.reading import live_names, live_of
from contracts.live.wish import Wish
from contracts.running.live_plan import planned
from contracts.targets.live import Edge, agreed
from tests.contracts.live.guarded import ACCOUNT

CHAPTER = (Path(__file__).parents[3] / "docs/check.md").read_text().partition("\n## Live\n")[2]


@pytest.mark.parametrize("name", live_names())
def test_the_table_of_costs_is_true(name: str, tmp_path: Path) -> None:
    edge = Edge(environment={"XDG_STATE_HOME": str(tmp_path)})
    about = agreed(name, Wish(account=ACCOUNT, dry_run=True), edge)
    run = sum((worst for _, worst in planned(about, 0)), Amounts())
    daily, currency = about.live.daily, about.live.price.currency

    assert (
        f"| `live:{name}` | {daily.requests} | {daily.records:,} | {daily.money} {currency} "
        f"| {about.budget.told(run)} |"
    ) in CHAPTER


def test_what_holds_for_all_is_true_for_each() -> None:
    for name in live_names():
        bounds = live_of(name).bounds

        assert (bounds.answer_s, bounds.answer_bytes) == (30, 4 * 2**20)
        assert (bounds.retries, bounds.patience_s) == (3, 120)
        assert all(f"`{one}`" in CHAPTER for one in live_of(name).secrets.variables)


def test_every_option_is_told() -> None:
    told = set(re.findall(r"^\| `(--[a-z-]+)", CHAPTER, re.MULTILINE))

    assert told == {
        *("--live", "--account", "--dry-run", "--cases"),
        *("--daily", "--allow-cost", "--require-live"),
    }
