from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts.api import Api
from contracts.targets.target import Wanted, opened


@pytest.fixture(scope="package")
def telnyx() -> Iterator[Api]:
    with opened(Wanted("mock:telnyx", seed=3)) as api:
        yield api


@pytest.fixture(scope="package")
def vonage() -> Iterator[Api]:
    with opened(Wanted("mock:vonage", seed=3)) as api:
        yield api
