"""The control API against its own document, which the other tests hold each answer to."""

from __future__ import annotations

import json

import pytest

from mock_server.state.store import open_store
from mock_server.web.control import ACTS
from tests.engine.judge import findings
from tests.engine.valid_request import valid_request
from tests.web.control.asking import CONTRACT, OPERATIONS, Mock


def test_every_operation_has_a_handler_and_every_handler_an_operation() -> None:
    assert set(ACTS) == set(OPERATIONS)


@pytest.mark.parametrize("full", [False, True], ids=["smallest", "fullest"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_any_request_that_the_document_allows_is_answered_as_it_promises(
    mock: Mock, operation: str, full: bool
) -> None:
    """Ids and rules of such a request mean nothing: 404 and 422 are answers, too."""
    documented = OPERATIONS[operation]
    request = valid_request(CONTRACT, documented, full)
    target = f"/_mock{request.path.removeprefix('/_mock')}"
    target += f"?{request.query}" if request.query else ""
    headers = {name.replace("-", "_"): value for name, value in request.headers.items()}

    answer = mock.ask(request.method, target, request.content, **headers)

    assert answer.status_code < 400 or answer.status_code in {404, 422}, answer.text
    assert findings(CONTRACT, documented, answer) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"a"', b"\xff", b"[" * 5_000])
@pytest.mark.parametrize(
    "operation",
    [
        name
        for name, it in OPERATIONS.items()
        if it.method in {"POST", "PUT"} and "{" not in it.path
    ],
)
def test_no_body_is_a_bug(mock: Mock, operation: str, body: bytes) -> None:
    documented = OPERATIONS[operation]

    answer = mock.ask(documented.method, f"/_mock{documented.path}", body)

    assert answer.status_code < 500
    assert findings(CONTRACT, documented, answer) == []


def test_a_server_whose_store_is_gone_is_alive_but_not_ready() -> None:
    store = open_store("memory:")
    mock = Mock(apis=("vonage",), store=store)
    mock.told("getReady")

    store.close()
    ready, health = mock.control("getReady"), mock.control("getHealth")
    mock.close()

    assert (ready.status_code, health.status_code) == (503, 200)
    assert json.loads(ready.text)["code"] == "not_ready"


def test_the_apis_that_are_served_are_told_with_what_answers_them(mock: Mock) -> None:
    vendors = {one["name"]: one for one in mock.told("listVendors")["vendors"]}

    assert set(vendors) == {"telnyx", "vonage"}
    assert vendors["telnyx"]["path"] == "/telnyx/v2"
    assert vendors["vonage"]["hosts"] == ["api.nexmo.com"]
    assert vendors["vonage"]["operations"] == 6
    assert "get-records" in vendors["vonage"]["handlers"]
