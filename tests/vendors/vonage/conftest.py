from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.vendors.vonage.asking import Vonage


@pytest.fixture(scope="package")
def strict() -> Iterator[Vonage]:
    api = Vonage()
    yield api
    api.close()


@pytest.fixture(scope="package")
def retentive() -> Iterator[Vonage]:
    api = Vonage(sync_window="retention")
    yield api
    api.close()


@pytest.fixture
def vonage(strict: Vonage) -> Vonage:
    strict.begin_again()
    return strict


@pytest.fixture
def patient(retentive: Vonage) -> Vonage:
    """The API that lets a span of time be longer than a day."""
    retentive.begin_again()
    return retentive
