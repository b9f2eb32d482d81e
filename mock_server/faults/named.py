"""Named profiles of faults, and the rules that a configuration asks for.

A profile is a TOML file in `profiles/`: `about` and `sources`, then rules and scenarios as anywhere
else, where `assumed = true` marks a rule whose numbers nobody has measured or published.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_server.errors import ConfigError
from mock_server.faults.chances import error_rules
from mock_server.faults.profile import read_profile
from mock_server.faults.reading import read_rules
from mock_server.faults.rules import Rules
from mock_server.faults.tables import Table, suggestion, wrong

FOLDER = Path(__file__).with_name("profiles")

EXAMPLE = 'write [faults] and profiles = ["rate-limited"] under it'


@dataclass(frozen=True, slots=True)
class Named:
    """A profile.

    Args:
        about: what it is like, in a sentence.
        sources: where its numbers are from.
        assumed: the ids of rules whose numbers nobody has measured or published.
    """

    name: str
    about: str
    sources: str
    rules: Rules
    assumed: frozenset[str]


def is_file(name: str) -> bool:
    """Whether a file is meant, and no profile of ours."""
    return name.endswith(".toml")


def profiles_of(setting: Mapping[str, Any]) -> list[str]:
    """The profiles that the setting `faults` names.

    Raises:
        ConfigError: that is no list of names.
    """
    return _profiles(Table(setting, "faults", setting))


def profile_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def named(name: str) -> Named:
    """The profile of a name, which may be written with spaces; of a file, the errors in it.

    Raises:
        ConfigError: there is none.
        DataError: it is a file that cannot be read.
    """
    if is_file(name):
        return _learned(Path(name))
    file = "-".join(name.lower().split())
    known = profile_names()
    if file not in known:
        raise wrong("faults.profiles", f"there is no profile {name!r:.80}", suggestion(file, known))
    table = _table(file)
    assumed = frozenset(rule["id"] for rule in table["rules"] if rule.pop("assumed", False))
    rules = read_rules(table["rules"], table.get("scenarios", ()))
    return Named(file, table["about"], " ".join(table["sources"].split()), rules, assumed)


def given(name: str) -> tuple[list[Any], list[Any]]:
    """The rules and the scenarios of a profile as they stand in it, for sessions to keep."""
    table = _table(name)
    rules = [{key: rule[key] for key in rule if key != "assumed"} for rule in table["rules"]]
    return rules, list(table.get("scenarios", ()))


def _table(file: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{file}.toml").read_text("utf-8"))


def _learned(path: Path) -> Named:
    rules = error_rules(read_profile(path))
    if not rules:
        fix = "leave it out, or learn from a recording in which the API has failed"
        raise wrong("faults.profiles", f"there are no errors by chance in {str(path)!r:.80}", fix)
    return Named(str(path), "as often as it was seen", f"{path}", rules, frozenset())


def configured(setting: Mapping[str, Any], where: str) -> Rules:
    """What the setting `faults` comes to: its own rules and scenarios, then those of profiles.

    Args:
        where: who said so, for errors.

    Raises:
        ConfigError: it makes no sense.
    """
    try:
        table = Table(setting, "faults", ("profiles", "rules", "scenarios"))
        rules = read_rules(
            _called(setting.get("rules", ()), "config-rule"),
            _called(setting.get("scenarios", ()), "config-scenario"),
        )
        for name in _profiles(table):
            rules += named(name).rules
    except ConfigError as error:
        raise ConfigError(
            error.what, where=f"{where}: {error.where}", why=error.why, fix=error.fix
        ) from None
    return rules


def _called(given: Any, name: str) -> Any:
    """Ids for those that have none, other ones than a session's own would get."""
    if not isinstance(given, list | tuple):
        return given
    return [
        {"id": f"{name}-{number}", **one} if isinstance(one, Mapping) else one
        for number, one in enumerate(given, 1)
    ]


def summary(setting: Mapping[str, Any]) -> str:
    """The setting `faults` in a few words: names of profiles, and what there is beside them."""
    counts = {kind: len(setting.get(kind, ())) for kind in ("rules", "scenarios")}
    own = [f"{n} {kind if n > 1 else kind[:-1]}" for kind, n in counts.items() if n]
    return ", ".join((*profiles_of(setting), *own)) or "none"


def _profiles(table: Table) -> list[str]:
    names = table.values.get("profiles", ())
    if isinstance(names, str):
        return [names]
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        is_rule = isinstance(names, list | tuple) and any(isinstance(one, Mapping) for one in names)
        fix = "write [[faults.rules]] above each rule" if is_rule else EXAMPLE
        raise wrong("faults.profiles", f"{names!r:.80} is no list of names", fix)
    return list(names)
