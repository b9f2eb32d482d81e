"""Countries and networks of the world, held against lists made by hand."""

from __future__ import annotations

import pytest

from mock_server.ledger.world import World, load_world

# ITU-T E.212, list of mobile country codes.
MOBILE_COUNTRY_CODES = {
    "202": "GR", "204": "NL", "206": "BE", "208": "FR", "214": "ES", "216": "HU", "219": "HR",
    "222": "IT", "226": "RO", "228": "CH", "230": "CZ", "231": "SK", "232": "AT", "234": "GB",
    "235": "GB", "238": "DK", "240": "SE", "242": "NO", "244": "FI", "246": "LT", "247": "LV",
    "248": "EE", "250": "RU", "255": "UA", "260": "PL", "262": "DE", "268": "PT", "272": "IE",
    "284": "BG", "286": "TR", "302": "CA", "310": "US", "311": "US", "312": "US", "313": "US",
    "314": "US", "315": "US", "316": "US", "334": "MX", "370": "DO", "401": "KZ", "404": "IN",
    "405": "IN", "406": "IN", "410": "PK", "413": "LK", "416": "JO", "419": "KW", "420": "SA",
    "424": "AE", "425": "IL", "427": "QA", "440": "JP", "441": "JP", "450": "KR", "452": "VN",
    "454": "HK", "460": "CN", "461": "CN", "466": "TW", "502": "MY", "505": "AU", "510": "ID",
    "515": "PH", "520": "TH", "525": "SG", "530": "NZ", "602": "EG", "603": "DZ", "604": "MA",
    "620": "GH", "621": "NG", "639": "KE", "655": "ZA", "714": "PA", "716": "PE", "722": "AR",
    "724": "BR", "730": "CL", "732": "CO", "740": "EC", "748": "UY",
}  # fmt: skip

# Network codes of three digits: ITU-T E.212 annex; in India only some are, in Argentina all here.
THREE_DIGITS = {"302", "310", "311", "313", "334", "722", "732"}


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


def test_the_code_of_every_network_belongs_to_its_country(world: World) -> None:
    wrong = [
        network
        for network in world.networks
        if MOBILE_COUNTRY_CODES.get(network.code[:3]) != world.countries[network.country].code
    ]

    assert wrong == []


def test_every_network_has_a_code_of_the_length_that_its_country_uses(world: World) -> None:
    lengths = {
        network.code: 6 if network.code[:3] in THREE_DIGITS or network.code[:4] == "4058" else 5
        for network in world.networks
    }

    assert len(lengths) == len(world.networks)
    assert {code: len(code) for code in lengths} == lengths


def test_no_two_networks_of_a_country_have_the_same_name_and_each_has_a_share(
    world: World,
) -> None:
    names = {(network.country, network.name) for network in world.networks}

    assert len(names) == len(world.networks)
    assert {network.country for network in world.networks} == set(range(len(world.countries)))
    assert min(network.weight for network in world.networks) > 0


def test_the_shares_of_a_country_are_about_a_hundred_per_cent(world: World) -> None:
    sums = [
        sum(network.weight for network in world.networks if network.country == country)
        for country in range(len(world.countries))
    ]

    assert 88 <= min(sums) <= max(sums) <= 102


def test_there_are_about_as_many_countries_and_networks_as_were_asked_for(world: World) -> None:
    assert len(world.countries) >= 60
    assert 200 <= len(world.networks) <= 255


@pytest.mark.parametrize(
    ("code", "minutes", "weekend"),
    [
        pytest.param("US", -300, (6, 7), id="most Americans live by Eastern time"),
        pytest.param("GB", 0, (6, 7), id="Britain"),
        pytest.param("IE", 0, (6, 7), id="Ireland, whose zone has its summer time reversed"),
        pytest.param("IN", 330, (7,), id="India rests on Sunday"),
        pytest.param("SA", 180, (5, 6), id="Saudi Arabia rests on Friday"),
        pytest.param("AE", 240, (6, 7), id="the Emirates moved theirs"),
        pytest.param("AU", 600, (6, 7), id="the south has its summer in January"),
    ],
)
def test_clocks_and_weekends_are_those_of_the_country(
    world: World, code: str, minutes: int, weekend: tuple[int, ...]
) -> None:
    country = next(one for one in world.countries if one.code == code)

    assert (country.utc_offset_min, country.weekend) == (minutes, weekend)


def test_seconds_of_calls_cost_whole_numbers_and_no_rate_is_zero(world: World) -> None:
    assert all(country.call_rate % 60 == 0 for country in world.countries)
    assert all(
        0 < country.inbound_rate < country.message_rate and country.call_rate > 0
        for country in world.countries
    )


def test_countries_come_once_each_in_the_order_of_their_codes(world: World) -> None:
    codes = [country.code for country in world.countries]

    assert codes == sorted(set(codes))
