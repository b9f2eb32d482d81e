"""The frozen world as it is read: tuples and arrays, from two files beside this module.

Sources and licences of what is in them: the comments of the TOML files that `freeze` makes them of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

TEXTS = Path(__file__).with_name("frozen.json")
ARRAYS = Path(__file__).with_name("frozen.npy")

HEADS = 32
"""How many heads a network has in `World.heads`."""

Numbers: TypeAlias = Literal["fictional", "plan"]
Table: TypeAlias = NDArray[np.int32]
Pool: TypeAlias = tuple[int, int]
"""Where a pool's templates begin among all, and how many there are."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country, and what traffic there costs.

    Args:
        code: ISO 3166-1 alpha-2.
        name: in English, as the Unicode CLDR has it.
        calling_code: ITU-T E.164, digits only.
        language: of its messages, a key of the templates (assumed).
        utc_offset_min: standard time of most of its people, minutes east of Greenwich (IANA).
        weekend: days of rest as ISO 8601 weekdays, 1 is Monday (CLDR).
        weight: share of an account's traffic beside the others' (assumed).
        message_rate: of a part of an outbound message, in hundred-millionths of the account's
            currency; as all rates, from tiers that are made up.
        inbound_rate: of a part of an inbound message, likewise.
        call_rate: of a minute of a call, likewise; a multiple of 60.
    """

    code: str
    name: str
    calling_code: str
    language: str
    utc_offset_min: int
    weekend: tuple[int, ...]
    weight: int
    message_rate: int
    inbound_rate: int
    call_rate: int


@dataclass(frozen=True, slots=True)
class Network:
    """A mobile network in operation.

    Args:
        code: mobile country code and mobile network code, ITU-T E.212, 5 or 6 digits.
        name: as people know it.
        country: index among the world's countries.
        weight: per cent of the country's subscribers (assumed).
    """

    code: str
    name: str
    country: int
    weight: int


@dataclass(frozen=True, slots=True)
class Curve:
    """When traffic comes (assumed).

    Args:
        hours: shares of a day by local hour, per mille.
        work_day: traffic of a work day, per mille of an ordinary one.
        weekend: traffic of a day of the weekend, per mille of an ordinary one.
    """

    hours: tuple[int, ...]
    work_day: int
    weekend: int


@dataclass(frozen=True, slots=True, eq=False)
class Templates:
    """What messages say.

    Args:
        texts: before the code and after it; all of a text without a code is before it.
        has_code: whether six digits stand between the two.
        encodings: data coding schemes of 3GPP TS 23.038: 0 is GSM-7, 8 is UCS-2.
        parts: messages that it takes to carry the text, with any six digits as its code.
        pools: by language and parts (1 to 4), outbound.
        inbound: by language; texts of one part that people send back.
    """

    texts: tuple[tuple[str, str], ...]
    has_code: NDArray[np.bool_]
    encodings: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    pools: Mapping[tuple[str, int], Pool]
    inbound: Mapping[str, Pool]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """All tables of one style of numbers.

    A number is a head (digits after the plus) and a tail, any digits of the right width. Every
    number leads back to one network, or to the numbers that accounts rent in one country.

    Args:
        heads: HEADS for each network; where it has fewer, they come round again.
        tail_digits: by country, the width of a tail after these heads.
        local_heads: by country, of places or (where no others are free) of mobile numbers; none
            twice.
        local_digits: by country, the width of a tail after these.
        toll_free_heads: by country, none twice; of some countries there are none.
        toll_free_digits: by country, the width of a tail after these; 0 where there are none.
        latencies: by class, milliseconds until the outcome is known: quantiles, ascending.
        quantiles: by name, seconds, kilobytes or characters: quantiles, ascending.
        curves: by kind of traffic.
        fingerprint: of the frozen files, 16 hexadecimal digits; the same for both styles.
    """

    countries: tuple[Country, ...]
    networks: tuple[Network, ...]
    heads: tuple[str, ...]
    tail_digits: tuple[int, ...]
    local_heads: tuple[tuple[str, ...], ...]
    local_digits: tuple[int, ...]
    toll_free_heads: tuple[tuple[str, ...], ...]
    toll_free_digits: tuple[int, ...]
    templates: Templates
    latencies: Mapping[str, Table]
    quantiles: Mapping[str, Table]
    curves: Mapping[str, Curve]
    fingerprint: str

    def heads_of(self, network: int) -> tuple[str, ...]:
        """The heads of one network, given as an index; distinct ones first."""
        return self.heads[network * HEADS : (network + 1) * HEADS]


@lru_cache(maxsize=2)
def load_world(numbers: Numbers = "fictional") -> World:
    """Read the frozen tables, once for each style of numbers.

    Args:
        numbers: `fictional`: from ranges set aside for fiction in the countries that have some;
            `plan`: from the national plans everywhere, so that a number may be somebody's.
    """
    texts, arrays = TEXTS.read_bytes(), ARRAYS.read_bytes()
    content = json.loads(texts)
    tables = _tables(content, np.load(BytesIO(arrays), allow_pickle=False))
    return World(
        countries=tuple(_country(*row) for row in content["countries"]),
        networks=tuple(Network(*row) for row in content["networks"]),
        **_numbers(content["numbers"][numbers]),
        templates=_templates(content["templates"], content["pools"]),
        latencies={name: tables[name] for name in content["latencies"]},
        quantiles={name: tables[name] for name in content["quantiles"]},
        curves={name: _curve(*row) for name, row in content["curves"].items()},
        fingerprint=sha256(texts + arrays).hexdigest()[:16],
    )


def _country(*row: Any) -> Country:
    # Only the days of the weekend are a list, the sixth.
    return Country(*[*row[:5], tuple(row[5]), *row[6:]])


def _curve(hours: Sequence[int], work_day: int, weekend: int) -> Curve:
    return Curve(tuple(hours), work_day, weekend)


def _tables(content: Mapping[str, Any], rows: Table) -> dict[str, Table]:
    rows.flags.writeable = False
    return dict(zip(content["latencies"] + content["quantiles"], rows, strict=True))


def _numbers(content: Mapping[str, Any]) -> dict[str, Any]:
    networks = [heads.split() for heads in content["networks"]]
    return {
        "heads": tuple(heads[place % len(heads)] for heads in networks for place in range(HEADS)),
        "tail_digits": tuple(content["networks_digits"]),
        "local_heads": tuple(tuple(heads.split()) for heads in content["local"]),
        "local_digits": tuple(content["local_digits"]),
        "toll_free_heads": tuple(tuple(heads.split()) for heads in content["toll_free"]),
        "toll_free_digits": tuple(content["toll_free_digits"]),
    }


def _templates(rows: Sequence[Any], pools: Mapping[str, Sequence[Pool]]) -> Templates:
    before, after, coded, encodings, parts = zip(*rows, strict=True)
    return Templates(
        texts=tuple(zip(before, after, strict=True)),
        has_code=_fixed(np.array(coded, np.bool_)),
        encodings=_fixed(np.array(encodings, np.uint8)),
        parts=_fixed(np.array(parts, np.uint8)),
        pools={
            (language, count): (begin, size)
            for language, places in pools.items()
            for count, (begin, size) in enumerate(places[:-1], start=1)
        },
        inbound={language: (places[-1][0], places[-1][1]) for language, places in pools.items()},
    )


def _fixed(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
