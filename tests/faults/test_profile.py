from __future__ import annotations

from pathlib import Path

import pytest

import mock_server
from mock_server.errors import DataError
from mock_server.faults.latency import (
    BySize,
    Fixed,
    LogNormal,
    Quantiles,
    SizeClass,
    Uniform,
)
from mock_server.faults.profile import Entry, Profile, read_profile
from mock_server.spec.operation import Operation

ACME = """
[latency."GET /accounts/{id}"]
kind = "uniform"
low_s = 0.1
high_s = 0.2
source = "measured"

[latency.category.interactive]
kind = "fixed"
seconds = 1
assumed = true
source = "a guess"

[latency.default]
kind = "lognormal"
median_s = 0.3
sigma = 0.5
cap_s = 4.0
source = "its handbook"
"""

FAST = 'kind = "fixed"\nseconds = 0.1\n'
X = 'source = "x"\n'
CLASS = "[[latency.default.classes]]\n"
SIZES = f'[latency.default]\nkind = "by_size"\n{X}{CLASS}'
ERRORS = '[errors."GET /a"]\n'

LEARNED = """
api = "acme"

[latency."GET /accounts"]
kind = "by_size"
count = 60
source = "some.har"

[[latency."GET /accounts".classes]]
up_to_bytes = 1000
count = 40
kind = "lognormal"
median_s = 0.2
sigma = 0.3
cap_s = 2

[[latency."GET /accounts".classes]]
count = 20
kind = "quantiles"
values_s = [0.5, 1, 4.5]

[errors."GET /accounts"]
rates = { "429" = 0.05, "503" = 0.1 }
count = 60
source = "some.har"
"""


def operation(path: str, **extensions: object) -> Operation:
    return Operation(id=path, method="GET", path=path, pointer="", extensions=extensions)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "profile.toml"


def test_the_closest_entry_counts_operation_then_category_then_default(file: Path) -> None:
    file.write_text(ACME)

    profile = read_profile(file)

    assert [
        profile.latency_for(operation("/accounts/{id}", **{"x-latency-category": "interactive"})),
        profile.latency_for(operation("/other", **{"x-latency-category": "interactive"})),
        profile.latency_for(operation("/other", **{"x-latency-category": "unheard-of"})),
        profile.latency_for(operation("/other", **{"x-latency-category": ["odd"]})),
        profile.latency_for(operation("/other")),
    ] == [Uniform(0.1, 0.2), Fixed(1), *[LogNormal(0.3, 0.5, 4.0)] * 3]


def test_an_entry_keeps_its_source_and_whether_it_is_assumed(file: Path) -> None:
    file.write_text(ACME)

    profile = read_profile(file)

    assert profile.entry_for(operation("/accounts/{id}")) == Entry(Uniform(0.1, 0.2), "measured")
    assert profile.by_category["interactive"] == Entry(Fixed(1), "a guess", assumed=True)


def test_what_was_learned_keeps_sizes_counts_and_errors(file: Path) -> None:
    file.write_text(LEARNED)

    profile = read_profile(file)

    small = SizeClass(1000, LogNormal(0.2, 0.3, 2), 40)
    large = SizeClass(None, Quantiles((0.5, 1, 4.5)), 20)
    assert profile.by_operation["GET /accounts"] == Entry(
        BySize((small, large)), "some.har", count=60
    )
    errors = profile.errors["GET /accounts"]
    assert (dict(errors.rates), errors.count) == ({429: 0.05, 503: 0.1}, 60)
    assert [profile.is_for(api) for api in ("acme", "other")] == [True, False]


