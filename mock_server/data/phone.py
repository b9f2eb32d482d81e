"""Phone numbers that nobody holds, in E.164, from ranges set aside for fiction.

Sources, by country:
- US, CA: North American Numbering Plan, 555-0100 to 555-0199 of any area code (ATIS-0300115,
  "555 NXX Assignment Guidelines": reserved for entertainment and advertising).
- GB: Ofcom, "Telephone numbers for use in TV and radio drama programmes": 020 7946 0000-0999,
  0xxx 496 0000-0999 in the larger cities, mobile 07700 900000-900999.
- DE: Bundesnetzagentur, "Rufnummern für Medienproduktionen (Drama Numbers)", Mitteilung
  148/2021, Amtsblatt 7/2021: 1,000 numbers in each of five cities.
- FR: Arcep, decision 2018-0881 (national numbering plan), numbers for audiovisual works:
  01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49, mobile 06 39 98.
- AU: ACMA, "Phone numbers for use in TV shows, films and creative works": 5550 xxxx in each
  region, mobile 0491 570 006, 570 110, 570 156 to 159.
- SE: PTS, "Telefonnummer för användning i böcker och filmer": 031-390 06 00 to 99,
  040-628 04 00 to 99, mobile 070-174 06 05 to 99.

The ranges of cities are in `places`. libphonenumber holds the mobile ranges of GB and FR for
unassigned, so only what is called a mobile number comes from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from mock_server.data.places import City, Country

_MOBILES: Mapping[str, tuple[str, Sequence[int]]] = {
    "GB": ("7700900{:03d}", range(1000)),
    "FR": ("63998{:04d}", range(10000)),
    "AU": ("491570{:03d}", (6, 110, 156, 157, 158, 159)),
    "SE": ("70174{:04d}", range(605, 700)),
}
"""By country: how such a number is written, and the lines that were set aside."""


def national_number(country: Country, city: City, rng: Random) -> str:
    """A fictitious number of this city: the digits after the calling code."""
    line = rng.randrange(10**country.line_digits)
    return f"{city.area}{line:0{country.line_digits}d}"


def mobile_number(country: Country, city: City, rng: Random) -> str:
    """A fictitious mobile number where the country set some aside, else one of the city."""
    if country.code not in _MOBILES:
        return national_number(country, city, rng)
    written, lines = _MOBILES[country.code]
    return written.format(rng.choice(lines))
