"""Equal settings give equal records: in every release, process, hash seed and processor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mock_server.ledger.dataset import Dataset, DatasetSettings
from mock_server.ledger.product import products
from tests.ledger.golden import FILE, fingerprints

ROOT = Path(__file__).parents[2]


def extensions() -> str:
    """The instructions beyond its baseline that this NumPy found here: those that it can leave."""
    settings = np.show_config(mode="dicts")
    assert settings is not None
    return " ".join(settings["SIMD Extensions"].get("found", []))


@pytest.fixture(scope="module")
def golden() -> dict[str, str]:
    found: dict[str, str] = json.loads(FILE.read_text("utf-8"))
    return found


def test_records_are_those_of_the_last_release(golden: dict[str, str]) -> None:
    assert fingerprints() == golden


def test_every_product_has_a_fingerprint(golden: dict[str, str]) -> None:
    assert list(golden) == sorted(products())
    assert len(set(golden.values())) == len(golden)


@pytest.mark.parametrize("hash_seed", ["1"])
def test_another_process_without_vector_instructions_makes_the_same(
    golden: dict[str, str], hash_seed: str
) -> None:
    other = {
        "PYTHONHASHSEED": hash_seed,
        "NPY_DISABLE_CPU_FEATURES": extensions(),
        "LC_ALL": "C",
        "TZ": "Asia/Kathmandu",
    }

    result = subprocess.run(
        [sys.executable, "-m", "tests.ledger.golden"],
        env=dict(os.environ) | other,
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=60,
    )

    assert json.loads(result.stdout) == golden
    assert result.stderr == b""


@pytest.mark.parametrize(
    "other",
    [
        DatasetSettings(seed=1),
        DatasetSettings(realm="other"),
        DatasetSettings(currency="USD"),
        DatasetSettings(numbers="plan"),
        DatasetSettings(billing={"call": (6, 6)}),
    ],
    ids=["seed", "realm", "currency", "numbers", "billing"],
)
def test_any_other_setting_makes_another_dataset(other: DatasetSettings) -> None:
    one, another = Dataset(DatasetSettings()), Dataset(other)

    ids = [each.stream("abcd1234", "message").ids.text(7) for each in (one, another)]

    assert one.fingerprint != another.fingerprint
    assert ids[0] != ids[1]
    assert another.fingerprint == Dataset(other).fingerprint
