"""Rules and scenarios from JSON or TOML; what is wrong is said with its place and its mending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mock_server.faults.rules import Rules


def read_rules(rules: Sequence[Any], scenarios: Sequence[Any] = ()) -> Rules:
    """Rules and scenarios as JSON has them.

    Raises:
        ConfigError: one of them makes no sense.
    """
    raise NotImplementedError
