from __future__ import annotations

import pytest
from reconciliation.patience import Patient

from mock_server.testing import MockServer

OWNER = ("abcd1234", "secret")


@pytest.fixture
def telnyx(mock_server: MockServer) -> Patient:
    """Telnyx, as the program asks it; to wait is to turn the clock."""
    bearer = {"Authorization": "Bearer KEY0190A1B2C3D4"}
    return Patient(mock_server.client("telnyx", headers=bearer), mock_server.advance)


@pytest.fixture
def vonage(mock_server: MockServer) -> Patient:
    """The same for Vonage."""
    return Patient(mock_server.client("vonage", auth=OWNER), mock_server.advance)
