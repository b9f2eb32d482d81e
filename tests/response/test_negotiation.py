from __future__ import annotations

import pytest

from mock_server.exchange import Preference
from mock_server.response.negotiation import choose
from mock_server.response.preference import from_header, from_query


@pytest.mark.parametrize(
    ("offered", "accept", "chosen"),
    [
        (["application/json", "text/csv"], "*/*", "application/json"),
        (["application/json", "text/csv"], "", "application/json"),
        (["application/json", "text/csv"], "text/csv", "text/csv"),
        (["application/json", "text/csv"], "text/*;q=0.5, application/json;q=0.4", "text/csv"),
        (["application/json"], "text/html, application/xml;q=0.9, */*;q=0.8", "application/json"),
        (["application/json"], "text/html", None),
        (["application/json"], "*/*, application/json;q=0", None),
        (["application/problem+json"], "application/*", "application/problem+json"),
        (["*/*"], "application/json", "*/*"),
        (["TEXT/CSV; charset=utf-8"], "text/csv", "TEXT/CSV; charset=utf-8"),
        (["application/json"], "application/json;q=nonsense", None),
    ],
    ids=str,
)
def test_the_media_type_is_the_one_that_the_caller_likes_best(
    offered: list[str], accept: str, chosen: str | None
) -> None:
    index = choose(offered, accept)

    assert (None if index is None else offered[index]) == chosen


@pytest.mark.parametrize(
    ("header", "preference"),
    [
        ("code=404", Preference(404)),
        ("code=404, example=none-left", Preference(404, "none-left")),
        ('example="with space"; dynamic=true', Preference(None, "with space", True)),
        ("dynamic=false", None),
        ("respond-async, wait=10", None),
        ("code=banana", None),
        ("code=99, dynamic=true", Preference(None, None, True)),
        ("status=503", Preference(503)),
        ("", None),
    ],
    ids=str,
)
def test_prefer_is_read_as_prism_reads_it(header: str, preference: Preference | None) -> None:
    assert from_header(header) == preference


def test_preferences_in_the_query_are_taken_out_of_it() -> None:
    preference, rest = from_query(b"a=1&__code=404&__example=x+y&b=2&__dynamic=true")

    assert preference == Preference(404, "x y", True)
    assert rest == b"a=1&b=2"
