"""What is wrong with the sources, when they are held against other books about the world.

The books: the metadata of libphonenumber for numbers, the Unicode CLDR for names and weekends, the
IANA time zones for clocks. Nothing that runs in a server imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from babel.core import Locale
from phonenumbers import NumberParseException, PhoneNumberType

from mock_server.ledger.world.sources import Sources

_PLACED = (PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_ANY = tuple(set(PhoneNumberType.values()) - {PhoneNumberType.UNKNOWN})
_TYPES = {"networks": _MOBILE, "local": _PLACED, "toll_free": (PhoneNumberType.TOLL_FREE,)}

TRIALS = 4
"""Tails that are tried with each head, besides the lowest and the highest."""


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """All numbers that begin with one head.

    Args:
        types: what libphonenumber may call them.
        digits: width of the tail.
    """

    country: str
    types: tuple[int, ...]
    head: str
    digits: int


def faults(sources: Sources, numbers: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """One sentence for everything that is wrong; `numbers` are the heads by style, as frozen."""
    yield from _country_faults(sources)
    yield from _network_faults(sources)
    yield from _setting_faults(sources)
    tried: set[Block] = set()  # most blocks are of both styles
    for style, content in numbers.items():
        blocks = list(_blocks(sources, style, content))
        yield from chain.from_iterable(_block_faults(one) for one in blocks if one not in tried)
        yield from _shared_numbers(style, blocks)
        tried.update(blocks)


def _country_faults(sources: Sources) -> Iterator[str]:
    names = Locale("en").territories
    for code, one in sources.countries.items():
        if not names[code].startswith(one["name"]):
            yield f"{code} is called {names[code]}"
        if phonenumbers.country_code_for_region(code) != int(one["calling"]):
            yield f"{code} is not called with {one['calling']}"
        if _standard_minutes(one["zone"]) != one["utc"]:
            yield f"{code} has its clocks {_standard_minutes(one['zone'])} minutes from UTC"
        if one["weekend"] != _weekend(code):
            yield f"{code} rests on these days of the week: {_weekend(code)}"
        if one["language"] not in sources.languages:
            yield f"there are no texts in the language of {code}"


def _standard_minutes(zone: str) -> int:
    # Summer time comes on top, in January or in July: the lesser of the two is standard time.
    offsets = (datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))
    return min(offset // timedelta(minutes=1) for offset in offsets if offset is not None)


def _weekend(country: str) -> list[int]:
    # Only the country counts here; babel numbers the days from 0, which is Monday.
    locale = Locale.parse(f"und_{country}")
    return list(range(locale.weekend_start + 1, locale.weekend_end + 2))


def _network_faults(sources: Sources) -> Iterator[str]:
    if set(sources.networks) != set(sources.countries):
        yield f"not both: {sorted(set(sources.networks) ^ set(sources.countries))}"
    owners: dict[str, str] = {}
    seen: set[str] = set()
    for country, networks in sources.networks.items():
        for code, name, _ in networks:
            if code in seen or not code.isdigit() or len(code) not in (5, 6):
                yield f"{code} ({name}) is no code of a network, or it is there twice"
            seen.add(code)
            if owners.setdefault(code[:3], country) != country:
                yield f"{owners[code[:3]]} and {country} share the country code {code[:3]}"


def _setting_faults(sources: Sources) -> Iterator[str]:
    for letter, tier in sources.tiers.items():
        if tier["call"] % 60:
            yield f"a second of a call of tier {letter} costs no whole number"
    for name, curve in sources.curves.items():
        if len(curve["hours"]) != 24 or sum(curve["hours"]) != 1000:
            yield f"the hours of the curve {name} do not add up to a day"


def _blocks(sources: Sources, style: str, content: Mapping[str, Any]) -> Iterator[Block]:
    for sort, types in _TYPES.items():
        owners = list(sources.countries)
        widths = dict(zip(owners, content[f"{sort}_digits"], strict=True))
        if sort == "networks":
            owners = [code for code in owners for _ in sources.networks[code]]
        for country, heads in zip(owners, content[sort], strict=True):
            fictional = sort in sources.numbering[style].get(country, {}) and style != "plan"
            kinds = _ANY if fictional else types
            for head in heads.split():
                yield Block(country, kinds, head, widths[country])


def _block_faults(block: Block) -> Iterator[str]:
    chance = Random(block.head)
    tails = [0, 10**block.digits - 1]
    tails += [chance.randrange(10**block.digits) for _ in range(TRIALS)]
    for tail in tails:
        number = f"+{block.head}{tail:0{block.digits}d}"
        if not _fits(number, block):
            yield f"{number} is no number of this sort in {block.country}"


def _fits(number: str, block: Block) -> bool:
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return False
    return (
        phonenumbers.region_code_for_number(parsed) == block.country
        and phonenumbers.number_type(parsed) in block.types
    )


def _shared_numbers(style: str, blocks: list[Block]) -> Iterator[str]:
    spans = sorted(
        (int(block.head) * 10**block.digits, (int(block.head) + 1) * 10**block.digits, block)
        for block in blocks
    )
    for (_, end, one), (begin, _, other) in pairwise(spans):
        if begin < end:
            yield f"{style}: two share the numbers of {one.head} and {other.head}"
