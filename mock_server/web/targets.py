"""Whether what a match asks for is there at all: a word that was mistyped would never be met."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from http import HTTPMethod

from mock_server.catalogue import Served
from mock_server.errors import ConfigError
from mock_server.faults.matching import Match, fits
from mock_server.faults.rules import Rules

MOST_TOLD = 3

METHODS = tuple(method.value for method in HTTPMethod)


def check_rules(rules: Rules, served: Sequence[Served]) -> None:
    """Raises ConfigError: a rule, or a step of a scenario, waits for what nobody can ask here."""
    for match in matches(rules):
        check_match(match, served)


def matches(rules: Rules) -> Iterator[Match]:
    for rule in rules.rules:
        yield rule.match
    for scenario in rules.scenarios:
        for step in scenario.steps:
            yield step.match


def check_match(match: Match, served: Sequence[Served]) -> None:
    """Raises ConfigError: it names a vendor, a method or an operation that there is not."""
    meant = [one for one in served if not match.vendor or fits(one.vendor.name, match.vendor)]
    if not meant:
        names = [one.vendor.name for one in served]
        raise _unmet("vendor", match.vendor, names, f"served is {', '.join(names)}")
    if match.method and not any(fits(method, match.method.upper()) for method in METHODS):
        raise _unmet("method", match.method.upper(), METHODS, f"there is {', '.join(METHODS)}")
    if match.operation:
        names = [name for one in meant for name in operation_names(one)]
        if not any(fits(name, match.operation) for name in names):
            raise _unmet("operation", match.operation, names, "`understudy show` lists them")


def operation_names(served: Served) -> Iterator[str]:
    """What its operations are called: by operationId, and by method and path."""
    for document in served.documents:
        for entry in document.entries:
            yield entry.id
            yield str(entry)


def _unmet(key: str, wanted: str, known: Collection[str], otherwise: str) -> ConfigError:
    close = get_close_matches(wanted, known, n=MOST_TOLD, cutoff=0.5)
    return ConfigError(
        f"No request here can be for the {key} {wanted!r:.100}",
        where=f"match.{key}",
        why="nothing that is served is called so",
        fix=f"did you mean {' or '.join(map(repr, close))}?" if close else otherwise,
    )
