"""What looks at equal rows once says what a validator says that looks at all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.documents.rows import row_validator

SCHEMAS: tuple[Any, ...] = (
    {"items": {"type": "integer"}},
    {"items": {"items": {"type": "integer"}, "maxItems": 1}},
    {"prefixItems": [{"type": "string"}], "items": False},
    {"type": "object", "properties": {"a": {"items": {"$ref": "#/$defs/one"}}},
     "$defs": {"one": {"required": ["b"]}}},
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.just(1.0) | st.sampled_from(["", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=6,
)


@settings(deadline=None, max_examples=100)
@given(schema=st.sampled_from(SCHEMAS), values=st.lists(VALUES, min_size=1, max_size=4))
def test_it_finds_the_same_errors_however_often_a_row_was_seen(schema: Any, values: Any) -> None:
    once, always = row_validator()(schema), Draft202012Validator(schema)

    for value in (*values, *values, values, values):
        told = [(one.message, list(one.absolute_path)) for one in once.iter_errors(value)]
        wanted = [(one.message, list(one.absolute_path)) for one in always.iter_errors(value)]
        assert told == wanted
