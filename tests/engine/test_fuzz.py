"""Whatever arrives, the answer is a success or a clear refusal, and never a failure of ours."""

from __future__ import annotations

import json
import string
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.library import document
from tests.engine.contract import contract
from tests.engine.refusals import assert_answered
from tests.engine.served import Api, Serve
from tests.engine.valid_request import valid_request

TARGETS = [
    (name, operation)
    for name in ("shop", "bank")
    for operation in contract(document(name)).operations(name)
    if operation.method in ("GET", "POST")
]
fuzzed = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
HEADER = st.text(string.printable[:95], max_size=40)


@fuzzed
@given(data=st.data())
def test_any_query_is_answered(serve: Serve, data: st.DataObject) -> None:
    name, operation = data.draw(st.sampled_from(TARGETS))
    request = valid_request(contract(document(name)), operation)
    query = data.draw(st.binary(max_size=80).map(_sendable))
    api = serve(name)

    answer = api.request(
        request.method, f"{request.path}?{query}", request.headers, request.content
    )

    assert_answered(answer)


@fuzzed
@given(data=st.data())
def test_any_body_is_answered(serve: Serve, data: st.DataObject) -> None:
    posts = [target for target in TARGETS if "requestBody" in target[1].place.node]
    name, operation = data.draw(st.sampled_from(posts))
    request = valid_request(contract(document(name)), operation)
    body = data.draw(st.binary(max_size=200) | JSON_VALUES.map(lambda it: json.dumps(it).encode()))
    api: Api = serve(name)

    target = request.path + (f"?{request.query}" if request.query else "")
    answer = api.request("POST", target, request.headers, body)

    assert_answered(answer)


@fuzzed
@given(data=st.data())
def test_any_headers_are_answered(serve: Serve, data: st.DataObject) -> None:
    name, operation = data.draw(st.sampled_from(TARGETS))
    request = valid_request(contract(document(name)), operation)
    names = st.sampled_from(
        ["Accept", "Prefer", "Authorization", "Cookie", "X-Count", "Content-Type", "Mock-Seed"]
    )
    more = data.draw(st.dictionaries(names, HEADER, max_size=4))
    target = request.path + (f"?{request.query}" if request.query else "")
    headers = {**request.headers, **more}

    answer = serve(name).request(request.method, target, headers, request.content)

    assert_answered(answer)


NAMES = st.text(max_size=6)
JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=8,
)


def _sendable(raw: bytes) -> str:
    """Bytes as a client may send them in a query: no control signs, no blanks, no fragment."""
    return quote(raw, safe="%&=+;,[]{}|$!'()*/?:@~-._")
