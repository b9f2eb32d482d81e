"""Whether what a match asks for is there at all: a word that was mistyped would never be met."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import get_close_matches
from http import HTTPMethod
from typing import TypeAlias

from mock_server.catalogue import Served
from mock_server.errors import ConfigError
from mock_server.faults.matching import Match, fits
from mock_server.faults.rules import Rules
from mock_server.faults.templates import can_fit
from mock_server.web.site import paths_of

Check: TypeAlias = Callable[[Match, Sequence[Served]], None]

MOST_TOLD = 3

METHODS = tuple(method.value for method in HTTPMethod)


def check_rules(rules: Rules, served: Sequence[Served]) -> None:
    """Raises ConfigError: a rule, or a step of a scenario, waits for what nobody can ask here."""
    for error in never_met(rules, served):
        raise error


def never_met(rules: Rules, served: Sequence[Served]) -> Iterator[ConfigError]:
    """Why rules, or steps of scenarios, wait for what nobody can ask here."""
    steps = [step.match for scenario in rules.scenarios for step in scenario.steps]
    asked = [rule.match for rule in rules.rules if not rule.of_callbacks]
    called = [rule.match for rule in rules.rules if rule.of_callbacks]
    for check, those in ((check_request, [*asked, *steps]), (check_match, called)):
        yield from filter(None, (refusal(check, match, served) for match in those))


def refusal(check: Check, match: Match, served: Sequence[Served]) -> ConfigError | None:
    """What is wrong with a match, if anything is."""
    try:
        check(match, served)
    except ConfigError as error:
        return error
    return None


def check_request(match: Match, served: Sequence[Served]) -> None:
    """Raises ConfigError: no operation is meant, or none has such a path."""
    check_match(match, served)
    if match.path:
        check_path(match, served)


def check_path(match: Match, served: Sequence[Served]) -> None:
    """Raises ConfigError: no operation that is meant has such a path."""
    known = [path for one in meant(match, served) for path in paths_for(match, one)]
    if not any(can_fit(path, match.path) for path in known):
        of = f" of {match.operation!r:.100}" if match.operation else ""
        paths = dict.fromkeys(known)
        raise _unmet("path", match.path, paths, f"`understudy show` lists the paths{of}")


def check_match(match: Match, served: Sequence[Served]) -> None:
    """Raises ConfigError: it names a vendor, a method or an operation that there is not."""
    found = meant(match, served)
    if not found:
        names = [one.vendor.name for one in served]
        raise _unmet("vendor", match.vendor, names, f"served is {', '.join(names)}")
    if match.method and not any(fits(method, match.method.upper()) for method in METHODS):
        raise _unmet("method", match.method.upper(), METHODS, f"there is {', '.join(METHODS)}")
    if match.operation:
        names = [name for one in found for name in operation_names(one)]
        if not any(fits(name, match.operation) for name in names):
            raise _unmet("operation", match.operation, names, "`understudy show` lists them")
    if any(match.path.startswith(f"/{one.vendor.name}/") for one in found):
        check_path(match, served)  # paths are below the prefix


def meant(match: Match, served: Sequence[Served]) -> list[Served]:
    """The APIs that a match is for."""
    return [one for one in served if not match.vendor or fits(one.vendor.name, match.vendor)]


def paths_for(match: Match, served: Served) -> Iterator[str]:
    """Where its operations are, as far as a match names them; below the vendor's prefix."""
    for document in served.documents:
        for entry in document.entries:
            names = (entry.id, str(entry))
            if not match.operation or any(fits(name, match.operation) for name in names):
                yield from paths_of(served.vendor, document, entry.path)


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
