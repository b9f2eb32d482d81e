"""What the leaves of one object agree on: a place, a person, a company, a course of time.

Drawn as it is asked for, from the scene's own rng, so equal seeds give equal scenes whatever the
leaves that look at them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from random import Random

from mock_server.data.moments import Timeline, draw_timeline
from mock_server.data.places import BY_LOCALE, City, Country, Network
from mock_server.data.pools import pools_of


@dataclass(frozen=True, slots=True)
class Person:
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def handle(self) -> str:
        """The name as ASCII letters, for e-mail addresses and user names."""
        return f"{ascii_letters(self.first_name)}.{ascii_letters(self.last_name)}"


def ascii_letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(letter for letter in plain if "a" <= letter <= "z") or "x"


class Scene:
    """One object's surroundings; `seed` names it, and what is inside it has scenes of its own."""

    def __init__(self, seed: str, locales: tuple[str, ...]) -> None:
        self._seed = seed
        self._locales = locales

    def inner(self, name: str) -> Scene:
        """The scene of another party inside this one: same place and time, other people."""
        scene = Scene(f"{self._seed}/{name}", self._locales)
        scene.__dict__.update(country=self.country, city=self.city, timeline=self.timeline)
        return scene

    def rng(self, purpose: str) -> Random:
        return Random(f"{self._seed}:{purpose}")

    @cached_property
    def country(self) -> Country:
        known = [name for name in self._locales if name in BY_LOCALE] or list(BY_LOCALE)
        weights = [BY_LOCALE[name].weight for name in known]
        return BY_LOCALE[self.rng("country").choices(known, weights)[0]]

    @cached_property
    def city(self) -> City:
        return self.rng("city").choice(self.country.cities)

    @cached_property
    def network(self) -> Network:
        return self.rng("network").choice(self.country.networks)

    @cached_property
    def person(self) -> Person:
        rng, pools = self.rng("person"), pools_of(self.country.locale)
        return Person(rng.choice(pools["first_name"]), rng.choice(pools["last_name"]))

    @cached_property
    def company(self) -> str:
        return self.rng("company").choice(pools_of(self.country.locale)["company"])

    @cached_property
    def street(self) -> str:
        return self.rng("street").choice(pools_of(self.country.locale)["street_address"])

    @cached_property
    def timeline(self) -> Timeline:
        return draw_timeline(self.rng("timeline"))
