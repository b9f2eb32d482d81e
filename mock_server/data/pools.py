"""Names, streets and companies: drawn once by Faker, then kept on disk.

To import Faker and draw every locale takes 0.1 s (measured), so only the first process that ever
needs a locale pays it. The seed is fixed: equal versions of Faker give equal pools.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from pkgutil import iter_modules
from typing import Any, TypeGuard

from mock_server import cache

POOL_SIZE = 128
_SEED = 20240101
_KINDS = ("first_name", "last_name", "street_address", "company")
_PROVIDERS = ("person", "address", "company")
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
    # Imported here because it costs what every process but the first can do without.
    from faker import Generator  # noqa: PLC0415

    settings: dict[str, Any] = {"locale": locale, "use_weighting": False}
    faker = Generator(**settings)
    for name in _PROVIDERS:
        provider = _provider(name, locale)(faker)
        provider.__use_weighting__ = False
        faker.add_provider(provider)
    faker.seed_instance(_SEED)
    return {
        kind: [str(getattr(faker, kind)()).replace("\n", ", ").strip() for _ in range(POOL_SIZE)]
        for kind in _KINDS
    }


def _provider(name: str, locale: str) -> Any:
    """What draws for a locale, else for the provider's default: as Faker's own factory chooses.

    That factory first lists every provider's every locale, which takes 0.15 s (measured).
    """
    module = import_module(f"faker.providers.{name}")
    if locale not in {part.name for part in iter_modules(module.__path__)}:
        locale = getattr(module, "default_locale", "") or "en_US"
    return import_module(f"{module.__name__}.{locale}").Provider
