"""The frozen files: what made them, and that they are what the sources say."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from mock_server.ledger.world import World, load_world
from mock_server.ledger.world.faults import faults
from mock_server.ledger.world.freeze import frozen_files, frozen_numbers
from mock_server.ledger.world.sources import Sources, read_sources
from mock_server.ledger.world.tables import ARRAYS, TEXTS

HOUR = 3_600_000


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources()


def test_the_frozen_files_are_what_the_sources_make(sources: Sources) -> None:
    texts, arrays = frozen_files(sources)

    assert TEXTS.read_bytes() == texts
    assert ARRAYS.read_bytes() == arrays


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_freezes_the_same_bytes(seed: str) -> None:
    command = [sys.executable, "-m", "mock_server.ledger.world.freeze", "--check"]

    done = subprocess.run(
        command, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_nothing_is_wrong_with_the_sources(sources: Sources) -> None:
    assert list(faults(sources, frozen_numbers(sources))) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"name": "Germania"}, "DE is called Germany", id="a name"),
        pytest.param({"calling": "48"}, "DE is not called with 48", id="a calling code"),
        pytest.param({"utc": 0}, "DE has its clocks 60 minutes from UTC", id="a clock"),
        pytest.param(
            {"weekend": [7]}, "DE rests on these days of the week: [6, 7]", id="a weekend"
        ),
        pytest.param(
            {"language": "xx"}, "there are no texts in the language of DE", id="a language"
        ),
    ],
)
def test_what_is_wrong_about_a_country_is_said(
    sources: Sources, change: dict[str, object], sentence: str
) -> None:
    germany = {**sources.countries["DE"], **change}
    wrong = replace(sources, countries={**sources.countries, "DE": germany})

    assert list(faults(wrong, {})) == [sentence]


def test_a_network_under_the_code_of_another_country_is_told(sources: Sources) -> None:
    swedish = [*sources.networks["SE"], ("26299", "Tysk", 1)]
    wrong = replace(sources, networks={**sources.networks, "SE": swedish})

    assert list(faults(wrong, {})) == ["DE and SE share the country code 262"]


def test_heads_that_are_invalid_or_in_two_places_are_told(sources: Sources) -> None:
    spain = replace(
        sources,
        countries={"ES": sources.countries["ES"]},
        networks={"ES": sources.networks["ES"]},
    )
    plan = {**frozen_numbers(spain)["plan"], "local": ["340000 349112 349112"]}

    told = list(faults(spain, {"plan": plan}))

    assert told[0] == "+34000000000 is no number of this sort in ES"
    assert told[-1] == "plan: two share the numbers of 349112 and 349112"
    assert len(told) == 7


# Median and sigma as agreed; the percentiles of the deliveries are those of the prototype.
@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param("quick", {50: 90}, id="quick"),
        pytest.param("delivered", {5: 745, 50: 2599, 95: 8997, 99: 15144}, id="delivered"),
        pytest.param("slow", {50: 14_000, 95: 85_500}, id="slow"),
        pytest.param("late", {50: 3 * HOUR, 95: 11.18 * HOUR}, id="late"),
        pytest.param("expired", {1: 48 * HOUR, 99: 48 * HOUR + 594_000}, id="expired"),
    ],
)
def test_latencies_have_the_percentiles_that_they_should(
    world: World, table: str, expected: dict[int, float]
) -> None:
    values = world.latencies[table]

    found = {percent: float(values[4096 * percent // 100]) for percent in expected}

    assert found == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(
    ("table", "median", "least", "most"),
    [
        ("call", 95, 1, 3600),
        ("short", 12, 1, 300),
        ("meeting", 18 * 60, 30, 4 * 3600),
        ("session", 20 * 60, 1, 12 * 3600),
        ("kilobytes", 800, 1, 65_535),
        ("characters", 140, 5, 4500),
    ],
)
def test_quantities_have_their_median_and_their_bounds(
    world: World, table: str, median: int, least: int, most: int
) -> None:
    values = world.quantiles[table]

    assert float(values[2048]) == pytest.approx(median, rel=0.02)
    assert least <= values[0] < values[-1] <= most


@pytest.mark.parametrize(
    ("table", "least", "most"),
    [
        ("quick", 0, 2_000),
        ("delivered", 180, 600_000),
        ("slow", 0, 2 * HOUR),
        ("late", HOUR / 6, 71 * HOUR),
        ("expired", 48 * HOUR, 48 * HOUR + 600_000),
    ],
)
def test_latencies_stay_within_their_bounds(
    world: World, table: str, least: float, most: float
) -> None:
    values = world.latencies[table]

    assert least <= values[0] < values[-1] <= most


def test_every_table_is_4096_ascending_steps_that_nobody_can_change(world: World) -> None:
    for values in [*world.latencies.values(), *world.quantiles.values()]:
        assert values.dtype == np.int32
        assert values.shape == (4096,)
        assert bool((np.diff(values) >= 0).all())
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1


def test_curves_are_days_of_24_hours_that_add_up(world: World) -> None:
    assert set(world.curves) == {"message", "call", "chat"}
    for curve in world.curves.values():
        assert (len(curve.hours), sum(curve.hours)) == (24, 1000)
        assert 0 < curve.weekend < curve.work_day


def test_reading_the_world_twice_gives_one_fingerprint(world: World) -> None:
    load_world.cache_clear()

    again = load_world()

    assert again is not world
    assert again.fingerprint == world.fingerprint == load_world("plan").fingerprint
    assert len(again.fingerprint) == 16


def test_the_frozen_files_stay_small() -> None:
    assert TEXTS.stat().st_size + ARRAYS.stat().st_size < 600_000
