"""A vendor's `profile.toml`: how long its operations take, every number beside its source.

An entry is a table under one of three names, the closest of which counts:

- `[latency."GET /accounts/{id}"]`: an operation, by method and path as its document has them;
- `[latency.category.interactive]`: operations whose `x-latency-category` says so;
- `[latency.default]`: every other operation.

It holds `kind` with its numbers ("fixed": seconds; "uniform": low_s, high_s; "lognormal":
median_s, sigma, cap_s; "quantiles": values_s), `source`, `assumed = true` when nobody measured or
published it, and `count` when it was learned: from how many answers. Of the kind "by_size" it holds
`classes`, each with `up_to_bytes` (the last one without), `count`, and a kind with its numbers.

`[errors."GET /accounts/{id}"]` says which part of an operation's answers were which error:
`rates` by status, `count` and `source`. They befall nobody who did not ask for it.

`api`, the name of an API, keeps all of it to that one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mock_server.errors import DataError
from mock_server.faults.latency import (
    BySize,
    Fixed,
    Latency,
    LogNormal,
    Quantiles,
    SizeClass,
    Uniform,
)
from mock_server.spec.operation import Operation

_KINDS: Mapping[str, type[Fixed | Uniform | LogNormal | Quantiles]] = MappingProxyType(
    {"fixed": Fixed, "uniform": Uniform, "lognormal": LogNormal, "quantiles": Quantiles}
)
_FIELDS = MappingProxyType(
    {
        "fixed": {"seconds"},
        "uniform": {"low_s", "high_s"},
        "lognormal": {"median_s", "sigma", "cap_s"},
        "quantiles": {"values_s"},
        "by_size": {"classes"},
    }
)
_FIX = "see the head of mock_server/faults/profile.py for the form of an entry"


@dataclass(frozen=True, slots=True)
class Entry:
    """A latency and where it is from; `assumed` when nobody has measured or published it.

    Args:
        count: the answers that it was learned from; 0 when it was not.
    """

    latency: Latency
    source: str
    assumed: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Errors:
    """How often an operation was answered by an error.

    Args:
        rates: by status, which part of all answers had it.
        count: of all answers.
    """

    rates: Mapping[int, float]
    count: int
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a vendor's latencies; an empty one knows nothing and delays nothing.

    Args:
        errors: by operation.
        api: the only one that all of this is about; empty for any.
    """

    by_operation: Mapping[str, Entry] = field(default_factory=dict)
    by_category: Mapping[str, Entry] = field(default_factory=dict)
    default: Entry | None = None
    errors: Mapping[str, Errors] = field(default_factory=dict)
    api: str = ""

    def is_for(self, api: str) -> bool:
        return self.api in {"", api}

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
    except OSError as error:
        why, fix = error.strerror or str(error), "check the path; `understudy calibrate` writes one"
        raise DataError("A profile cannot be read", where=str(path), why=why, fix=fix) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _broken(str(path), str(error)) from error
    return _profile(document, str(path))


def _profile(document: Mapping[str, Any], where: str) -> Profile:
    if unknown := sorted(document.keys() - {"latency", "errors", "api"}):
        raise _broken(where, f"it has {unknown}, and only `latency`, `errors` and `api` are known")
    tables = dict(_table(document.get("latency", {}), f"{where}: latency"))
    categories = _table(tables.pop("category", {}), f"{where}: latency.category")
    default = tables.pop("default", None)
    api = document.get("api", "")
    if not isinstance(api, str):
        raise _broken(where, "`api` is not the name of one")
    return Profile(
        by_operation=_entries(tables, f"{where}: latency"),
        by_category=_entries(categories, f"{where}: latency.category"),
        default=None if default is None else _entry(default, f"{where}: latency.default"),
        errors=_all_errors(_table(document.get("errors", {}), f"{where}: errors"), where),
        api=api,
    )


def _entries(tables: Mapping[str, Any], where: str) -> Mapping[str, Entry]:
    return MappingProxyType(
        {name: _entry(table, f'{where}."{name}"') for name, table in tables.items()}
    )


def _entry(value: object, where: str) -> Entry:
    table = dict(_table(value, where))
    source, assumed = _source(table, where), table.pop("assumed", False)
    if not isinstance(assumed, bool):
        raise _broken(where, "`assumed` is neither true nor false")
    count = _count(table, where)
    if table.get("kind") == "by_size":
        return Entry(_by_size(table, where), source, assumed, count)
    return Entry(_latency(table, where), source, assumed, count)


def _by_size(table: Mapping[str, Any], where: str) -> BySize:
    _check_fields(table, "by_size", where)
    if not isinstance(table["classes"], list):
        raise _broken(where, "`classes` is not a list of tables")
    classes = []
    for place, given in enumerate(table["classes"]):
        its = f"{where}.classes[{place}]"
        one = dict(_table(given, its))
        bound, count = one.pop("up_to_bytes", None), _count(one, its)
        classes.append(SizeClass(bound, _latency(one, its), count))
    try:
        return BySize(tuple(classes))
    except DataError as error:
        raise _broken(where, error.why) from error


def _latency(table: Mapping[str, Any], where: str) -> Fixed | Uniform | LogNormal | Quantiles:
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise _broken(where, f"its `kind` is {kind!r}, not one of {', '.join(_FIELDS)}")
    numbers = {name: _frozen(value) for name, value in table.items() if name != "kind"}
    _check_fields(table, kind, where)
    try:
        return _KINDS[kind](**numbers)
    except DataError as error:
        raise _broken(where, error.why) from error


def _check_fields(table: Mapping[str, Any], kind: str, where: str) -> None:
    given = table.keys() - {"kind"}
    if given != _FIELDS[kind]:
        raise _broken(where, f"{kind} takes {sorted(_FIELDS[kind])}, it has {sorted(given)}")


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _all_errors(tables: Mapping[str, Any], where: str) -> Mapping[str, Errors]:
    return MappingProxyType(
        {name: _errors(table, f'{where}: errors."{name}"') for name, table in tables.items()}
    )


def _errors(value: object, where: str) -> Errors:
    table = dict(_table(value, where))
    source, count = _source(table, where), _count(table, where)
    if table.keys() != {"rates"}:
        raise _broken(where, f"beside source and count it takes `rates`, it has {sorted(table)}")
    rates = {
        _status(status, where): _rate(rate, where)
        for status, rate in _table(table["rates"], f"{where}.rates").items()
    }
    if sum(rates.values()) > 1 + 1e-9:
        raise _broken(where, "its rates come to more than 1")
    return Errors(MappingProxyType(rates), count, source)


def _status(text: str, where: str) -> int:
    if not re.fullmatch("[45][0-9]{2}", text):
        raise _broken(where, f"{text!r} is not the status of an error")
    return int(text)


def _rate(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _broken(where, f"the rate {value!r} is not a number from 0 to 1")
    return float(value)


def _source(table: dict[str, Any], where: str) -> str:
    source = table.pop("source", "")
    if not isinstance(source, str) or not source.strip():
        raise _broken(where, "it has no `source`: a number of the real world says where it is from")
    return source


def _count(table: dict[str, Any], where: str) -> int:
    count = table.pop("count", 0)
    if type(count) is not int or count < 0:
        raise _broken(where, f"its `count` is {count!r}, not a number of answers")
    return count


def _table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _broken(where, "it is not a table")
    return value


def _broken(where: str, why: str) -> DataError:
    return DataError("A profile is not usable", where=where, why=why, fix=_FIX)
