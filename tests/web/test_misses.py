"""Near misses: what is said to be close is close, and looking for it is quick."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.catalogue import serve_named
from mock_server.web.misses import Candidate, closest

KNOWN = [
    Candidate(f"/{one.vendor.name}", entry.method.upper(), document.base_paths[0] + entry.path)
    for one in serve_named(())
    for document in one.documents
    for entry in document.entries
]
RECORDS = "GET /vonage/v2/reports/records"


@pytest.mark.parametrize(
    ("method", "path", "first"),
    [
        ("GET", "/vonage/v2/reports/record", f"{RECORDS} ('record' should be 'records')"),
        ("GET", "/vonage/v2/report/records", f"{RECORDS} ('report' should be 'reports')"),
        ("GET", "/vonage/reports/records", f"{RECORDS} ('v2' is missing)"),
        ("GET", "/v2/reports/records", f"{RECORDS} ('vonage' is missing)"),
        ("GET", "/vonage/v2/reports/records/1", f"{RECORDS} ('1' is too much)"),
        ("GET", "/vonage/v2/Reports/records", f"{RECORDS} ('Reports' should be 'reports')"),
        ("PUT", "/vonage/v2/reports/records", f"{RECORDS} (the method is GET)"),
        ("GET", "/vonge/v2/reports/records", f"{RECORDS} ('vonge' should be 'vonage')"),
        ("POST", "/vonage/v2/report",
         "POST /vonage/v2/reports ('report' should be 'reports')"),
    ],
)  # fmt: skip
def test_the_closest_comes_first_with_the_reason(method: str, path: str, first: str) -> None:
    assert closest(method, path, KNOWN).startswith(first)


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/a/b/c/d/e/f", "//", "*"])
def test_nothing_is_said_to_be_close_to_what_is_far(path: str) -> None:
    assert closest("GET", path, KNOWN) == ""


@settings(max_examples=60, deadline=None)
@given(candidate=st.sampled_from(KNOWN), data=st.data())
def test_one_slip_in_one_segment_is_seen_through(candidate: Candidate, data: st.DataObject) -> None:
    segments = [one.replace("{", "").replace("}", "") for one in candidate.segments]
    place = data.draw(st.sampled_from([n for n, one in enumerate(segments) if len(one) > 3]))
    word = segments[place]
    at = data.draw(st.integers(0, len(word) - 1))
    segments[place] = word[:at] + "~" + word[at + 1 :]

    told = closest(candidate.method, "/" + "/".join(segments), KNOWN)

    assert str(candidate) in told


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_path_is_looked_at(path: str) -> None:
    assert isinstance(closest("GET", path, KNOWN), str)


@pytest.mark.parametrize("path", ["/a" * 4_000, "/" + "v2/" * 3_000, "/" + "r" * 8_000])
def test_looking_does_not_take_long_however_long_the_path_is(path: str) -> None:
    many = [Candidate("", "GET", f"/v2/r{number}/{{id}}/parts") for number in range(1_000)]
    began_s = time.perf_counter()

    closest("GET", path, many)

    assert time.perf_counter() - began_s < 1.0
