"""Phone numbers of the world, held against libphonenumber and what regulators set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import phonenumbers
import pytest
from phonenumbers import PhoneNumber, PhoneNumberType

from mock_server.ledger.world import HEADS, Numbers, World, load_world

STYLES: tuple[Numbers, ...] = ("fictional", "plan")
TAILS = 20

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
PLACED = {PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
TOLL_FREE = {PhoneNumberType.TOLL_FREE}

FICTION = {
    # ATIS-0300115: 555-0100 to 555-0199
    "US": r"1(?:[2-9]\d\d|800)55501\d\d",
    "CA": r"1[2-9]\d\d55501\d\d",
    # Ofcom: TV and radio drama
    "GB": r"44(?:11[34678]4960|1[2-6]14960|1914980|2079460|2896496|2920180|8081570)\d{3}",
    # Bundesnetzagentur, Mitteilung 148/2021
    "DE": r"49(?:3023125|6990009|4066969|2214710|8999998)\d{3}",
    # Arcep, decision 2018-0881
    "FR": r"33(?:19900|26191|35301|46571|53649)\d{4}",
    # ACMA: creative works
    "AU": r"61[2378](?:5550|7010)\d{4}",
    # PTS, for books and films
    "SE": r"46(?:3139006\d\d|4062804\d\d|8465004\d\d|9803192\d\d|701740(?:60[5-9]|6[1-9]\d))",
}


def blocks(world: World) -> Iterator[tuple[str, str, int, set[int]]]:
    """Country, head, width of the tail and rightful types, for every head that there is."""
    for place, network in enumerate(world.networks):
        country = world.countries[network.country].code
        for head in dict.fromkeys(world.heads_of(place)):
            yield country, head, world.tail_digits[network.country], MOBILE
    for place, one in enumerate(world.countries):
        for head in world.local_heads[place]:
            yield one.code, head, world.local_digits[place], PLACED
        for head in world.toll_free_heads[place]:
            yield one.code, head, world.toll_free_digits[place], TOLL_FREE


def parsed(calling: str, number: str) -> PhoneNumber:
    """As `phonenumbers.parse` would, at a tenth of its time."""
    national = number.removeprefix(calling)
    zeros = len(national) - len(national.lstrip("0"))
    return PhoneNumber(
        country_code=int(calling),
        national_number=int(national),
        italian_leading_zero=True if zeros else None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


def fits(number: PhoneNumber, country: str, types: set[int]) -> bool:
    return (
        phonenumbers.region_code_for_number(number) == country
        and phonenumbers.number_type(number) in types
    )


@pytest.mark.parametrize("style", STYLES)
def test_every_head_with_any_tail_is_a_valid_number_of_its_country(style: Numbers) -> None:
    world, chance = load_world(style), Random(20)
    calling = {country.code: country.calling_code for country in world.countries}
    any_type = set(PhoneNumberType.values()) - {PhoneNumberType.UNKNOWN}
    told = {block[:3] for block in blocks(load_world("plan"))} if style == "fictional" else set()

    wrong = [
        (country, head, tail)
        for country, head, digits, types in blocks(world)
        if (country, head, digits) not in told  # the plan's are the other case's
        for tail in (f"{chance.randrange(10**digits):0{digits}d}" for _ in range(TAILS))
        if not fits(
            parsed(calling[country], head + tail),
            country,
            any_type if country in FICTION and style == "fictional" else types,
        )
    ]

    assert wrong == []


@pytest.mark.parametrize("style", STYLES)
def test_numbers_are_parsed_to_what_they_were_made_of(style: Numbers) -> None:
    world = load_world(style)
    calling = {country.code: country.calling_code for country in world.countries}
    numbers = [(country, head + "7" * digits) for country, head, digits, _ in blocks(world)][::5]

    wrong = [
        number
        for country, number in numbers
        if phonenumbers.parse("+" + number) != parsed(calling[country], number)
        or not phonenumbers.is_valid_number(phonenumbers.parse("+" + number))
    ]

    assert wrong == []


@pytest.mark.parametrize("style", STYLES)
def test_no_number_is_in_two_places(style: Numbers) -> None:
    found = [(len(head) + digits, head) for _, head, digits, _ in blocks(load_world(style))]
    kept = set(found)

    nested = [
        (length, head)
        for length, head in found
        if any((length, head[:end]) in kept for end in range(1, len(head)))
    ]

    assert len(kept) == len(found)
    assert nested == []


def test_fictional_numbers_are_only_ones_that_were_set_aside() -> None:
    numbers = [
        (country, head + digit * digits)
        for country, head, digits, types in blocks(load_world("fictional"))
        for digit in "09"
        if country in FICTION and types != TOLL_FREE
    ]

    wrong = [one for one in numbers if not re.fullmatch(FICTION[one[0]], one[1])]

    assert {country for country, _ in numbers} == set(FICTION)
    assert wrong == []


@pytest.mark.parametrize("style", STYLES)
def test_networks_have_heads_of_their_own_that_come_round_again(style: Numbers) -> None:
    world = load_world(style)

    assert len(world.heads) == len(world.networks) * HEADS
    for network in range(len(world.networks)):
        heads = world.heads_of(network)
        distinct = list(dict.fromkeys(heads))
        assert list(heads) == [distinct[place % len(distinct)] for place in range(HEADS)]


@pytest.mark.parametrize("style", STYLES)
def test_tails_are_of_two_to_seven_digits_and_every_country_has_numbers_to_rent(
    style: Numbers,
) -> None:
    world = load_world(style)
    rented = [
        len(heads) * 10**digits
        for heads, digits in zip(world.local_heads, world.local_digits, strict=True)
    ]

    assert set(world.tail_digits) <= set(range(2, 8))
    assert min(rented) >= 80
    assert sum(map(bool, world.toll_free_heads)) > 50
