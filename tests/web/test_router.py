from __future__ import annotations

import pytest

from mock_server.web.router import Router

PATHS = [
    "/users/me",
    "/users/{id}",
    "/users/{id}.json",
    "/users/{id}/posts/{post}",
    "/users/{id}:archive",
    "/range/{low}-{high}",
    "/caf\N{LATIN SMALL LETTER E WITH ACUTE}",
    "/deep/{a}/x",
    "/deep/fixed/y",
    "/",
]


@pytest.fixture(scope="module")
def router() -> Router[str]:
    router: Router[str] = Router()
    for path in PATHS:
        router.add(path, "GET", path)
    router.add("/users/{user_id}", "DELETE", "delete a user")
    return router


@pytest.mark.parametrize(
    ("asked", "path", "values"),
    [
        ("/users/me", "/users/me", {}),
        ("/users/you", "/users/{id}", {"id": "you"}),
        ("/users/you.json", "/users/{id}.json", {"id": "you"}),
        ("/users/a.json.json", "/users/{id}.json", {"id": "a.json"}),
        ("/users/you:archive", "/users/{id}:archive", {"id": "you"}),
        ("/users/a%2Fb", "/users/{id}", {"id": "a%2Fb"}),
        ("/users/me/posts/7", "/users/{id}/posts/{post}", {"id": "me", "post": "7"}),
        ("/users/you/", "/users/{id}", {"id": "you"}),
        ("/range/1-2", "/range/{low}-{high}", {"low": "1", "high": "2"}),
        ("/caf%C3%A9", "/caf\N{LATIN SMALL LETTER E WITH ACUTE}", {}),
        ("/deep/fixed/x", "/deep/{a}/x", {"a": "fixed"}),
        ("/deep/fixed/y", "/deep/fixed/y", {}),
        ("/", "/", {}),
    ],
    ids=str,
)
def test_the_most_specific_path_answers(
    router: Router[str], asked: str, path: str, values: dict[str, str]
) -> None:
    match = router.match(asked)

    assert match is not None
    assert match.found("GET") == (path, values)


@pytest.mark.parametrize(
    "asked",
    ["", "//", "/users", "/users/", "/users//posts/1", "/users/me/../me", "/deep/z/y", "/range/12",
     "/range/" + "-" * 5_000, "/users/" + "a/" * 10_000],
    ids=lambda path: path[:20],
)  # fmt: skip
def test_nothing_answers_where_no_path_is(router: Router[str], asked: str) -> None:
    assert router.match(asked) is None


def test_each_method_has_the_names_that_its_own_operation_gives(router: Router[str]) -> None:
    match = router.match("/users/7")

    assert match is not None
    assert match.found("DELETE") == ("delete a user", {"user_id": "7"})
    assert match.found("PUT") is None
    assert set(match.methods) == {"GET", "DELETE"}


def test_the_first_document_to_claim_a_path_keeps_it(router: Router[str]) -> None:
    router.add("/users/me", "GET", "somebody else")

    match = router.match("/users/me")

    assert match is not None
    assert match.found("GET") == ("/users/me", {})
