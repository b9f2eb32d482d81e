from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.vendors.vonage.asking import Vonage


@pytest.fixture
def vonage() -> Iterator[Vonage]:
    api = Vonage()
    yield api
    api.close()


@pytest.fixture
def patient() -> Iterator[Vonage]:
    """The API that lets a span of time be longer than a day."""
    api = Vonage(sync_window="retention")
    yield api
    api.close()
