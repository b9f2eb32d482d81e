from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.vendors.telnyx.asking import Telnyx


@pytest.fixture
def telnyx() -> Iterator[Telnyx]:
    api = Telnyx()
    yield api
    api.close()
