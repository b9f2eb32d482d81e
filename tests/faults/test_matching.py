"""Which requests a rule is for."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from urllib.parse import quote, urlencode

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.faults.matching import Facts, Match, fits, text_at

ORDER = Facts(
    vendor="vonage",
    operation="create-async-report",
    method="POST",
    template="/v2/reports/{id}",
    path="/v2/reports/a%20b",
    query=b"page=1&page=2&empty=",
    headers={b"user-agent": b"vonage/1.2", b"x-tag": b"\xe9"},
    body=b'{"product": "SMS", "count": 3, "flag": true, "deep": [{"a/b": "c"}]}',
)

PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="*?["), max_size=8)


@pytest.mark.parametrize(
    "match",
    [
        Match(),
        Match(vendor="vonage"),
        Match(vendor="v*"),
        Match(operation="create-*"),
        Match(operation="POST /v2/reports/*"),
        Match(method="post"),
        Match(path="/v2/reports/a b"),
        Match(path="*/a b"),
        Match(query={"page": "2", "empty": ""}),
        Match(headers={"User-Agent": "vonage/?.?"}),
        Match(headers={"x-tag": "\xe9"}),
        Match(body={"/product": "SMS", "/count": "3", "/flag": "true", "/deep/0/a~1b": "c"}),
    ],
    ids=str,
)
def test_a_request_that_has_all_that_is_asked_for_is_meant(match: Match) -> None:
    assert match.misses(ORDER) == []


@pytest.mark.parametrize(
    ("match", "told"),
    [
        (Match(vendor="telnyx"), "vendor"),
        (Match(operation="create"), "operation"),
        (Match(method="GET"), "method"),
        (Match(path="/v2/reports/a%20b"), "path"),
        (Match(query={"page": "3"}), "'page'"),
        (Match(query={"other": "*"}), "'other'"),
        (Match(headers={"accept": "*"}), "'accept'"),
        (Match(body={"/product": "sms"}), "'/product'"),
        (Match(body={"/deep/1": "?*"}), "'/deep/1'"),
    ],
    ids=str,
)
def test_what_a_request_lacks_is_told(match: Match, told: str) -> None:
    (missing,) = match.misses(ORDER)

    assert told in missing


@given(text=st.text(max_size=12), pattern=st.text("ab*?", max_size=8))
def test_patterns_mean_what_they_mean_to_a_shell(text: str, pattern: str) -> None:
    assert fits(text, pattern) == fnmatchcase(text, pattern)


@given(text=PLAIN, pattern=PLAIN)
def test_a_pattern_without_signs_is_only_itself(text: str, pattern: str) -> None:
    assert fits(text, pattern) == (text == pattern)


@given(text=st.text("a.[]()+^$\\|{}", max_size=12))
def test_signs_of_other_pattern_languages_are_plain(text: str) -> None:
    assert fits(text, text)
    assert fits(text + "!", text) is False


@given(query=st.dictionaries(PLAIN.filter(bool), PLAIN, max_size=5))
def test_a_query_is_read_as_it_was_written(query: dict[str, str]) -> None:
    facts = Facts("v", "o", "GET", "/", "/", urlencode(query).encode(), {}, b"")

    assert Match(query=query)(facts)


@given(path=PLAIN)
def test_a_path_is_matched_decoded(path: str) -> None:
    facts = Facts("v", "o", "GET", "/", "/" + quote(path, safe=""), b"", {}, b"")

    assert Match(path="/" + path)(facts)


@given(body=st.binary(max_size=40), pointer=st.from_regex(re.compile(r"(/[a-z0-9~]{0,3}){0,3}")))
def test_no_body_and_no_pointer_is_too_strange(body: bytes, pointer: str) -> None:
    facts = Facts("v", "o", "POST", "/", "/", b"", {}, body)

    assert Match(body={pointer: "*"})(facts)


@given(value=st.none() | st.booleans() | st.integers(-(2**40), 2**40) | PLAIN)
def test_a_value_is_found_by_its_pointer(value: object) -> None:
    document = {"list": [0, {"a/b~c": value}]}

    told = text_at(document, "/list/1/a~1b~0c")

    expected = value if isinstance(value, str) else orjson.dumps(value).decode()
    assert told == ("" if value is None else expected)
