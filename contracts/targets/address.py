"""A target at an address: somebody else's server, or ours on a port."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from contracts.contract import Contract, contract
from contracts.errors import TargetError

TIMEOUT_S = 30.0


def address_contract(url: str, specs: tuple[Path, ...]) -> Contract:
    """The documents named for it.

    Raises:
        TargetError: none is named.
    """
    if not specs:
        raise TargetError(
            "There is nothing to judge this API by",
            where=url,
            why="an address does not say what it promises",
            fix="name its OpenAPI document: --spec openapi.yaml",
        )
    return contract(httpx.URL(url).host, specs)


@contextmanager
def address_client(url: str, headers: Mapping[str, str]) -> Iterator[httpx.Client]:
    """No redirects, and no proxies from the environment: what is judged is who was named."""
    with httpx.Client(
        base_url=url,
        headers=dict(headers),
        timeout=TIMEOUT_S,
        follow_redirects=False,
        trust_env=False,
    ) as client:
        yield client
