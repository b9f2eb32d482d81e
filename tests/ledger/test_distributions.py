"""What records hold is spread as the products' files and the world's tables say."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from statistics import quantiles

import numpy as np
import pytest

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset, DatasetSettings
from mock_server.ledger.product import AT_ONCE, DIRECTIONS, LASTING, Product, products
from mock_server.ledger.stream import Stream
from tests.ledger.scan import DAY_MS, NOW, columns

every_product = pytest.mark.parametrize("product", products())


def many(dataset: Dataset, product: str, count: int = 100_000) -> Columns:
    """Final records of a busy account, picked evenly from four weeks.

    Each hour of the week has 2,048 slots: hours by themselves are less even than a whole week.
    """
    stream = dataset.stream("large", product)
    begin, end = (stream.visible(NOW - days * DAY_MS) for days in (32, 4))
    return Columns(stream, np.unique(np.linspace(begin, end - 1, count).astype(np.int64)), NOW)


def near(count: int, total: int, share: float) -> bool:
    """Whether a count is what a share of the total comes to, within six deviations.

    Of 100,000 records, as if 67,000 were drawn: they come from 344,064 slots, of which those of
    quiet hours hardly count, and which were drawn themselves. 16 bits of chance round each share.
    """
    deviation = sqrt(1.5 * total * share * (1 - share))
    return abs(count - total * share) <= 6 * deviation + total / 65_536 + 6


def shares(weights: dict[int, int]) -> dict[int, float]:
    return {key: weight / sum(weights.values()) for key, weight in weights.items() if weight}


@every_product
def test_directions_come_as_often_as_their_weights_say(dataset: Dataset, product: str) -> None:
    found = many(dataset, product)
    counts = Counter(found.direction.tolist())
    expected = shares(
        {place: found.stream.product.directions.get(way, 0) for place, way in enumerate(DIRECTIONS)}
    )

    assert counts.keys() <= expected.keys()
    assert all(near(counts[one], len(found), share) for one, share in expected.items())


@every_product
def test_kinds_come_as_often_as_their_weights_say(dataset: Dataset, product: str) -> None:
    found = many(dataset, product)
    kinds = found.stream.product.kinds

    for place, way in enumerate(DIRECTIONS):
        counts = Counter(found.kind[found.direction == place].tolist())
        expected = shares({number: one.directions.get(way, 0) for number, one in enumerate(kinds)})
        assert counts.keys() <= expected.keys()
        assert all(near(counts[one], counts.total(), share) for one, share in expected.items())


@every_product
def test_outcomes_come_as_often_as_their_weights_say(dataset: Dataset, product: str) -> None:
    found = many(dataset, product)
    made_of = found.stream.product
    counts: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for way, kind, outcome in zip(
        found.direction.tolist(), found.kind.tolist(), found.outcome.tolist(), strict=True
    ):
        counts[way, kind][outcome] += 1

    for (way, kind), outcomes in counts.items():
        expected = shares(
            {
                number: one.weight
                for number, one in enumerate(made_of.outcomes)
                if one.direction == DIRECTIONS[way]
                and (not one.kinds or made_of.kinds[kind].name in one.kinds)
            }
        )
        total = outcomes.total()
        assert outcomes.keys() <= expected.keys()
        assert all(near(outcomes[one], total, share) for one, share in expected.items())


def test_messages_are_delivered_and_fail_as_often_as_stated(dataset: Dataset) -> None:
    found = many(dataset, "message", 400_000)
    outcomes = found.stream.product.outcomes
    outbound = found.outcome[found.direction == 0]
    statuses = Counter(outcomes[one].status for one in outbound.tolist())

    # "93 % delivered and 3.5 % failed" says the head of the product's file, of a plausible month.
    assert statuses["delivered"] / len(outbound) == pytest.approx(0.93, abs=0.006)
    assert statuses["failed"] / len(outbound) == pytest.approx(0.0375, abs=0.005)


def test_failures_are_spread_over_the_days(dataset: Dataset) -> None:
    stream = dataset.stream("busy", "message")
    daily = []
    for day in range(40):
        begin = NOW - (day + 6) * DAY_MS
        found = columns(stream, begin, begin + DAY_MS, NOW)
        failed = [one.status == "failed" for one in stream.product.outcomes]
        daily.append(float(np.array(failed)[found.outcome].mean()))

    # A day of 50,000 outbound messages deviates by sqrt(0.035 / 50,000) = 0.08 % of all of them;
    # no day may be like the other to the last digit, none far from the others.
    assert 0.0002 < float(np.std(daily)) < 0.003
    assert max(daily) < 2 * min(daily)


@every_product
def test_units_follow_their_weights_or_their_table(dataset: Dataset, product: str) -> None:
    found = many(dataset, product)
    made_of, world = found.stream.product, dataset.world
    fixed = np.array([one.units is not None for one in made_of.kinds])
    used = np.array([one.units for one in made_of.outcomes])
    free = found.units[used[found.outcome] & ~fixed[found.kind]]

    assert (found.units[~used[found.outcome]] == 0).all()
    if made_of.units.weights:
        counts = Counter(free.tolist())
        expected = shares(dict(enumerate(made_of.units.weights, start=1)))
        assert counts.keys() <= expected.keys()
        assert all(near(counts[one], len(free), share) for one, share in expected.items())
    else:
        table = world.quantiles[made_of.units.quantiles]
        middle, rare = float(np.median(table)), float(np.quantile(table, 0.95))
        assert float(np.median(free)) == pytest.approx(middle, rel=0.06, abs=1)
        assert float(np.quantile(free, 0.95)) == pytest.approx(rare, rel=0.12, abs=1)


@every_product
def test_latencies_follow_the_table_of_their_outcome(dataset: Dataset, product: str) -> None:
    found = many(dataset, product)

    for number, outcome in enumerate(found.stream.product.outcomes):
        latencies = found.latency_ms[found.outcome == number]
        if outcome.latency == AT_ONCE:
            assert not latencies.any()
        elif outcome.latency == LASTING:
            assert (latencies == 1000 * found.units[found.outcome == number]).all()
        elif len(latencies) > 300:
            table = dataset.world.latencies[outcome.latency].tolist()
            expected, measured = quantiles(table, n=20), quantiles(latencies.tolist(), n=20)
            # A median of n log-normal draws deviates by 1.25 sigma / sqrt(n); at 95 %, twice that.
            tolerance = 5 * 2.5 / len(latencies) ** 0.5
            assert measured[9] == pytest.approx(expected[9], rel=tolerance)
            assert measured[18] == pytest.approx(expected[18], rel=tolerance)


def test_half_of_the_delivered_messages_take_as_long_as_the_tables_file_says(
    dataset: Dataset,
) -> None:
    found = many(dataset, "message", 200_000)
    outcomes = found.stream.product.outcomes
    usual = [one.latency == "delivered" for one in outcomes]

    latencies = found.latency_ms[np.array(usual)[found.outcome]]

    # median = 2_600 and sigma = 0.75 of a log-normal: 95 % are below 2,600 * exp(1.645 * 0.75).
    assert float(np.median(latencies)) == pytest.approx(2600, rel=0.02)
    assert float(np.quantile(latencies, 0.95)) == pytest.approx(8928, rel=0.02)


def billed_by_hand(product: Product, used: int) -> int:
    """At least the minimum, then up to whole increments; nothing for nothing."""
    if used == 0:
        return 0
    billed = max(used, product.units.minimum)
    while billed % product.units.increment:
        billed += 1
    return billed


def check_prices(stream: Stream) -> None:
    there = stream.visible(NOW)
    found = Columns(stream, np.arange(max(0, there - 20_000), there), NOW)
    product, world, account = stream.product, stream.world, stream.account
    rows = {
        tuple(row)
        for row in zip(
            *(one.tolist() for one in (found.direction, found.kind, found.outcome, found.network)),
            *(one.tolist() for one in (found.units, found.billed, found.rate, found.cost)),
            strict=True,
        )
    }

    for direction, kind, outcome, network, units, billed, rate, cost in rows:
        own = product.rates[DIRECTIONS[direction]]
        country = world.countries[world.networks[account.networks[network]].country]
        base = own if isinstance(own, int) else getattr(country, own)
        exact = base * product.kinds[kind].rate / 1000
        assert billed == billed_by_hand(product, units) * product.outcomes[outcome].billed
        assert rate % product.units.per == 0
        assert 0 <= exact - rate < product.units.per + 1
        assert cost * product.units.per == rate * billed


@every_product
def test_a_record_costs_its_rate_times_what_is_billed_exactly(
    dataset: Dataset, product: str
) -> None:
    check_prices(dataset.stream("large", product))


@pytest.mark.parametrize("rounding", [(1, 1), (6, 6), (30, 6), (60, 60), (1, 60)])
def test_a_vendor_may_round_otherwise(rounding: tuple[int, int]) -> None:
    dataset = Dataset(DatasetSettings(billing={"call": rounding}))
    stream = dataset.stream("abcd1234", "call")

    check_prices(stream)

    units = stream.product.units
    assert (units.minimum, units.increment) == rounding
    assert int(stream.table.billed.min()) >= max(rounding)


@every_product
def test_texts_fit_their_country_direction_and_parts(dataset: Dataset, product: str) -> None:
    found = many(dataset, product, 20_000)
    templates, codes = found.text
    world = dataset.world

    assert codes.min() >= 0
    assert codes.max() < 1_000_000
    for place in range(0, len(found), 37):
        country = world.countries[int(found.country[place])]
        parts = min(max(int(found.units[place]), 1), 4)
        inbound = found.direction[place] == 1 and parts == 1
        language = country.language
        pool = (
            world.templates.inbound[language] if inbound else world.templates.pools[language, parts]
        )
        assert pool[0] <= templates[place] < pool[0] + pool[1]
        assert world.templates.parts[templates[place]] == parts


def test_networks_share_a_country_by_their_weights(dataset: Dataset) -> None:
    found = many(dataset, "message", 300_000)
    account, world = found.stream.account, dataset.world
    home = [
        place
        for place, one in enumerate(account.networks)
        if world.networks[one].country == account.home
    ]
    counts = Counter(found.network.tolist())
    total = sum(counts[place] for place in home)
    expected = shares({place: world.networks[account.networks[place]].weight for place in home})

    assert all(near(counts[place], total, share) for place, share in expected.items())


@pytest.mark.parametrize("what", ["profile", "connection", "tag"])
def test_groups_come_as_often_as_their_weights_say(dataset: Dataset, what: str) -> None:
    found = many(dataset, "message", 300_000)
    groups = getattr(found.stream.account, f"{what}s")
    counts = Counter(getattr(found, what).tolist())

    expected = shares({place: group.weight for place, group in enumerate(groups)})

    assert counts.keys() == expected.keys()
    assert all(near(counts[place], len(found), share) for place, share in expected.items())
