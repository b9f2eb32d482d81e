"""A vendor's `errors.toml`: what it says in which case, every saying beside its source.

The first `[[error]]` that fits is said, so the particular stand before the general, and the last
one fits everything. An entry holds

- what it is for; each is a list, `*` stands for anything and `?` for one character, and all that
  are given must hold: `statuses` ("404", "4??"), `refusals` (codes of a `Refusal`), `operations`
  (method and path as the document has them), and of a broken rule `rules`, `names`, `locations`;
- what is said: any other keys, which the vendor's shape reads; `detail` is a sentence, in which
  `{name}` is filled from the refusal's details;
- `overrules`: codes of refusals whose own words give way to `detail`;
- `source`, and `assumed = true` when nobody has published or seen what it says.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from mock_server.errors import DataError
from mock_server.exchange import Refusal
from mock_server.spec.operation import Json, Operation
from mock_server.spec.violation import Violation

Matcher: TypeAlias = Callable[[str], object]

_CRITERIA = ("statuses", "refusals", "operations", "rules", "names", "locations")
_MOST_NOTES = 3
_WILD = frozenset("*?[")
_PLACEHOLDER = re.compile(r" ?\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Case:
    """What a saying is looked for: a refusal, or one of the broken rules in it.

    Args:
        operation: the key of the operation; "" when none was reached.
        rule, name, location: as in a `Violation`; "" when no rule is broken.
    """

    refusal: str
    status: int
    operation: str = ""
    rule: str = ""
    name: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One saying, and what it is for: patterns for those parts of a case that it is asked of."""

    criteria: tuple[tuple[str, Matcher], ...]
    overrules: tuple[str, ...]
    says: Mapping[str, Json]

    def fits(self, given: Mapping[str, str]) -> bool:
        return all(matches(given[name]) for name, matches in self.criteria)

    def detail(self, refusal: Refusal, own: str) -> str:
        """The sentence for a person: the refusal's own words, or the vendor's."""
        vendors = str(self.says.get("detail", ""))
        if vendors and (not own or refusal.code in self.overrules):
            return filled(vendors, refusal.details)
        return own


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """All that a vendor says, in the order in which it is asked."""

    entries: tuple[Entry, ...]

    def find(self, case: Case) -> Entry:
        given = {
            "statuses": str(case.status),
            "refusals": case.refusal,
            "operations": case.operation,
            "rules": case.rule,
            "names": case.name,
            "locations": case.location,
        }
        return next(entry for entry in self.entries if entry.fits(given))


def read_error_table(path: Path) -> ErrorTable:
    """The table in a file.

    Raises:
        DataError: the file cannot be read, an entry is not complete, or the last one does not
            fit everything.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _broken(str(path), str(error)) from error
    tables = document.get("error")
    if not isinstance(tables, list) or document.keys() != {"error"}:
        raise _broken(str(path), "it is not a list of [[error]]")
    entries = tuple(
        _entry(table, f"{path}: error {number}") for number, table in enumerate(tables, 1)
    )
    if not entries or entries[-1].criteria:
        raise _broken(str(path), "its last entry must fit everything, and so have no criteria")
    return ErrorTable(entries)


def case_of(
    refusal: Refusal, status: int, operation: Operation | None, broken: Violation | None = None
) -> Case:
    """The case of a refusal, or of one broken rule in it."""
    key = operation.key if operation else ""
    if broken is None:
        return Case(refusal.code, status, key)
    return Case(refusal.code, status, key, broken.keyword, broken.name, broken.location)


def status_for(refusal: Refusal, operation: Operation | None, wished: Sequence[int]) -> int:
    """The status of a refusal; broken rules get the first of `wished` that the document names."""
    if not refusal.violations or refusal.code != "invalid" or operation is None:
        return refusal.status
    named = {spec.status for spec in operation.responses}
    return next((status for status in wished if str(status) in named), refusal.status)


def unsaid(refusal: Refusal, body: bytes) -> str:
    """Those words of the refusal that its body lacks: a note for whoever develops against us."""
    words = [each.message for each in refusal.violations] or [refusal.detail]
    return "; ".join([each for each in words if to_json(each)[1:-1] not in body][:_MOST_NOTES])


def to_json(body: Json) -> bytes:
    """JSON of anything: what no JSON can hold, such as half a surrogate pair, is made harmless."""
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        return json.dumps(body, ensure_ascii=False, default=str).encode("utf-8", "replace")


def filled(sentence: str, details: Mapping[str, Json]) -> str:
    """The sentence with its `{name}`s filled; one that nobody knows leaves no gap."""

    def value(found: re.Match[str]) -> str:
        known = details.get(found[1])
        return "" if known is None else found[0].replace("{" + found[1] + "}", str(known))

    return _PLACEHOLDER.sub(value, sentence)


def _entry(table: Any, where: str) -> Entry:
    if not isinstance(table, dict) or not isinstance(table.get("source"), str):
        raise _broken(where, "it has no `source`")
    wanted = {name: _texts(table, name, where) for name in _CRITERIA}
    criteria = tuple((name, _matcher(texts)) for name, texts in wanted.items() if texts)
    says = {key: value for key, value in table.items() if key not in _CRITERIA}
    return Entry(criteria, _texts(table, "overrules", where), says)


def _matcher(wanted: tuple[str, ...]) -> Matcher:
    """What matches any of the texts; compiled once, since an answer asks dozens of entries."""
    if not _WILD.intersection("".join(wanted)):
        return frozenset(wanted).__contains__  # most are plain, and patterns take long to compile
    return re.compile("|".join(map(translate, wanted))).match


def _texts(table: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise _broken(where, f"its `{name}` is not a list of texts")
    return tuple(found)


def _broken(where: str, why: str) -> DataError:
    return DataError(
        "A table of errors is not complete",
        where=where,
        why=why,
        fix="see the head of mock_server/conventions/error_table.py for the form of an entry",
    )
