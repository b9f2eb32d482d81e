"""A profile of latencies that was named beside the APIs which it is for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mock_server.catalogue import Served
from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.faults.named import is_file, profiles_of
from mock_server.faults.profile import Profile, read_profile


def learned(settings: Settings, served: Sequence[Served]) -> Profile | None:
    """The profile that the settings name; None where latency is another matter.

    Raises:
        DataError: it cannot be read.
        ConfigError: it says nothing of what is served.
    """
    if not settings.has_latency_file:
        return None
    profile = read_profile(Path(settings.latency))
    if any(_says_something(profile, one) for one in served):
        return profile
    names = ", ".join(one.vendor.name for one in served)
    raise ConfigError(
        "The profile of latencies is for none of the APIs here",
        where="--latency",
        why=f"it is for {profile.api or 'other operations'}, and served is {names}",
        fix="serve that API too, or correct the name behind `api` in the profile",
    )


def profile_files(settings: Settings) -> list[Path]:
    """The files that the settings name for latencies and errors by chance."""
    named = [settings.latency] if settings.has_latency_file else []
    return [Path(name) for name in (*named, *profiles_of(settings.faults)) if is_file(name)]


def _says_something(profile: Profile, one: Served) -> bool:
    if not profile.is_for(one.vendor.name):
        return False
    keys = {str(entry) for document in one.documents for entry in document.entries}
    return bool(profile.default or profile.by_category or keys & profile.by_operation.keys())
