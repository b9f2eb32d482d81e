from __future__ import annotations

from pathlib import Path

import pytest

from tests.calibration.traffic import write_document


@pytest.fixture(autouse=True)
def _in_a_folder_with_the_document(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    write_document(tmp_path)
