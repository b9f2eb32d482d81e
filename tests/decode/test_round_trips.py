"""What is written by an independent hand is read back as it was."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, quote_plus, unquote_to_bytes, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.decode.percent import Malformed, form_decoded, percent_decoded
from mock_server.spec.operation import MediaType
from tests.decode.reading import body, cookie, json_body, parameter, path, query

INTEGERS = {"type": "array", "items": {"type": "integer"}}
TEXTS = {"type": "array", "items": {"type": "string"}, "maxItems": 50}
POINT = {
    "type": "object",
    "properties": {"x": {"type": "integer"}, "y": {"type": "number"}, "z": {"type": "boolean"}},
}
PLAIN_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
points = st.fixed_dictionaries(
    {"x": st.integers()},
    optional={"y": st.floats(allow_nan=False, allow_infinity=False), "z": st.booleans()},
)


def _scalar(value: Any) -> str:
    return json.dumps(value) if not isinstance(value, str) else value


def _escaped(value: Any) -> str:
    return quote(_scalar(value), safe="")


@given(text=PLAIN_TEXT)
@settings(deadline=None)
def test_any_text_survives_any_place(text: str) -> None:
    schema = {"type": "string"}

    in_path = path(quote(text, safe=""), parameter("path", schema, "a"))
    in_query = query(f"a={quote_plus(text)}", parameter("query", schema, "a"))
    in_cookie = cookie(f"a={quote(text, safe='')}", parameter("cookie", schema, "a"))

    assert in_path.path == in_query.query == in_cookie.cookies == {"a": text}


@given(items=st.lists(PLAIN_TEXT, min_size=2, max_size=5), exploded=st.booleans())
@settings(deadline=None)
def test_an_array_of_texts_survives_every_query_style(items: list[str], exploded: bool) -> None:
    for style, delimiter in (("form", ","), ("spaceDelimited", "%20"), ("pipeDelimited", "%7C")):
        a = parameter("query", TEXTS, "a", style=style, explode=exploded)
        escaped = [_escaped(item) for item in items]
        joined = "&".join(f"a={item}" for item in escaped)

        read = query(joined if exploded else f"a={delimiter.join(escaped)}", a)

        # A space or a pipe inside an item cannot be told from the delimiter: OpenAPI says so too.
        if exploded or style == "form" or not any(set(item) & set(" |") for item in items):
            assert (read.query, read.violations) == ({"a": items}, ())


@given(items=st.lists(st.integers(), min_size=1, max_size=5))
@settings(deadline=None)
def test_an_array_of_integers_survives_every_style(items: list[int]) -> None:
    texts = [str(item) for item in items]
    spelled = {
        ("simple", False): ",".join(texts),
        ("label", True): "." + ".".join(texts),
        ("matrix", False): ";a=" + ",".join(texts),
        ("matrix", True): "".join(f";a={text}" for text in texts),
    }

    for (style, explode), text in spelled.items():
        read = path(text, parameter("path", INTEGERS, "a", style=style, explode=explode))

        assert (read.path, read.violations) == ({"a": items}, ())


@given(point=points)
@settings(deadline=None)
def test_an_object_survives_every_query_style(point: dict[str, Any]) -> None:
    pairs = [(name, _escaped(value)) for name, value in point.items()]
    spelled = {
        ("form", True): "&".join(f"{name}={text}" for name, text in pairs),
        ("form", False): "a=" + ",".join(f"{name},{text}" for name, text in pairs),
        ("deepObject", True): "&".join(f"a%5B{name}%5D={text}" for name, text in pairs),
    }

    for (style, explode), text in spelled.items():
        read = query(text, parameter("query", POINT, "a", style=style, explode=explode))

        assert (read.query, read.violations) == ({"a": point}, ())


@given(point=points)
@settings(deadline=None)
def test_an_object_survives_every_body(point: dict[str, Any]) -> None:
    form = urlencode({name: _scalar(value) for name, value in point.items()})
    elements = "".join(f"<{name}>{_scalar(value)}</{name}>" for name, value in point.items())
    parts = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{_scalar(value)}\r\n'
        for name, value in point.items()
    )
    sent = {
        "application/x-www-form-urlencoded": form,
        "application/xml": f"<a>{elements}</a>",
        "multipart/form-data; boundary=B": f"{parts}--B--\r\n",
    }

    for content_type, raw in sent.items():
        read = body(content_type, raw, MediaType(content_type.partition(";")[0], POINT))

        assert (read.value, read.violations) == (point, ())


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | PLAIN_TEXT,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(PLAIN_TEXT, below, max_size=4),
    max_leaves=10,
)


@given(value=JSON_VALUES, ascii_only=st.booleans(), charset=st.sampled_from(["utf-8", "utf-16"]))
@settings(deadline=None)
def test_any_json_survives(value: Any, ascii_only: bool, charset: str) -> None:
    raw = json.dumps(value, ensure_ascii=ascii_only, indent=1).encode(charset)

    read = body(f"application/json; charset={charset}", raw, json_body(True))

    assert (read.value, read.problem) == (value, "")


@given(text=st.text(st.sampled_from("%+0aAfF2 é\ud83d\ude00z"), max_size=20))
@settings(deadline=None, max_examples=500)
def test_decoding_agrees_with_the_standard_library_or_refuses(text: str) -> None:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    well_formed = all(_is_escape(part) for part in text.split("%")[1:])

    for decode, theirs in ((percent_decoded, _unquoted), (form_decoded, _unquoted_plus)):
        expected = theirs(text) if well_formed else None

        assert _or_none(decode, text) == expected


def _is_escape(part: str) -> bool:
    return len(part) > 1 and all(digit in "0123456789abcdefABCDEF" for digit in part[:2])


def _or_none(decode: Any, text: str) -> str | None:
    try:
        return str(decode(text))
    except Malformed:
        return None


def _unquoted(text: str) -> str | None:
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        return None


def _unquoted_plus(text: str) -> str | None:
    return _unquoted(text.replace("+", " "))
