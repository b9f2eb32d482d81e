"""The product files: whole, agreeing with each other, and with the world's tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from mock_server.ledger.product import (
    AT_ONCE,
    DIRECTIONS,
    FOLDER,
    LASTING,
    Direction,
    Outcome,
    Product,
    products,
)
from mock_server.ledger.world import World, load_world

HOUR_MS = 3_600_000
FILES = sorted(FOLDER.glob("*.toml"))

SIP_REASONS = {
    "404": "Not Found",
    "480": "Temporarily Unavailable",
    "486": "Busy Here",
    "487": "Request Terminated",
    "503": "Service Unavailable",
    "603": "Decline",
}
"""RFC 3261, sections 21.4, 21.5 and 21.6."""

every_product = pytest.mark.parametrize("product", products().values(), ids=products().keys())
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


def ways(product: Product) -> list[tuple[Direction, list[Outcome], list[int]]]:
    """Each direction that a product has, with its outcomes and the weights of its kinds."""
    return [
        (
            way,
            [outcome for outcome in product.outcomes if outcome.direction == way],
            [kind.directions[way] for kind in product.kinds if way in kind.directions],
        )
        for way in product.directions
    ]


def longest_unit(world: World, product: Product) -> int:
    units = product.units
    return int(world.quantiles[units.quantiles].max()) if units.quantiles else len(units.weights)


def latency_ms(world: World, product: Product, outcome: Outcome) -> int:
    """The longest it can take until an outcome is known."""
    if outcome.latency == AT_ONCE:
        return 0
    if outcome.latency == LASTING:
        return longest_unit(world, product) * 1000
    return int(world.latencies[outcome.latency].max())


def test_the_shares_are_all_of_an_account_together() -> None:
    shares = [product.share for product in products().values()]

    assert sum(shares) == 1_000_000
    assert min(shares) > 0


@every_file
def test_a_file_is_named_after_its_product(file: Path) -> None:
    assert file.stem in products()


@every_file
def test_a_file_says_what_is_assumed_and_names_no_vendor(file: Path) -> None:
    text = file.read_text("utf-8")
    head = text[: text.index("\nname = ")]

    assert all(line.startswith("#") for line in head.splitlines())
    assert "ASSUMED" in head
    assert not any(name in text.lower() for name in ("vonage", "nexmo", "telnyx"))


@every_product
def test_every_direction_has_a_weight_a_rate_outcomes_and_kinds(product: Product) -> None:
    assert set(product.directions) <= set(DIRECTIONS)
    assert set(product.rates) == set(product.directions)
    assert {outcome.direction for outcome in product.outcomes} == set(product.directions)
    assert {way for kind in product.kinds for way in kind.directions} == set(product.directions)
    assert min(product.directions.values()) > 0


@every_product
def test_every_weight_is_large_enough_to_occur(product: Product) -> None:
    drawn = [list(product.directions.values()), list(product.units.weights) or [1]]
    for _, outcomes, kinds in ways(product):
        drawn += [[outcome.weight for outcome in outcomes], kinds]

    # What is drawn by 16 bits of chance needs one part in 65,536 to come up at all.
    assert all(min(weights) * 65_536 >= sum(weights) for weights in drawn)


@every_product
def test_nothing_is_listed_twice(product: Product) -> None:
    names = [kind.name for kind in product.kinds]

    assert len(set(names)) == len(names)
    assert len(set(product.states)) == len(product.states)


@every_product
def test_units_are_counted_in_one_way(product: Product) -> None:
    units = product.units

    assert bool(units.weights) != bool(units.quantiles)
    assert min(units.minimum, units.increment, units.per) >= 1


@every_product
def test_every_named_table_is_in_the_world(product: Product, world: World) -> None:
    latencies = {state.latency for state in product.states} - {AT_ONCE, LASTING}

    assert product.curve in world.curves
    assert product.units.quantiles in {"", *world.quantiles}
    assert latencies <= set(world.latencies)


@every_product
def test_every_named_rate_is_above_nothing_in_every_country(product: Product, world: World) -> None:
    names = {way: rate for way, rate in product.rates.items() if isinstance(rate, str)}
    lowest = {
        way: min(getattr(country, name) for country in world.countries)
        for way, name in names.items()
    }

    for kind in product.kinds:
        for way in kind.directions.keys() & names:
            assert lowest[way] * kind.rate // 1000 >= product.units.per or kind.rate == 0


@every_product
def test_a_rate_for_all_countries_is_exact_for_a_single_unit(product: Product) -> None:
    for kind in product.kinds:
        for way in kind.directions:
            rate = product.rates[way]
            assert isinstance(rate, str) or rate * kind.rate % (1000 * product.units.per) == 0


@every_product
def test_what_lasts_is_counted_in_seconds(product: Product) -> None:
    lasts = any(outcome.latency == LASTING for outcome in product.outcomes)

    assert not lasts or product.units.name == "seconds"


@every_product
def test_records_without_a_pending_state_appear_when_they_are_final(
    product: Product, world: World
) -> None:
    longest = max(latency_ms(world, product, outcome) for outcome in product.outcomes)

    assert product.pending or longest <= product.published_after_s * 1000


@every_product
def test_an_outcome_comes_at_most_three_days_late(product: Product, world: World) -> None:
    longest = max(latency_ms(world, product, outcome) for outcome in product.outcomes)

    assert longest <= 72 * HOUR_MS


@every_product
def test_only_what_goes_out_is_ever_pending(product: Product) -> None:
    if product.pending:
        late = {one.direction for one in product.outcomes if one.latency != AT_ONCE}

        assert product.pending.direction == "outbound"
        assert late == {"outbound"}


@every_product
def test_the_price_of_a_pending_record_does_not_tell_how_it_ends(product: Product) -> None:
    free = [one for one in product.outcomes if not (one.billed and one.units)]

    assert not product.pending or {one.latency for one in free} <= {AT_ONCE, "quick"}


@pytest.mark.parametrize("name", ["app-call", "call", "failed-call", "fax", "websocket-call"])
def test_calls_fail_with_the_reasons_of_sip(name: str) -> None:
    failed = [one for one in products()[name].outcomes if one.code != "200"]

    assert [one.text for one in failed] == [SIP_REASONS[one.code] for one in failed]
