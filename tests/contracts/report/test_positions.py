from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.report.positions import START, Position, positions

ROOT = Path(__file__).parents[3]
REAL = (ROOT / "specs/vonage/reports.yaml", *sorted((ROOT / "specs/telnyx").glob("*.yaml"))[:1])

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6)
TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), NAMES),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=12,
)


def escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def pointers(tree: Any, at: str = "") -> list[tuple[str, str]]:
    """Every pointer below the root, and the text that its line must hold."""
    found = []
    children = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    for name, child in children:
        pointer = f"{at}/{escaped(str(name))}"
        found.append((pointer, str(name) if isinstance(tree, dict) else ""))
        found += pointers(child, pointer)
    return found


@given(TREES.filter(lambda tree: isinstance(tree, dict | list)))
@settings(deadline=None)
def test_every_member_of_json_stands_on_the_line_that_it_is_said_to(tree: Any) -> None:
    text = json.dumps(tree, indent=2, ensure_ascii=False)
    lines = text.split("\n")

    found = positions(text, [pointer for pointer, _ in pointers(tree)])

    for pointer, name in pointers(tree):
        line, column = found[pointer]
        if name:
            assert lines[line - 1][column - 1 :].startswith(json.dumps(name, ensure_ascii=False))


@given(TREES.filter(lambda tree: isinstance(tree, dict) and tree))
@settings(deadline=None)
def test_json_and_yaml_agree_on_what_comes_before_what(tree: Any) -> None:
    wanted = [pointer for pointer, _ in pointers(tree)]

    as_json = positions(json.dumps(tree, indent=1), wanted)
    as_yaml = positions("# a comment\n" + yaml.safe_dump(tree, sort_keys=False), wanted)

    assert sorted(wanted, key=as_json.__getitem__) == sorted(wanted, key=as_yaml.__getitem__)


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_every_operation_of_a_real_document_is_found(file: Path) -> None:
    text = file.read_text()
    paths = yaml.safe_load(text)["paths"]
    wanted = {
        f"/paths/{escaped(path)}/{method}": method
        for path, item in paths.items()
        for method in item
    }

    found = positions(text, wanted)

    lines = text.split("\n")
    assert {
        pointer: lines[found[pointer].line - 1].strip().partition(":")[0] for pointer in wanted
    } == wanted


def test_what_is_not_there_is_where_its_nearest_parent_is() -> None:
    text = "a:\n  b:\n    c: 1\n"

    found = positions(text, ["/a/b/nothing/here", "/elsewhere", "/a/b/c"])

    assert found == {
        "/a/b/nothing/here": Position(2, 3),
        "/elsewhere": START,
        "/a/b/c": Position(3, 5),
    }


@pytest.mark.parametrize("text", ["", "a: [", "{", '{"a": ', "\t", "%", "- - -\n- a: *x", "}{"])
def test_what_is_no_document_breaks_nothing(text: str) -> None:
    assert set(positions(text, ["/a/b"])) == {"/a/b"}
