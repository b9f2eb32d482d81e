"""A text with other values in it: it reads back as was meant, and what is not touched stays."""

from __future__ import annotations

from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from contracts.drift.reading.text import parse
from contracts.errors import CheckError
from contracts.update.rewriting import rewritten

Json = Any

WORDS = st.sampled_from(
    [
        "type",
        "a b",
        "yes",
        "null",
        "404",
        "1.0",
        "#no",
        "a: b",
        "- x",
        "*a",
        "&a",
        "é",
        "'",
        '"',
        "",
    ]
)
NAMES = st.sampled_from(["type", "get", "/a/{id}", "200", "x-é", "a b", "no", "$ref", "q'", 'd"'])
SCALARS = st.one_of(WORDS, st.booleans(), st.none(), st.integers(-9, 99), st.just(1.5))
MAPS = st.recursive(
    st.dictionaries(NAMES, SCALARS, max_size=3),
    lambda inner: st.dictionaries(
        NAMES, st.one_of(SCALARS, inner, st.lists(inner, max_size=3)), max_size=4
    ),
    max_leaves=8,
)
VALUES = st.one_of(SCALARS, MAPS, st.lists(SCALARS, max_size=4), st.lists(MAPS, max_size=3))
"""As in documents of OpenAPI, where no list is directly in a list."""
TREES = st.dictionaries(NAMES, VALUES, min_size=1, max_size=5)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(tree: Json, flow: bool | None, comments: bool) -> str:
    """As somebody might type it: in any style, with remarks between the lines."""
    text = yaml.dump(
        tree, Dumper=_Plain, sort_keys=False, default_flow_style=flow, allow_unicode=True, width=60
    )
    lines = text.splitlines(keepends=True)
    if comments:
        lines = [f"# remark {number}\n{line}" for number, line in enumerate(lines)]
    return "".join(lines)


def accepted(text: str, old: Json, new: Json) -> str:
    """The text; what is refused, as some edits of a list's first member are, is no wrong text."""
    try:
        return rewritten(text, old, new, "ours.yaml")
    except CheckError:
        reject()


def changed(draw: st.DrawFn, value: Json) -> Json:
    """One place of it otherwise: something added, taken away or replaced."""
    places = [place for place in _places(value) if place]
    keys = draw(st.sampled_from(places)) if places else ()
    home = value
    for key in keys[:-1]:
        home = home[key]
    how = draw(st.sampled_from(["replace", "remove", "add"]))
    if how == "add" or not keys:
        _add(home, draw(NAMES), draw(VALUES if isinstance(home, dict) else MAPS))
    elif how == "remove" and (len(home) > 1 or home is not value):
        del home[keys[-1]]
    else:
        home[keys[-1]] = draw(VALUES if isinstance(home, dict) else MAPS)
    return value


def _add(home: Json, name: str, value: Json) -> None:
    if isinstance(home, list):
        home.append(value)
    else:
        home[name] = value


def _places(value: Json, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [above, *(p for key, v in value.items() for p in _places(v, (*above, key)))]
    if isinstance(value, list):
        return [above, *(p for i, v in enumerate(value) for p in _places(v, (*above, i)))]
    return [above]


@settings(
    deadline=None, derandomize=True, max_examples=150, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.data(), TREES, st.sampled_from([False, None]), st.booleans())
def test_a_text_reads_back_as_was_meant(
    data: st.DataObject, tree: Json, flow: bool | None, comments: bool
) -> None:
    text = written(tree, flow, comments)
    old = parse(text.encode(), "ours.yaml")
    new = deepcopy(old)
    for _ in range(data.draw(st.integers(1, 3))):
        new = data.draw(st.composite(changed)(new))

    said = accepted(text, old, new)

    assert parse(said.encode(), "ours.yaml") == new


@settings(
    deadline=None, derandomize=True, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.data(), st.dictionaries(NAMES, VALUES, min_size=2, max_size=5))
def test_lines_of_what_is_not_touched_stay(data: st.DataObject, tree: Json) -> None:
    text = written(tree, False, comments=False)
    old = parse(text.encode(), "ours.yaml")
    name = data.draw(st.sampled_from(list(old)))
    new = {**old, name: data.draw(VALUES)}

    said = accepted(text, old, new)

    one = text.splitlines(), said.splitlines()
    apart = SequenceMatcher(None, *one, autojunk=False).get_opcodes()
    touched = {line for tag, i1, i2, _, _ in apart if tag != "equal" for line in range(i1, i2)}
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(node, yaml.MappingNode)
    (entry,) = [pair for pair in node.value if pair[0].value == name]
    mine = range(
        entry[0].start_mark.line, max(entry[1].end_mark.line, entry[0].start_mark.line) + 1
    )
    assert touched <= set(mine)


SHARED = """\
paths:
  /a: {get: &errors {responses: {}}}
  /b:
    get: *errors
list:
- &one {a: 1}
- *one
"""


@pytest.mark.parametrize(
    ("keys", "where", "what"),
    [
        (("paths", "/b", "get"), "line 4", "get"),
        (("list", 1), "line 7", "item"),
    ],
)
def test_what_is_written_by_an_alias_is_refused_with_its_line(
    keys: tuple[Any, ...], where: str, what: str
) -> None:
    old = parse(SHARED.encode(), "ours.yaml")
    new = deepcopy(old)
    home = new
    for key in keys[:-1]:
        home = home[key]
    home[keys[-1]] = {"other": 1}

    with pytest.raises(CheckError) as raised:
        rewritten(SHARED, old, new, "ours.yaml")

    told = str(raised.value)
    assert "ours.yaml" in told
    assert where in told
    assert what in told
    assert "alias" in told


def test_aliases_elsewhere_in_the_file_are_no_hindrance() -> None:
    old = parse(SHARED.encode(), "ours.yaml")
    new = deepcopy(old)
    new["paths"]["/b"]["put"] = {}

    said = rewritten(SHARED, old, new, "ours.yaml")

    assert said == SHARED.replace("    get: *errors\n", "    get: *errors\n    put: {}\n")
