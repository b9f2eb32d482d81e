"""What makes two answers of a real API differ although nothing has changed.

Rates after what was measured on simulated vendors: 3 to 15 of 100 optional fields missing, 1 to 4
of 100 values rare ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from typing import Any

from contracts.checks.documented import response_spec
from contracts.contract import Promise
from contracts.lattice.document import places
from mock_server.spec.operation import ResponseSpec

Json = Any

NOISY = 3
"""One in so many optional fields is missing now and then."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Spoils answers by chance, within what their document allows.

    Args:
        vendor: decides which fields are noisy, and how much; the same in all runs.
    """

    vendor: str
    _kept: dict[tuple[object, ...], list[Json]] = field(default_factory=dict, compare=False)

    def applied(self, promise: Promise, status: int, body: Json, chance: Random) -> Json:
        spec = response_spec(promise.operation, status)
        if spec is None:
            return body
        return self._spoilt(spec, [], body, chance)

    def _spoilt(self, spec: ResponseSpec, parts: list[str], value: Json, chance: Random) -> Json:
        if isinstance(value, list):
            return [self._spoilt(spec, [*parts, "*"], one, chance) for one in value]
        if not isinstance(value, dict):
            return self._rare(spec, parts, value, chance)
        schemas = self._places(spec, parts)
        required = {name for one in schemas for name in one.get("required", ())}
        kept = {}
        for name, member in value.items():
            place = "/".join([*parts, name])
            if (
                name not in required
                and self._is_noisy(place)
                and chance.random() < self.rate(place)
            ):
                continue
            kept[name] = self._spoilt(spec, [*parts, name], member, chance)
        return kept

    def _rare(self, spec: ResponseSpec, parts: list[str], value: Json, chance: Random) -> Json:
        place = "/".join(parts)
        if chance.random() >= self.rate(place, 0.01, 0.04):
            return value
        schemas = [one for one in self._places(spec, parts) if one]
        if any(
            one.get("type") and "null" in one["type"]
            for one in schemas
            if one.get("type") != "null"
        ):
            return None
        values = [word for one in schemas for word in one.get("enum", ())]
        return chance.choice(values) if values and value in values else value

    def _places(self, spec: ResponseSpec, parts: list[str]) -> list[Json]:
        key = (id(spec), *parts)
        if key not in self._kept:
            self._kept[key] = places(spec, parts)
        return self._kept[key]

    def _is_noisy(self, place: str) -> bool:
        return self._share(place) < 1 / NOISY

    def rate(self, place: str, least: float = 0.03, most: float = 0.15) -> float:
        return least + (most - least) * self._share(place + "#rate")

    def _share(self, text: str) -> float:
        return int.from_bytes(sha256(f"{self.vendor}\n{text}".encode()).digest()[:4]) / 2**32
