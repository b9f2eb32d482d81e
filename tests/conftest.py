from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.serving import SHARED, UNDERSTUDY, Server, free_port, serving

# How long examples take to be drawn tells how busy the machine is, not what the code does.
settings.register_profile("understudy", settings(), suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("understudy")

pytest_plugins = ["pytester"]

# Modules, tests and documents that were read stay until the end. As often as Python looks for
# garbage among them by default, that takes up to a sixth of the time.
gc.set_threshold(10_000)


def pytest_collection_finish() -> None:
    gc.freeze()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Every vendor, on a socket, in a process of its own."""
    port = free_port()
    settings = tmp_path_factory.mktemp("server") / "settings.toml"
    settings.write_text(SHARED)
    options = ("--port", str(port), "--latency", "none", "--config", str(settings))
    with serving((UNDERSTUDY, "serve", *options), port=port) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def private_cache(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[None]:
    """Nothing of ours that another run kept can hide what this one would find.

    The processes that share the tests of a run share it: their folders have one parent.
    What Hypothesis knows of characters takes seconds to work out: processes of tests find it here.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if hasattr(pytestconfig, "workerinput") else own
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNDERSTUDY_CACHE", str(shared / "cache"))
        patch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", str(pytestconfig.rootpath / ".hypothesis"))
        yield
