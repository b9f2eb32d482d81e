"""Cases for one operation, by Schemathesis, from the document as it was published.

What is used of it beyond its documented API (`create_test` and its configuration) was read in
4.32's source; the version is pinned for that reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import SkipTest

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.result import Ok
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)

from contracts.observed import Expectation

PHASES = ("examples", "coverage", "fuzzing")


@dataclass(frozen=True, slots=True)
class Case:
    """A request to be sent, and what the document says of it."""

    made: schemathesis.Case[Any]
    phase: str

    @property
    def expectation(self) -> Expectation:
        meta = self.made.meta
        return "refused" if meta and meta.generation.mode.is_negative else "accepted"

    def request(self, base_url: str, headers: Mapping[str, str]) -> httpx.Request:
        """The request as Schemathesis would send it, with these headers where it has none."""
        prepared = requests.Request(**self.made.as_transport_kwargs(base_url=base_url)).prepare()
        body = prepared.body
        own = {str(name): str(value) for name, value in prepared.headers.items()}
        return httpx.Request(
            str(prepared.method),
            str(prepared.url),
            headers={**headers, **own},
            content=body if isinstance(body, (bytes, str)) else b"",
        )


def configured(seed: int) -> schemathesis.Config:
    """Nothing is sent unasked, nothing is written, and a seed says all of it."""
    return schemathesis.Config.from_dict(
        {
            "seed": seed,
            "generation": {"mode": "all", "database": "none"},
            "phases": {"coverage": {"unexpected-methods": []}},
            "auth": {"auto-signup": False},
            "cache": {"enabled": False},
        }
    )


def operations(file: Path, seed: int) -> Mapping[str, Any]:
    """The operations of a document that Schemathesis can make cases for, by method and path."""
    schema = schemathesis.openapi.from_path(file, config=configured(seed))
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return {one.label: one for one in found}


def play(operation: Any, phase: str, most: int, see: Callable[[Case], None]) -> None:
    """Show `see` the cases of one phase; `most` bounds fuzzing alone."""
    config = HypothesisTestConfig(
        project=operation.schema.config,
        modes=[HypothesisTestMode(phase)],
        seed=operation.schema.config.seed,
        settings=settings(
            max_examples=most,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    def shown(case: schemathesis.Case[Any]) -> None:
        see(Case(case, phase))

    try:
        create_test(operation=operation, test_func=shown, config=config)()
    except SkipTest:
        return
