"""What tells a dataset from others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mock_server.errors import ConfigError
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.settings import (
    LEVELS,
    DatasetSettings,
    Volume,
    fingerprint,
    records_per_day,
)

SETTINGS = DatasetSettings(seed=1, realm="acme")


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 2},
        {"realm": "other"},
        {"currency": "USD"},
        {"numbers": "plan"},
        {"volume": Volume("large")},
        {"volume": Volume(accounts={"x": 7})},
        {"billing": {"call": (1, 1)}},
    ],
    ids=str,
)
def test_another_dataset_has_another_fingerprint_and_other_ids(change: dict[str, Any]) -> None:
    one, other = Dataset(SETTINGS), Dataset(replace(SETTINGS, **change))

    assert one.fingerprint != other.fingerprint
    assert one.stream("x", "message").ids.text(5) != other.stream("x", "message").ids.text(5)


def test_equal_volumes_in_other_words_are_the_same_dataset() -> None:
    named = replace(SETTINGS, volume=Volume("hobby", {"x": "medium"}))
    counted = replace(SETTINGS, volume=Volume(str(LEVELS["hobby"]), {"x": LEVELS["medium"]}))

    assert fingerprint(named) == fingerprint(counted)


@pytest.mark.parametrize(
    "wanted",
    ["", "huge", "-1", "0", 0, 10**9 + 1, "1.5", "9" * 5000, "\u0661"],
    ids=lambda wanted: ascii(wanted)[:12],
)
def test_what_is_no_volume_is_refused(wanted: str | int) -> None:
    with pytest.raises(ConfigError):
        records_per_day(wanted, "here")
