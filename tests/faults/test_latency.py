from __future__ import annotations

import math
from statistics import median, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.errors import ConfigError, DataError
from mock_server.faults.latency import (
    BySize,
    Fixed,
    Latency,
    LogNormal,
    Quantiles,
    SizeClass,
    Uniform,
    parse_latency,
)

SEEDS = [f"request {number}".encode() for number in range(20_000)]

DURATIONS_S = st.floats(0.001, 60)
LATENCIES = st.one_of(
    st.builds(Fixed, DURATIONS_S),
    st.builds(lambda low, more: Uniform(low, low + more), DURATIONS_S, DURATIONS_S),
    st.builds(
        lambda median_s, sigma, more: LogNormal(median_s, sigma, median_s + more),
        DURATIONS_S,
        st.floats(0, 10),
        DURATIONS_S,
    ),
    st.builds(lambda values: Quantiles(tuple(sorted(values))), st.lists(DURATIONS_S, min_size=2)),
)


@given(LATENCIES, st.binary())
@settings(deadline=None)
def test_equal_seeds_draw_equal_durations(latency: Latency, seed: bytes) -> None:
    assert latency.draw(seed) == latency.draw(bytes(seed))


@given(LATENCIES, st.binary())
@settings(deadline=None)
def test_a_duration_keeps_within_its_bounds(latency: Latency, seed: bytes) -> None:
    match latency:
        case Fixed(seconds):
            low, high = seconds, seconds
        case Uniform(low_s, high_s):
            low, high = low_s, high_s
        case LogNormal(cap_s=cap_s):
            low, high = 0.0, cap_s
        case Quantiles(values_s):
            low, high = values_s[0], values_s[-1]
        case BySize():
            raise AssertionError("none of these is drawn here")

    assert low <= latency.draw(seed) <= high


def test_a_uniform_latency_fills_its_range_evenly() -> None:
    drawn = [Uniform(0.2, 0.4).draw(seed) for seed in SEEDS]

    tenths = [sum(0.2 + i * 0.02 <= s < 0.22 + i * 0.02 for s in drawn) for i in range(10)]

    # 2,000 are expected in each; 5 standard deviations of a binomial are 212.
    assert all(abs(count - 2000) < 212 for count in tenths)


def test_a_log_normal_latency_has_the_median_and_the_spread_that_it_was_given() -> None:
    drawn = [LogNormal(0.25, 0.4).draw(seed) for seed in SEEDS]

    logs = [math.log(seconds) for seconds in drawn]

    assert median(drawn) == pytest.approx(0.25, rel=0.03)
    assert stdev(logs) == pytest.approx(0.4, rel=0.03)


def test_a_cap_leaves_the_shorter_durations_in_their_proportions() -> None:
    """What is drawn below a cap is distributed as the uncapped draws that fell below it."""
    capped = sorted(LogNormal(0.25, 0.4, 0.3).draw(seed) for seed in SEEDS)
    below = sorted(s for seed in SEEDS if (s := LogNormal(0.25, 0.4).draw(seed)) <= 0.3)

    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        expected = below[int(share * len(below))]
        assert capped[int(share * len(capped))] == pytest.approx(expected, rel=0.03)


def test_between_two_quantiles_lie_equally_many_durations() -> None:
    drawn = [Quantiles((0.1, 0.2, 1.0, 1.0, 5.0)).draw(seed) for seed in SEEDS]

    shares = [
        sum(0.1 <= seconds < 0.2 for seconds in drawn),
        sum(0.2 <= seconds < 1.0 for seconds in drawn),
        sum(seconds == 1.0 for seconds in drawn),
        sum(1.0 < seconds <= 5.0 for seconds in drawn),
    ]

    # 5,000 are expected in each; 5 standard deviations of a binomial are 306.
    assert sum(shares) == len(SEEDS)
    assert all(abs(share - 5000) < 307 for share in shares)


@pytest.mark.parametrize(
    ("size", "seconds"),
    [(0, 1.0), (100, 1.0), (101, 2.0), (5_000, 2.0), (5_001, 3.0), (1 << 62, 3.0)],
)
def test_a_latency_by_size_is_that_of_the_first_class_that_is_large_enough(
    size: int, seconds: float
) -> None:
    bounds = (100, 5_000, None)
    classes = (SizeClass(bound, Fixed(place + 1.0)) for place, bound in enumerate(bounds))

    assert BySize(tuple(classes)).draw(b"", size) == seconds


def test_without_spread_a_log_normal_latency_is_its_median() -> None:
    assert {LogNormal(0.25, 0, 1).draw(seed) for seed in SEEDS[:100]} == {0.25}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("none", Fixed(0.0)),
        ("200ms", Fixed(0.2)),
        ("1.5s", Fixed(1.5)),
        ("0s", Fixed(0.0)),
        (" 2S ", Fixed(2.0)),
        ("200ms..400ms", Uniform(0.2, 0.4)),
        ("200ms .. 1s", Uniform(0.2, 1.0)),
        ("lognormal(250ms, 0.4)", LogNormal(0.25, 0.4)),
        ("lognormal(250ms,0.4,2s)", LogNormal(0.25, 0.4, 2.0)),
    ],
)
def test_a_latency_is_read_from_text(text: str, expected: Latency) -> None:
    assert parse_latency(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "fast",
            "200",
            "ms",
            "-5ms",
            "1.5",
            "1e3s",
            "nans",
            "infs",
            "٣s",
            "200ms..",
            "vendor",
        ),
        *("400ms..200ms", "2h", "3601s", "9" * 400 + "s", "lognormal(0ms, 0.4)"),
        *("lognormal(250ms)", "lognormal(250ms, 11)", "lognormal(2s, 0.4, 1s)"),
    ],
)
def test_what_is_no_latency_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_latency(text)

    assert "200ms..400ms" in refused.value.fix


@given(st.text())
@settings(deadline=None)
def test_any_text_is_a_latency_or_refused(text: str) -> None:
    try:
        latency = parse_latency(text)
    except ConfigError:
        return

    assert latency.draw(b"") >= 0


@pytest.mark.parametrize(
    "number",
    [-1.0, math.nan, math.inf, 3601.0, True],
    ids=["negative", "nan", "inf", "hour", "yes"],
)
def test_a_duration_that_makes_no_sense_is_refused(number: float) -> None:
    with pytest.raises(DataError):
        Fixed(number)