def test_an_empty_profile_delays_nothing(file: Path) -> None:
    file.write_text("")

    assert read_profile(file) == Profile()
    assert Profile().latency_for(operation("/any")) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"[latency.default]\n{FAST}", "source"),
        (f'[latency.default]\n{FAST}source = " "', "source"),
        (f"[latency.default]\n{FAST}source = 7", "source"),
        (f'[latency.default]\n{FAST}source = "x"\nassumed = "no"', "assumed"),
        ('[latency.default]\nkind = "slow"\nsource = "x"', "slow"),
        ('[latency.default]\nkind = ["fixed"]\nsource = "x"', "kind"),
        ('[latency.default]\nkind = "fixed"\nsource = "x"', "seconds"),
        ('[latency.default]\nkind = "fixed"\nseconds = "1"\nsource = "x"', "seconds"),
        ('[latency.default]\nkind = "fixed"\nseconds = nan\nsource = "x"', "seconds"),
        (f'[latency.default]\n{FAST}sigma = 1\nsource = "x"', "sigma"),
        ("[latency]\ndefault = 3", "table"),
        ("latency = 3", "table"),
        ("[latency]\ncategory = 3", "table"),
        (f'[latency.default]\n{FAST}source = "x"\ncount = -1', "count"),
        (f'[latency.default]\n{FAST}source = "x"\ncount = 2.5', "count"),
        (f'[latency.default]\nkind = "quantiles"\nvalues_s = 3\n{X}', "values_s"),
        (f'[latency.default]\nkind = "quantiles"\nvalues_s = [1]\n{X}', "values_s"),
        (f'[latency.default]\nkind = "quantiles"\nvalues_s = [2, 1]\n{X}', "ascending"),
        (f'[latency.default]\nkind = "quantiles"\nvalues_s = [1, "2"]\n{X}', "values_s"),
        (f'[latency.default]\nkind = "by_size"\n{X}', "classes"),
        (f'[latency.default]\nkind = "by_size"\nclasses = 3\n{X}', "classes"),
        (f'[latency.default]\nkind = "by_size"\nclasses = []\n{X}', "last"),
        (f"{SIZES}up_to_bytes = 10\n{FAST}", "last"),
        (f"{SIZES}up_to_bytes = 1.5\n{FAST}{CLASS}{FAST}", "up_to_bytes"),
        (f"{SIZES}up_to_bytes = 9\n{FAST}{CLASS}up_to_bytes = 9\n{FAST}{CLASS}{FAST}", "ascend"),
        (f"{SIZES}{FAST}{CLASS}{FAST}", "up_to_bytes"),
        (f'{SIZES}kind = "by_size"\nclasses = []', "kind"),
        (f"{SIZES}{FAST}colour = 3", "colour"),
        (f"{ERRORS}rates = {{ 503 = 0.1 }}", "source"),
        (f"{ERRORS}{X}", "rates"),
        (f"{ERRORS}{X}rates = 3", "table"),
        (f"{ERRORS}{X}rates = {{ 200 = 0.1 }}", "200"),
        (f"{ERRORS}{X}rates = {{ 503 = 2 }}", "0 to 1"),
        (f"{ERRORS}{X}rates = {{ 503 = true }}", "0 to 1"),
        (f"{ERRORS}{X}rates = {{ 503 = 0.7, 429 = 0.7 }}", "more than 1"),
        ("errors = 3", "table"),
        ("api = 3", "api"),
        ("[latecny]", "latecny"),
        ("[latency", "table declaration"),
    ],
)
def test_a_profile_that_is_not_complete_is_refused_with_the_reason(
    file: Path, text: str, named: str
) -> None:
    file.write_text(text)

    with pytest.raises(DataError) as refused:
        read_profile(file)

    assert named in refused.value.why
    assert str(file) in refused.value.where


def test_the_entry_that_lacks_its_source_is_named(file: Path) -> None:
    file.write_text(f'[latency."GET /a"]\n{FAST}source = "x"\n[latency."GET /b"]\n{FAST}')

    with pytest.raises(DataError) as refused:
        read_profile(file)

    assert refused.value.where == f'{file}: latency."GET /b"'


def test_a_file_that_cannot_be_read_is_refused(file: Path) -> None:
    with pytest.raises(DataError):
        read_profile(file)

    file.write_bytes(b"\xff\xfe")

    with pytest.raises(DataError):
        read_profile(file)


def test_the_profiles_of_the_vendors_here_are_complete() -> None:
    files = sorted((Path(mock_server.__file__).parent / "vendors").glob("*/profile.toml"))

    profiles = [read_profile(each) for each in files]

    assert all(profile.latency_for(operation("/any")) for profile in profiles)
    assert {each.parent.name for each in files} >= {"telnyx", "vonage"}


def test_a_profile_that_is_not_there_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refusal:
        read_profile(tmp_path / "none.toml")

    assert refusal.value.where == str(tmp_path / "none.toml")
    assert refusal.value.why == "No such file or directory"
    assert "understudy calibrate" in refusal.value.fix
