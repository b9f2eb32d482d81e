"""A few real places, so that city, postcode, country, phone and network agree in one object.

Sources: country, currency and subdivision codes are ISO 3166-1, ISO 4217 and ISO 3166-2; time
zones are IANA tz names; mobile country and network codes are from ITU-T E.212, "Mobile Network
Codes for the international identification plan" (annex to the ITU Operational Bulletin), one or
two large operators for each country. A postcode is one of the city's own. Which countries and
cities are here is our choice: those with numbers set aside for fiction (see `phone`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    name: str
    state: str
    state_code: str
    postcode: str
    timezone: str
    latitude: float
    longitude: float
    area: str
    """The digits that the city's fictitious phone numbers begin with, after the calling code."""


@dataclass(frozen=True, slots=True)
class Network:
    mcc: str
    mnc: str
    name: str


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    alpha3: str
    name: str
    locale: str
    language: str
    currency: str
    calling_code: str
    line_digits: int
    """How many digits of a fictitious phone number follow the area's; all of them are free."""
    networks: tuple[Network, ...]
    cities: tuple[City, ...]
    weight: int = 1
    """How often it comes up, next to the others (our choice)."""


_ET, _CT, _PT = "America/New_York", "America/Chicago", "America/Los_Angeles"

UNITED_STATES = Country(
    code="US",
    weight=6,
    alpha3="USA",
    name="United States",
    locale="en_US",
    language="en",
    currency="USD",
    calling_code="1",
    line_digits=2,
    networks=(
        Network("310", "260", "T-Mobile"),
        Network("310", "410", "AT&T"),
        Network("311", "480", "Verizon"),
    ),
    cities=(
        City("New York", "New York", "NY", "10001", _ET, 40.7128, -74.006, "21255501"),
        City("Chicago", "Illinois", "IL", "60601", _CT, 41.8781, -87.6298, "31255501"),
        City("Los Angeles", "California", "CA", "90012", _PT, 34.0522, -118.2437, "21355501"),
        City("San Francisco", "California", "CA", "94103", _PT, 37.7749, -122.4194, "41555501"),
        City("Austin", "Texas", "TX", "78701", _CT, 30.2672, -97.7431, "51255501"),
        City("Seattle", "Washington", "WA", "98101", _PT, 47.6062, -122.3321, "20655501"),
        City("Boston", "Massachusetts", "MA", "02108", _ET, 42.3601, -71.0589, "61755501"),
        City("Atlanta", "Georgia", "GA", "30303", _ET, 33.749, -84.388, "40455501"),
    ),
)

CANADA = Country(
    code="CA",
    alpha3="CAN",
    name="Canada",
    locale="en_CA",
    language="en",
    currency="CAD",
    calling_code="1",
    line_digits=2,
    networks=(Network("302", "720", "Rogers"), Network("302", "610", "Bell")),
    cities=(
        City(
            "Toronto", "Ontario", "ON", "M5H 2N2", "America/Toronto", 43.6532, -79.3832, "41655501"
        ),
        City(
            *("Vancouver", "British Columbia", "BC", "V6B 1A1", "America/Vancouver"),
            *(49.2827, -123.1207, "60455501"),
        ),
    ),
)

UNITED_KINGDOM = Country(
    code="GB",
    weight=3,
    alpha3="GBR",
    name="United Kingdom",
    locale="en_GB",
    language="en",
    currency="GBP",
    calling_code="44",
    line_digits=3,
    networks=(
        Network("234", "10", "O2"),
        Network("234", "15", "Vodafone"),
        Network("234", "30", "EE"),
    ),
    cities=(
        City("London", "England", "ENG", "EC1A 1BB", "Europe/London", 51.5074, -0.1278, "2079460"),
        City(
            "Manchester", "England", "ENG", "M1 1AE", "Europe/London", 53.4808, -2.2426, "1614960"
        ),
        City(
            "Birmingham", "England", "ENG", "B1 1BB", "Europe/London", 52.4862, -1.8904, "1214960"
        ),
        City(
            "Edinburgh", "Scotland", "SCT", "EH1 1YZ", "Europe/London", 55.9533, -3.1883, "1314960"
        ),
        City("Bristol", "England", "ENG", "BS1 4DJ", "Europe/London", 51.4545, -2.5879, "1174960"),
    ),
)

