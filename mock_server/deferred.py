"""What Connexion imports and this server never calls: loaded when somebody does, if ever.

Importing Connexion costs half of the time to the first answer, and a third of that is its test
client with all that it needs. Only the command does this, because its process is its own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any

MODULES = frozenset({"httpx", "jinja2", "requests"})
TEST_CLIENT = "starlette.testclient"


class Deferring(MetaPathFinder):
    """Finds the deferred modules; each is executed when an attribute of it is first asked for."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in MODULES:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def defer_imports() -> None:
    """Let Connexion be imported without the modules above and without its test client."""
    sys.meta_path.insert(0, Deferring())
    stand_in = ModuleType(TEST_CLIENT)
    stand_in.TestClient = _test_client  # type: ignore[attr-defined]
    sys.modules.setdefault(TEST_CLIENT, stand_in)


def _test_client(*args: Any, **kwargs: Any) -> Any:
    """Starlette's test client, for whoever asks Connexion for one after all."""
    sys.modules.pop(TEST_CLIENT, None)
    from starlette.testclient import TestClient  # noqa: PLC0415 - deferring it is the point

    return TestClient(*args, **kwargs)
