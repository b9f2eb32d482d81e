"""Who may come in at all."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Iterator

import pytest

from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.web.application import application
from tests.engine.served import Api
from tests.vendors.vonage.asking import KEY, RECORDS, refusal
from tests.vendors.vonage.ordering import REPORTS

SOME_ID = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab"
OPERATIONS = {
    "records": ("GET", f"{RECORDS}?product=AMD"),
    "order": ("POST", REPORTS),
    "list": ("GET", f"{REPORTS}?account_id={KEY}&status=SUCCESS"),
    "state": ("GET", f"{REPORTS}/{SOME_ID}"),
    "cancel": ("DELETE", f"{REPORTS}/{SOME_ID}"),
    "file": ("GET", f"/v3/media/{SOME_ID}"),
}


def basic(text: str) -> str:
    return f"Basic {b64encode(text.encode()).decode()}"


STRANGERS = {
    "nobody": None,
    "an unknown key": basic("12345678:right"),
    "a wrong secret": basic(f"{KEY}:wrong"),
    "no secret": basic(KEY),
    "no key": basic(":right"),
    "no base64": "Basic !!!",
    "nothing after the scheme": "Basic",
    "a bearer": "Bearer abcd1234",
}


@pytest.fixture(scope="module")
def guarded() -> Iterator[Api]:
    """A server that knows one key and its secret."""
    settings = Settings(credentials={"vonage": (f"{KEY}:right",)})
    with asyncio.Runner() as runner:
        yield Api(runner, application(serve_named(("vonage",)), settings), "/vonage")


def ask(api: Api, operation: str, authorization: str | None) -> tuple[int, object]:
    method, target = OPERATIONS[operation]
    headers = {} if authorization is None else {"Authorization": authorization}
    content = b'{"product":"AMD"}' if method == "POST" else None
    answer = api.request(method, target, {**headers, "Content-Type": "application/json"}, content)
    return (answer.status_code, None) if answer.status_code == 200 else refusal(answer)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_are_told_that_their_credentials_are_not_correct(
    guarded: Api, operation: str, stranger: str
) -> None:
    assert ask(guarded, operation, STRANGERS[stranger]) == (401, {
        "type": "https://developer.nexmo.com/api-errors#unauthorized",
        "title": "Unauthorized",
        "detail": "You did not provide correct credentials.",
    })  # fmt: skip


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_right_key_and_secret_come_in(guarded: Api, operation: str) -> None:
    status, _ = ask(guarded, operation, basic(f"{KEY}:right"))

    assert status in {200, 404}
