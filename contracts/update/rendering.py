"""Values as YAML or JSON, to be put into a text that is there already."""

from __future__ import annotations

import json
from typing import Any

import yaml

from mock_server.spec.yamltext import parse_yaml

Json = Any

WIDEST = 10_000_000
"""Lines of flow style are not broken: what they are put into has its own."""


class _Dumper(yaml.SafeDumper):
    """Without anchors; short lists on one line; quotes wherever YAML 1.2 needs them, too."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _list(dumper: yaml.SafeDumper, data: list[Json]) -> yaml.Node:
    is_flat = not any(isinstance(one, dict | list) for one in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=is_flat or None)


def _text(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
    style = None if _reads_back(data) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


def _reads_back(data: str) -> bool:
    """Whether, written without quotes, it is a text to a reader of YAML 1.2."""
    try:
        return bool(parse_yaml(data.encode("utf-8", "surrogatepass")) == data)
    except (yaml.YAMLError, UnicodeDecodeError):
        return True  # the dumper quotes it anyway


_Dumper.add_representer(list, _list)
_Dumper.add_representer(str, _text)


def block(value: Json, indent: str, step: int, newline: str) -> str:
    """In block style, each line after the first begun with `indent`, without a last newline."""
    text = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, indent=step
    )
    lines = _without_end(text).split("\n")
    return f"{newline}{indent}".join(lines)


def flow(value: Json) -> str:
    """On one line, as YAML."""
    text = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDEST,
        default_flow_style=True,
    )  # fmt: skip
    return _without_end(text)


def inner(value: Json) -> str:
    """The same, to stand in something of flow style, where a plain text may hold less."""
    return flow([value])[1:-1]


def as_json(value: Json, indent: str | None, step: str, newline: str) -> str:
    """As JSON: on one line without `indent`, else each line after the first begun with it."""
    if indent is None:
        return json.dumps(value, ensure_ascii=False)
    lines = json.dumps(value, ensure_ascii=False, indent=step).split("\n")
    return f"{newline}{indent}".join(lines)


def _without_end(text: str) -> str:
    return text.rstrip("\n").removesuffix("\n...").rstrip("\n")
