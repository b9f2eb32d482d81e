"""A vendor's `profile.toml`: how long its operations take, every number beside its source.

An entry is a table under one of three names, the closest of which counts:

- `[latency."GET /accounts/{id}"]`: an operation, by method and path as its document has them;
- `[latency.category.interactive]`: operations whose `x-latency-category` says so;
- `[latency.default]`: every other operation.

It holds `kind` with its numbers ("fixed": seconds; "uniform": low_s, high_s; "lognormal":
median_s, sigma, cap_s), `source`, and `assumed = true` when nobody measured or published it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mock_server.errors import DataError
from mock_server.faults.latency import Fixed, Latency, LogNormal, Uniform
from mock_server.spec.operation import Operation

_KINDS: Mapping[str, type[Latency]] = MappingProxyType(
    {"fixed": Fixed, "uniform": Uniform, "lognormal": LogNormal}
)
_FIELDS = MappingProxyType(
    {
        "fixed": {"seconds"},
        "uniform": {"low_s", "high_s"},
        "lognormal": {"median_s", "sigma", "cap_s"},
    }
)
_FIX = "see the head of mock_server/faults/profile.py for the form of an entry"


@dataclass(frozen=True, slots=True)
class Entry:
    """A latency and where it is from; `assumed` when nobody has measured or published it."""

    latency: Latency
    source: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a vendor's latencies; an empty one knows nothing and delays nothing."""

    by_operation: Mapping[str, Entry] = field(default_factory=dict)
    by_category: Mapping[str, Entry] = field(default_factory=dict)
    default: Entry | None = None

    def entry_for(self, operation: Operation) -> Entry | None:
        """The closest entry: the operation's own, its category's, then the default."""
        category = str(operation.extensions.get("x-latency-category"))
        return (
            self.by_operation.get(operation.key) or self.by_category.get(category) or self.default
        )

    def latency_for(self, operation: Operation) -> Latency | None:
        """None when the profile says nothing of such an operation."""
        entry = self.entry_for(operation)
        return entry.latency if entry else None


def read_profile(path: Path) -> Profile:
    """The profile in a file.

    Raises:
        DataError: the file cannot be read, or an entry is not complete; it names the entry.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _broken(str(path), str(error)) from error
    return _profile(document, str(path))


def _profile(document: Mapping[str, Any], where: str) -> Profile:
    if unknown := sorted(document.keys() - {"latency"}):
        raise _broken(where, f"it has {unknown}, and only `latency` is known")
    tables = dict(_table(document.get("latency", {}), f"{where}: latency"))
    categories = _table(tables.pop("category", {}), f"{where}: latency.category")
    default = tables.pop("default", None)
    return Profile(
        by_operation=_entries(tables, f"{where}: latency"),
        by_category=_entries(categories, f"{where}: latency.category"),
        default=None if default is None else _entry(default, f"{where}: latency.default"),
    )


def _entries(tables: Mapping[str, Any], where: str) -> Mapping[str, Entry]:
    return MappingProxyType(
        {name: _entry(table, f'{where}."{name}"') for name, table in tables.items()}
    )


def _entry(value: object, where: str) -> Entry:
    table = dict(_table(value, where))
    source, assumed = table.pop("source", ""), table.pop("assumed", False)
    if not isinstance(source, str) or not source.strip():
        raise _broken(where, "it has no `source`: a number of the real world says where it is from")
    if not isinstance(assumed, bool):
        raise _broken(where, "`assumed` is neither true nor false")
    return Entry(_latency(table, where), source, assumed)


def _latency(table: dict[str, Any], where: str) -> Latency:
    kind = table.pop("kind", None)
    if not isinstance(kind, str) or kind not in _KINDS:
        raise _broken(where, f"its `kind` is {kind!r}, not one of {', '.join(_KINDS)}")
    if table.keys() != _FIELDS[kind]:
        raise _broken(where, f"{kind} takes {sorted(_FIELDS[kind])}, it has {sorted(table)}")
    try:
        return _KINDS[kind](**table)
    except DataError as error:
        raise _broken(where, error.why) from error


def _table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _broken(where, "it is not a table")
    return value


def _broken(where: str, why: str) -> DataError:
    return DataError("A profile is not usable", where=where, why=why, fix=_FIX)
