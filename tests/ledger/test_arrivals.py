"""When records come: like chance at close quarters, like the world's curves over days and weeks."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.mix import Integers
from mock_server.ledger.stream import Stream
from mock_server.ledger.sums import Sums, sums
from mock_server.ledger.timeline import DAYS, Pace, Timeline
from mock_server.ledger.world import Country
from tests.ledger.scan import HOUR_MS, NOW, ms

MONDAY = ms("2026-02-02")
NOON = ms("2026-02-04T11:00")
FLAT = Pace(0, (1,) * 24, (1000,) * 7)

Shares = NDArray[np.float64]


def evenly(per_day: int, count: int) -> Integers:
    """Moments of a stream whose days have no shape: only chance is left."""
    line = Timeline(Pace(per_day * 1000, FLAT.curve, FLAT.week), "arrivals", per_day)
    begin = line.index_at(NOON)
    return line.moments(np.arange(begin, begin + count))


@pytest.mark.parametrize("per_day", [30, 300, 3_000, 8_000, 9_000, 100_000, 1_000_000])
def test_the_time_between_records_is_that_of_random_arrivals(per_day: int) -> None:
    gaps = np.diff(evenly(per_day, min(20_000, per_day * 1000)))

    # Exponential: mean and deviation are equal, and a share 1 - 1/e = 0.632 is below the mean.
    # Of n gaps the ratio deviates by about 1 / sqrt(n); whole milliseconds and groups of 64 that
    # share their part of a minute evenly take a little more. (A day's count is given: with very few
    # records a day that counts too.)
    tolerance = 5 / len(gaps) ** 0.5 + 0.03
    assert gaps.std() / gaps.mean() == pytest.approx(1, abs=tolerance)
    assert (gaps < gaps.mean()).mean() == pytest.approx(0.632, abs=tolerance)


@pytest.mark.parametrize("per_day", [300, 8_000, 30_000, 300_000])
def test_a_second_has_as_many_records_as_chance_gives_it(per_day: int) -> None:
    made = evenly(per_day, min(100_000, per_day * 40))
    seconds = (made - made[0]) // 1000
    counts = np.bincount(seconds)

    # Poisson's variance is its mean. Groups of 64 that share a minute's part evenly make busy
    # streams a little too even: at 3.5 a second a group lasts 18 s, which takes away about 1 in 18.
    tolerance = 5 * (2 / len(counts)) ** 0.5 + 0.08
    assert counts.var() / counts.mean() == pytest.approx(1, abs=tolerance)


@pytest.mark.parametrize("per_day", [300, 8_000, 9_000, 300_000, 3_000_000])
def test_a_minute_has_as_many_records_as_chance_gives_it(per_day: int) -> None:
    made = evenly(per_day, min(300_000, per_day * 40))
    minutes = made // 60_000
    counts = np.bincount(minutes - minutes[0])[1:-1]

    # Bounds between 6 and 40 records a minute cannot be moved as far as chance would move them.
    least = 0.55 if 8_640 < per_day < 60_000 else 0.8
    assert least < counts.var() / counts.mean() < 1.3


def test_quiet_streams_do_not_keep_to_the_same_minutes() -> None:
    made = evenly(3, 3000)
    hours = np.bincount(made // HOUR_MS % 24, minlength=24)

    # 24 counts of 125: chi-square has mean 23 and deviation 6.8.
    assert ((hours - 125) ** 2 / 125).sum() < 23 + 5 * 6.8


def test_records_are_spread_evenly_within_their_seconds(dataset: Dataset) -> None:
    stream = dataset.stream("large", "message")
    begin = stream.timeline.index_at(NOW)
    made = stream.timeline.moments(np.arange(begin, begin + 300_000))

    counts = np.bincount(made % 1000 // 10, minlength=100)

    # 100 counts of 3,000: chi-square has mean 99 and deviation 14.
    assert ((counts - 3000) ** 2 / 3000).sum() < 99 + 5 * 14


def test_weekdays_share_a_week_as_a_pace_says() -> None:
    week = (1000, 1100, 1200, 900, 1300, 800, 700)
    line = Timeline(Pace(200_000_000, FLAT.curve, week), "week")
    counts = np.zeros(7)

    for day in range(DAYS - 7 * 200, DAYS):
        counts[(day + 2) % 7] += line.per_day[day]  # 2020-01-01 was a Wednesday

    # 200 weeks of days that vary by 4 % at most, evenly: 2.3 % / sqrt(200) = 0.16 % is a deviation.
    assert counts / counts.sum() == pytest.approx(np.array(week) / sum(week), rel=0.01)


def test_hours_share_a_day_as_a_pace_says() -> None:
    curve = (
        18,
        12,
        8,
        6,
        6,
        9,
        16,
        32,
        55,
        74,
        86,
        92,
        90,
        88,
        92,
        96,
        98,
        100,
        97,
        92,
        82,
        66,
        46,
        30,
    )
    line = Timeline(Pace(1_000_000_000, curve, FLAT.week), "day")
    edges = [
        line.index_at(NOON // (24 * HOUR_MS) * 24 * HOUR_MS + hour * HOUR_MS) for hour in range(25)
    ]

    shares = np.diff(edges) / (edges[-1] - edges[0])

    # Hours are joined by straight lines through their middles: an eighth comes from each neighbour.
    near = np.array([(curve[n - 1] + 6 * curve[n] + curve[(n + 1) % 24]) / 8 for n in range(24)])
    assert shares == pytest.approx(near / near.sum(), rel=0.01)
    assert shares == pytest.approx(np.array(curve) / sum(curve), abs=0.003)


@lru_cache(maxsize=8)
def four_weeks(stream: Stream) -> Sums:
    """By hour and country."""
    edges = [MONDAY + hour * HOUR_MS for hour in range(4 * 168 + 1)]
    return sums(stream, edges, NOW, ("country",))


def local_week(stream: Stream, country: Country) -> Shares:
    """Records of four weeks by local hour of the week, Monday 0:00 first."""
    found = four_weeks(stream)
    place = found.groups.index((country.code,))
    by_hour: Shares = found.measures[:, place, 0].reshape(4, 168).sum(axis=0).astype(np.float64)
    return np.roll(by_hour, country.utc_offset_min // 60)


def large_countries(stream: Stream) -> list[Country]:
    """The home country, then others with some of the traffic, on whole hours."""
    world, account = stream.world, stream.account
    weight = dict.fromkeys((world.networks[one].country for one in account.networks), 0)
    for network, share in zip(account.networks, account.network_weights, strict=True):
        weight[world.networks[network].country] += share
    chosen = sorted(weight, key=lambda one: -weight[one])[:6]
    return [world.countries[one] for one in chosen if world.countries[one].utc_offset_min % 60 == 0]


@pytest.mark.parametrize("account", ["busy", "large"])
@pytest.mark.parametrize("product", ["message", "call", "chat"])
def test_each_country_has_its_own_day(dataset: Dataset, account: str, product: str) -> None:
    stream = dataset.stream(account, product)
    hours = np.array(dataset.world.curves[stream.product.curve].hours) / 1000

    for country in large_countries(stream):
        week = local_week(stream, country).reshape(7, 24).sum(axis=0)
        apart = float(abs(week / week.sum() - hours).sum() / 2)
        shifted = float(abs(week / week.sum() - np.roll(hours, 3)).sum() / 2)

        # Half the sum of differences: the part of a day's records that lie in another hour.
        # The country comes with a block, and a block of half an hour's traffic lasts longer at
        # night; smoothing takes 1 %. The smaller a country, the more its slots deviate.
        home = country is dataset.world.countries[stream.account.home]
        assert apart < (0.05 if home else 0.11)
        assert apart < shifted


@pytest.mark.parametrize("account", ["busy", "large"])
@pytest.mark.parametrize("product", ["message", "call", "chat"])
def test_each_country_has_its_own_weekend(dataset: Dataset, account: str, product: str) -> None:
    stream = dataset.stream(account, product)
    curve = dataset.world.curves[stream.product.curve]

    for country in large_countries(stream):
        days = local_week(stream, country).reshape(7, 24).sum(axis=1)
        rests = np.isin(np.arange(1, 8), country.weekend)
        ratio = float(days[rests].mean() / days[~rests].mean())

        # Days are split at midnight in UTC, and four weeks of growth and noise are within 3 %.
        assert ratio == pytest.approx(curve.weekend / curve.work_day, rel=0.2)
