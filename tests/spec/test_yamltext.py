from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mock_server.spec.yamltext import parse_yaml

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+", re.ASCII)
"""Source: YAML 1.2.2, 10.3.2."""


def is_newly_a_number(text: str) -> bool:
    """Whether YAML 1.1, which PyYAML writes, takes a number of YAML 1.2 for a text: 1e3, 08."""
    return NUMBER.fullmatch(text) is not None and isinstance(yaml.safe_load(text), str)


def values(texts: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    """Whatever JSON can hold."""
    return st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
        max_leaves=20,
    )


JSON = values(TEXT)
OF_BOTH_VERSIONS = values(TEXT.filter(lambda text: not is_newly_a_number(text)))


@given(JSON)
def test_every_json_text_is_yaml_and_means_the_same(value: object) -> None:
    assert parse_yaml(json.dumps(value, ensure_ascii=False).encode()) == value


@given(OF_BOTH_VERSIONS)
def test_what_pyyaml_writes_is_read_back(value: object) -> None:
    assert parse_yaml(yaml.safe_dump(value, allow_unicode=True).encode()) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("Null", None),
        ("~", None),
        ("", None),
        ("2024-01-01", "2024-01-01"),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        ("12:30:45", "12:30:45"),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("'5'", "5"),
        ("!!str 5", "5"),
        ("1.2.3", "1.2.3"),
    ],
    ids=repr,
)
def test_a_plain_scalar_means_what_yaml_1_2_says(text: str, value: object) -> None:
    parsed = parse_yaml(f"key: {text}\n".encode())["key"]

    assert parsed == value
    assert type(parsed) is type(value)


def test_keys_are_text_whatever_they_look_like() -> None:
    assert parse_yaml(b"200: a\ntrue: b\nnull: c\n") == {"200": "a", "true": "b", "null": "c"}


def test_anchors_and_merge_keys_are_resolved() -> None:
    text = b"base: &base {a: 1, b: 2}\nchild:\n  <<: *base\n  b: 3\n"

    assert parse_yaml(text)["child"] == {"a": 1, "b": 3}


@pytest.mark.parametrize(
    "text",
    [
        b"a: [1",
        b"a: !!python/object:os.system x",
        b"? [1, 2]\n: x",
        b"a: 1\n---\nb: 2\n",
        b"a: *nobody",
        b"[" * 400 + b"]" * 400,
        b"a: &a [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(
            b"%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n"
            % ((98 + i, 98 + i) + (97 + i,) * 8)
            for i in range(9)
        ),
    ],
    ids=["unclosed", "a python object", "a list as key", "two documents", "an unknown alias",
         "too deep", "a billion laughs"],
)  # fmt: skip
def test_what_is_not_a_json_value_is_refused(text: bytes) -> None:
    with pytest.raises(yaml.YAMLError):
        parse_yaml(text)
