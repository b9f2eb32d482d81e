from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.live.vendor import Said, Vendor, certificate, listening


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def vendor(pem: Path) -> Iterator[Vendor]:
    """Somebody who answers every request with an empty object, until told otherwise."""
    with listening(pem, lambda heard: Said()) as running:
        yield running
