"""Pseudonyms for phone numbers: valid ones of the same country and kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber

KEPT = (4, 3, 5, 6, 7, 2, 1)
"""As many digits of the national number stay: they say what kind of number it is, and in most
plans whose network or which town; more or fewer where no other such number begins like that."""

TRIES = 60


def phone_pseudonym(digits: str, draw: Callable[[str, int], str]) -> str | None:
    """Another number for one in international form without its plus; None if it is no valid one.

    Args:
        draw: as many digits as are asked for, the same for the same text.
    """
    number = _parsed(digits)
    if number is None:
        return None
    for candidate in _candidates(number, draw):
        if _alike(number, candidate):
            return phonenumbers.format_number(candidate, phonenumbers.PhoneNumberFormat.E164)[1:]
    return None


def _candidates(number: PhoneNumber, draw: Callable[[str, int], str]) -> Iterator[PhoneNumber]:
    national = str(number.national_number)
    for kept in KEPT:
        for attempt in range(TRIES):
            rest = len(national) - kept
            if rest > 0:
                drawn = draw(f"{number.country_code}/{national}/{kept}/{attempt}", rest)
                yield PhoneNumber(
                    country_code=number.country_code,
                    national_number=int(national[:kept] + drawn),
                    italian_leading_zero=number.italian_leading_zero,
                    number_of_leading_zeros=number.number_of_leading_zeros,
                )


def _alike(number: PhoneNumber, candidate: PhoneNumber) -> bool:
    return (
        candidate != number
        and phonenumbers.is_valid_number(candidate)
        and phonenumbers.number_type(candidate) == phonenumbers.number_type(number)
        and phonenumbers.region_code_for_number(candidate)
        == phonenumbers.region_code_for_number(number)
    )


@lru_cache(4096)
def _parsed(digits: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
