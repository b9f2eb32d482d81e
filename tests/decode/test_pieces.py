from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.decode.options import DecodeOptions
from mock_server.decode.parameters import ParameterReader, Parameters, compile_parameters
from mock_server.decode.pieces import MAX_PIECE_BYTES, MAX_PIECES
from tests.decode.reading import parameter

PARAMETERS = (
    parameter("query", {"type": "string", "maxLength": 5}, "name"),
    parameter("query", {"type": "integer", "minimum": 0, "default": 7}, "size"),
    parameter("query", {"type": ["boolean", "null"]}, "deep"),
    parameter("query", {"enum": ["a", "b"]}, "kind", required=True),
    parameter("query", {"type": "array", "items": {"type": "integer"}}, "many"),
    parameter("query", {"type": "array", "items": {"type": "string"}}, "few", explode=False),
    parameter("query", {"type": "array", "items": {"type": "array"}}, "nested"),
    parameter("query", {}, "json", media_type="application/json"),
)

PIECES = st.sampled_from(
    [
        *("", "=", "kind=a", "kind=%62", "kind=c", "%6Bind=a", "kind", "unknown=1", "unknown=%"),
        *("name=x", "name=caf%C3%A9", "name=caf\u00e9", "name=toolong", "name=%C3", "name=a+b"),
        *("size=1", "size=01", "size=-1", "size=x", "deep=true", "deep=", "deep=1"),
        *("many=1", "many=2", "many=1,2", "many=x", "few=a,b", "few=c", "few=", "nested=1"),
        *("json={}", "json=[1]", "json=[[1]]", "json=1", "json=1.0", "json=true", "json={"),
    ]
)


def reader(*, commas: bool = False, lenient: bool = False) -> ParameterReader:
    return compile_parameters(PARAMETERS, DecodeOptions(comma_arrays=commas, lenient=lenient))


def as_a_whole(*, commas: bool, lenient: bool) -> ParameterReader:
    """One that knows no pieces, and reads every query as a whole."""
    made = reader(commas=commas, lenient=lenient)
    assert made._query is not None
    made._query._pieces = None
    return made


def asked(reader: ParameterReader, query: str) -> Parameters:
    return reader.read({}, query.encode(), ())


def told(read: Parameters) -> str:
    """Everything but the order of the names; 1, 1.0 and true are different things."""
    return repr((sorted(read.query.items()), read.violations))


def known(reader: ParameterReader) -> list[bytes]:
    """The pieces that are kept."""
    assert reader._query is not None
    assert reader._query._pieces is not None
    return list(reader._query._pieces._known)


@given(st.lists(st.lists(PIECES, max_size=5), max_size=8), st.booleans(), st.booleans())
@settings(deadline=None, max_examples=150)
def test_what_was_read_before_changes_nothing(
    queries: list[list[str]], commas: bool, lenient: bool
) -> None:
    experienced = reader(commas=commas, lenient=lenient)

    for pieces in queries:
        query = "&".join(pieces)
        fresh = asked(as_a_whole(commas=commas, lenient=lenient), query)
        again = [told(asked(experienced, query)) for _ in range(2)]

        assert again == [told(fresh)] * 2


def test_a_list_that_a_handler_changes_is_whole_again_for_the_next() -> None:
    experienced = reader()
    first = asked(experienced, "kind=a&many=1&few=a,b")
    first.query["many"].append("spoilt")
    first.query["few"].clear()

    assert asked(experienced, "kind=a&many=1&few=a,b").query == {
        "kind": "a",
        "many": [1],
        "few": ["a", "b"],
        "size": 7,
    }


def test_what_is_kept_is_bounded_in_number_and_size() -> None:
    reader = compile_parameters(PARAMETERS[:1], DecodeOptions(lenient=True))

    for number in range(3 * MAX_PIECES):
        asked(reader, f"name={number}")
        asked(reader, f"name={number}{'x' * MAX_PIECE_BYTES}")

    assert 0 < len(known(reader)) <= MAX_PIECES
    assert max(map(len, known(reader))) <= MAX_PIECE_BYTES


def test_neither_unknown_pieces_nor_passwords_are_kept() -> None:
    secret = parameter("query", {"type": "string", "format": "password"}, "api_secret")
    reader = compile_parameters((*PARAMETERS, secret), DecodeOptions())

    read = asked(reader, "kind=a&api_secret=hush&api_key=mine")

    assert read.query["api_secret"] == "hush"
    assert known(reader) == [b"kind=a"]
