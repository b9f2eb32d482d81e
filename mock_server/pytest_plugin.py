"""The pytest plugin: the fixture `mock_server`, its marker and its options. See docs/pytest.md.

pytest loads this module in every run, whether a test asks for the fixture or not; so what plays the
APIs is imported when the first one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.errors import MockServerError

if TYPE_CHECKING:
    from mock_server.testing import MockServer, Stages

MARKER = (
    "mock_server(vendor, seed, clock, faults, settings): how the fixture of that name plays for "
    "this test; see docs/pytest.md"
)

OPTIONS = {
    "mock_server_apis": "vendors and OpenAPI documents to play; every vendor by default",
    "mock_server_config": "settings to read instead of understudy.toml beside the tests",
    "mock_server_seed": "equal seeds give equal answers",
    "mock_server_clock": "the moment at which time stands still in every test",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    for name, meaning in OPTIONS.items():
        if name == "mock_server_apis":
            parser.addini(name, meaning, type="args")
        else:
            parser.addini(name, meaning, type="string")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)


@pytest.fixture(scope="session")
def mock_server_stages(pytestconfig: pytest.Config) -> Iterator[Stages]:
    """What plays the APIs, shared by all tests of this process."""
    from mock_server.testing import Stages  # noqa: PLC0415 - only where it is asked for

    stages = Stages(pytestconfig.rootpath, {name: pytestconfig.getini(name) for name in OPTIONS})
    yield stages
    stages.close()


@pytest.fixture
def mock_server(request: pytest.FixtureRequest, mock_server_stages: Stages) -> Iterator[MockServer]:
    """Plays the vendors' APIs for this test, in a session that no other test sees."""
    playing = _playing(request.node, mock_server_stages)
    yield playing
    playing.close()


def _playing(item: pytest.Item, stages: Stages) -> MockServer:
    """Fails the test in words, without a traceback through our code, when its marker is wrong."""
    markers: list[dict[str, Any]] = []
    for marker in item.iter_markers("mock_server"):
        if marker.args:
            pytest.fail(f"{marker.args[0]!r}: say what it is, as in vendor=...", pytrace=False)
        markers.append(dict(marker.kwargs))
    try:
        return stages.play(item.name, markers)
    except MockServerError as error:
        pytest.fail(str(error), pytrace=False)
