"""What stands between the judge and a target: nothing, or what somebody names to put there."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import httpx

from contracts.errors import TargetError

Between = Callable[[httpx.BaseTransport], httpx.BaseTransport]
"""From the transport that reaches the target to the one that is asked."""


def named_between(name: str) -> Between:
    """What "package.module:function" names; what changes nothing for "".

    Every process of a run finds it by its name, for functions do not travel.

    Raises:
        TargetError: there is no such function.
    """
    if not name:
        return lambda transport: transport
    module, _, function = name.partition(":")
    try:
        found: Between = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise TargetError(
            "What is to stand between judge and target cannot be found",
            where=name,
            why=str(error),
            fix="name it as package.module:function",
        ) from error
    return found
