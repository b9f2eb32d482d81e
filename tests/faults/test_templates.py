"""Whether a pattern can fit any path of a template."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.faults.matching import fits
from mock_server.faults.templates import LONGEST, can_fit

REPORT = "/v2/reports/{report_id}"

SEGMENT = st.text("ab.", min_size=1, max_size=4)
"""What stands for a parameter. Few signs, so that patterns meet them."""


@pytest.mark.parametrize(
    ("template", "pattern"),
    [
        ("/balance", "/balance"),
        (REPORT, "/v2/reports/abc"),
        (REPORT, "/v2/reports/*"),
        (REPORT, "*/reports/?"),
        (REPORT, "*abc"),
        (REPORT, "*"),
        ("/calls/{sid}.json", "/calls/CA*.json"),
        ("/{a}/{b}", "/?*/??"),
    ],
)
def test_a_pattern_that_some_path_has_can_fit(template: str, pattern: str) -> None:
    assert can_fit(template, pattern)


@pytest.mark.parametrize(
    ("template", "pattern"),
    [
        ("/balance", "/balnce"),
        ("/balance", "/balance/"),
        (REPORT, "/v2/reports/"),
        (REPORT, "/v2/reports/abc/file"),
        (REPORT, "/v2/report/*"),
        ("/calls/{sid}.json", "/calls/*.xml"),
        (REPORT, "*" * (LONGEST + 1)),
    ],
)
def test_a_pattern_that_no_path_has_cannot_fit(template: str, pattern: str) -> None:
    assert not can_fit(template, pattern)


@given(st.lists(SEGMENT, min_size=2, max_size=2), st.text("ab./*?", max_size=12))
def test_what_fits_one_path_of_a_template_can_fit(values: list[str], pattern: str) -> None:
    path = "/{}/b/{}".format(*values)

    assert can_fit("/{one}/b/{other}", pattern) or not fits(path, pattern)


@given(st.text("ab/*?", max_size=10), st.text("ab/", max_size=8))
def test_without_parameters_a_pattern_can_fit_what_it_fits(pattern: str, path: str) -> None:
    assert can_fit(path, pattern) == fits(path, pattern)