GERMANY = Country(
    code="DE",
    weight=3,
    alpha3="DEU",
    name="Germany",
    locale="de_DE",
    language="de",
    currency="EUR",
    calling_code="49",
    line_digits=3,
    networks=(
        Network("262", "01", "Telekom"),
        Network("262", "02", "Vodafone"),
        Network("262", "03", "O2"),
    ),
    cities=(
        City("Berlin", "Berlin", "BE", "10115", "Europe/Berlin", 52.52, 13.405, "3023125"),
        City(
            "Frankfurt am Main",
            "Hessen",
            "HE",
            "60311",
            "Europe/Berlin",
            50.1109,
            8.6821,
            "6990009",
        ),
        City("Hamburg", "Hamburg", "HH", "20095", "Europe/Berlin", 53.5511, 9.9937, "4066969"),
        City("München", "Bayern", "BY", "80331", "Europe/Berlin", 48.1351, 11.582, "8999998"),
        City(
            "Köln",
            "Nordrhein-Westfalen",
            "NW",
            "50667",
            "Europe/Berlin",
            50.9375,
            6.9603,
            "2214710",
        ),
    ),
)

FRANCE = Country(
    code="FR",
    weight=2,
    alpha3="FRA",
    name="France",
    locale="fr_FR",
    language="fr",
    currency="EUR",
    calling_code="33",
    line_digits=4,
    networks=(
        Network("208", "01", "Orange"),
        Network("208", "10", "SFR"),
        Network("208", "20", "Bouygues Telecom"),
    ),
    cities=(
        City("Paris", "Île-de-France", "IDF", "75001", "Europe/Paris", 48.8566, 2.3522, "19900"),
        City(
            "Nantes", "Pays de la Loire", "PDL", "44000", "Europe/Paris", 47.2184, -1.5536, "26191"
        ),
        City("Strasbourg", "Grand Est", "GES", "67000", "Europe/Paris", 48.5734, 7.7521, "35301"),
        City(
            *("Lyon", "Auvergne-Rhône-Alpes", "ARA", "69001", "Europe/Paris"),
            *(45.764, 4.8357, "46571"),
        ),
        City("Toulouse", "Occitanie", "OCC", "31000", "Europe/Paris", 43.6047, 1.4442, "53649"),
    ),
)

AUSTRALIA = Country(
    code="AU",
    alpha3="AUS",
    name="Australia",
    locale="en_AU",
    language="en",
    currency="AUD",
    calling_code="61",
    line_digits=4,
    networks=(Network("505", "01", "Telstra"), Network("505", "02", "Optus")),
    cities=(
        City(
            *("Sydney", "New South Wales", "NSW", "2000", "Australia/Sydney"),
            *(-33.8688, 151.2093, "25550"),
        ),
        City(
            "Melbourne",
            "Victoria",
            "VIC",
            "3000",
            "Australia/Melbourne",
            -37.8136,
            144.9631,
            "35550",
        ),
        City(
            "Brisbane",
            "Queensland",
            "QLD",
            "4000",
            "Australia/Brisbane",
            -27.4698,
            153.0251,
            "75550",
        ),
    ),
)

SWEDEN = Country(
    code="SE",
    alpha3="SWE",
    name="Sweden",
    locale="sv_SE",
    language="sv",
    currency="SEK",
    calling_code="46",
    line_digits=2,
    networks=(Network("240", "01", "Telia"), Network("240", "07", "Tele2")),
    cities=(
        City(
            "Göteborg",
            "Västra Götaland",
            "O",
            "411 03",
            "Europe/Stockholm",
            57.7089,
            11.9746,
            "3139006",
        ),
        City("Malmö", "Skåne", "M", "211 19", "Europe/Stockholm", 55.605, 13.0038, "4062804"),
    ),
)

COUNTRIES = (UNITED_STATES, UNITED_KINGDOM, GERMANY, FRANCE, CANADA, AUSTRALIA, SWEDEN)
BY_LOCALE = {country.locale: country for country in COUNTRIES}
