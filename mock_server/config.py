"""Settings: from `understudy.toml`, the environment and options; the later one wins."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

from mock_server.faults.latency import Latency, parse_latency
from mock_server.ledger.settings import Books, DatasetSettings, Numbers, Volume
from mock_server.setting_checks import CHECKS, bad

FILE = Path("understudy.toml")
PREFIX = "UNDERSTUDY_"
NOT_SETTINGS = frozenset({"UNDERSTUDY_CACHE", "UNDERSTUDY_CONFIG"})
"""Variables of ours that are read elsewhere: where the cache is, where the file is."""

Credentials: TypeAlias = Mapping[str, tuple[str, ...]]
Volumes: TypeAlias = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server is told, whoever told it.

    Args:
        volume: how busy accounts are: a level's name, or records a day.
        accounts: the same for single accounts.
        numbers: which phone numbers there are: see `DatasetSettings`.
        store: where to remember: a URL.
        workers: processes that serve; see `web/workers.py`.
        vendors: what each vendor has settings of its own for, by its name.
        callbacks: `allow`: hosts beside this machine that callbacks may go to.
        control: whether there is a control API; where others can reach the server, it takes a
            token, too.
        control_token: what the control API asks for; empty for nothing.
        journal: how many exchanges of each session are kept; 0 for none.
        redact: names of headers, parameters and fields that the journal shows no values of.
        faults: `profiles`, `rules` and `scenarios`: what befalls requests; see `faults.named`.
    """

    apis: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 4010
    seed: int = 0
    profile: str = "faithful"
    latency: str = "none"
    engine: str = "compiled"
    server: str = "uvicorn"
    workers: int = 1
    lenient: bool = False
    reload: bool = False
    mock_headers: bool = True
    max_body_bytes: int = 10 * 1024 * 1024
    credentials: Credentials = field(default_factory=dict)
    volume: str = "medium"
    accounts: Volumes = field(default_factory=dict)
    numbers: Numbers = "fictional"
    store: str = "memory:"
    vendors: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)
    callbacks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    control: bool = True
    control_token: str = field(default="", repr=False)
    journal: int = 1_000
    redact: tuple[str, ...] = ()
    faults: Mapping[str, Any] = field(default_factory=dict)

    def dataset(self, books: Books, seed: str | None = None) -> DatasetSettings:
        """What the records of an API's accounts are made of.

        Args:
            books: how the API keeps its accounts.
            seed: instead of the server's.
        """
        return DatasetSettings(
            seed=self.seed if seed is None else seed,
            realm=books.realm,
            currency=books.currency,
            volume=Volume(self.volume, self.accounts),
            numbers=self.numbers,
            billing=books.billing,
            products=books.products,
        )

    @property
    def fixed_latency(self) -> Latency | None:
        """One latency for everything; None where each operation has its own."""
        if self.latency == "vendor" or self.has_latency_file:
            return None
        return parse_latency(self.latency)

    @property
    def has_latency_file(self) -> bool:
        """Whether `latency` names a file, a vendor's profile or one that was learned."""
        return self.latency.endswith(".toml")


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings, and for each where its value came from."""

    settings: Settings
    origins: Mapping[str, str]


def configure(
    options: Mapping[str, Any], environment: Mapping[str, str], file: Path | None = None
) -> Configuration:
    """Put together what options, environment and file say; options win over all.

    Args:
        options: by setting; those that are None were not given.
        file: None for `understudy.toml` in this folder, if there is one.

    Raises:
        ConfigError: a key is unknown, or a value makes no sense for it.
    """
    origins = dict.fromkeys(DEFAULTS, "default")
    values = dict(DEFAULTS)
    for origin, name, value in (
        *_from_file(file),
        *_from_environment(environment),
        *((f"--{name.replace('_', '-')}", name, value) for name, value in options.items()),
    ):
        if value is not None:
            values[name] = _checked(name, value, origin)
            origins[name] = origin
    return Configuration(Settings(**values), origins)


def _from_file(file: Path | None) -> list[tuple[str, str, Any]]:
    path = file or FILE
    if file is None and not path.exists():
        return []
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise bad(str(path), error.strerror or str(error), "check the path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise bad(str(path), str(error), "mend that line of the file") from None
    return [(str(path), _known(key, str(path)), value) for key, value in table.items()]


def _from_environment(environment: Mapping[str, str]) -> list[tuple[str, str, Any]]:
    found = []
    for variable, value in environment.items():
        if variable.startswith(PREFIX) and variable not in NOT_SETTINGS:
            name = _known(variable.removeprefix(PREFIX).lower(), variable)
            found.append((variable, name, _from_text(name, value, variable)))
    return found


def _known(key: str, origin: str) -> str:
    if key in DEFAULTS:
        return key
    close = get_close_matches(key, DEFAULTS, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}?" if close else f"the settings are {', '.join(DEFAULTS)}"
    raise bad(origin, f"there is no setting {key!r}", hint)


def _from_text(name: str, text: str, origin: str) -> Any:
    """An environment variable's text as the type of its setting."""
    kind = type(DEFAULTS[name])
    if kind is bool:
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off", ""}:
            return False
        raise bad(origin, f"{text!r} is neither true nor false", "say true or false")
    if kind is tuple or name == "faults":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if kind is int:
        return _integer(text, origin)
    if kind is dict:
        raise bad(origin, "this setting is a table", f"write [{name}] in understudy.toml")
    return text


def _integer(text: str, origin: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise bad(origin, f"{text!r} is not a whole number", "give a whole number") from None


def _checked(name: str, value: Any, origin: str) -> Any:
    if isinstance(value, list):
        value = tuple(value)
    if name == "faults" and isinstance(value, tuple):
        value = {"profiles": value}
    if name == "volume" and type(value) is int:
        value = str(value)
    expected = type(DEFAULTS[name])
    if type(value) is not expected:
        told = "something else" if name in SECRET else repr(value)
        raise bad(
            origin,
            f"{name} is {told}, and should be {KINDS[expected]}",
            f"write for example {name} = {written(EXAMPLES.get(name, DEFAULTS[name]))}",
        )
    if name in CHECKS:
        CHECKS[name](value, origin)
    return value


def written(value: Any) -> str:
    """A value as it stands in TOML."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {written(one)}' for key, one in value.items())} }}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(written, value))}]"
    return json.dumps(value)


DEFAULTS: Mapping[str, Any] = {one.name: getattr(Settings(), one.name) for one in fields(Settings)}
KINDS = {bool: "true or false", int: "a whole number", str: "a text", tuple: "a list of texts",
         dict: "a table"}  # fmt: skip
SECRET = frozenset({"control_token"})  # never shown
EXAMPLES = {
    "apis": ["telnyx"],
    "credentials": {"telnyx": ["KEY1"]},
    "accounts": {"abcd1234": "large"},
    "vendors": {"vonage": {"report_speed": 100}},
    "callbacks": {"allow": ["hooks.example.com"]},
    "redact": ["x-our-key"],
    "faults": {"profiles": ["rate-limited"]},
}
