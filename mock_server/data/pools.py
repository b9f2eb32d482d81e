"""Names, streets and companies: drawn once by Faker, then kept on disk.

To import Faker and set up one locale takes 0.2 s (measured), so only the first process that ever
needs a locale pays it. The seed is fixed: equal versions of Faker give equal pools.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from typing import TypeGuard

from mock_server import cache

POOL_SIZE = 128
_SEED = 20240101
_KINDS = ("first_name", "last_name", "street_address", "company")
_PROVIDERS = ["faker.providers.person", "faker.providers.address", "faker.providers.company"]
"""Those of Faker's two dozen that draw these kinds."""


@lru_cache(maxsize=32)
def pools_of(locale: str) -> Mapping[str, tuple[str, ...]]:
    """The pools of a locale, by kind: first_name, last_name, street_address, company."""
    key = cache.digest(version("faker").encode(), locale.encode())
    kept = cache.read("pool", key)
    pools = kept if _is_complete(kept) else _draw(locale)
    if pools is not kept:
        cache.write("pool", key, pools)
    return {kind: tuple(pools[kind]) for kind in _KINDS}


def _is_complete(kept: object) -> TypeGuard[dict[str, list[str]]]:
    return isinstance(kept, dict) and all(len(kept.get(kind, ())) == POOL_SIZE for kind in _KINDS)


def _draw(locale: str) -> dict[str, list[str]]:
    # Imported here because it costs 0.2 s that every process but the first can do without.
    from faker import Faker  # noqa: PLC0415

    faker = Faker(locale, _PROVIDERS, use_weighting=False)
    faker.seed_instance(_SEED)
    return {
        kind: [str(getattr(faker, kind)()).replace("\n", ", ").strip() for _ in range(POOL_SIZE)]
        for kind in _KINDS
    }
