"""How long an operation takes: a distribution, and one duration drawn from it per request.

Everything is in seconds. Equal seeds draw equal durations, on any machine.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from statistics import NormalDist
from typing import TypeAlias

from mock_server.errors import ConfigError, DataError

MAX_LATENCY_S = 3600.0
"""Our own bound: longer than any HTTP client waits, so a larger number is a slip of the unit."""

_NORMAL = NormalDist()
_DURATION = r"([0-9]+(?:\.[0-9]+)?)(ms|s)"
_FIXED = re.compile(_DURATION)
_UNIFORM = re.compile(rf"{_DURATION}\s*\.\.\s*{_DURATION}")
_LOG_NORMAL = re.compile(
    rf"lognormal\(\s*{_DURATION}\s*,\s*([0-9]+(?:\.[0-9]+)?)\s*(?:,\s*{_DURATION}\s*)?\)"
)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same duration."""

    seconds: float

    def __post_init__(self) -> None:
        _check_duration("seconds", self.seconds)

    def draw(self, seed: bytes, size: int = 0) -> float:
        return self.seconds


@dataclass(frozen=True, slots=True)
class Uniform:
    """Any duration between two bounds, all equally likely."""

    low_s: float
    high_s: float

    def __post_init__(self) -> None:
        _check_duration("low_s", self.low_s)
        _check_duration("high_s", self.high_s)
        if self.low_s > self.high_s:
            raise _unusable(f"low_s {self.low_s} is more than high_s {self.high_s}")

    def draw(self, seed: bytes, size: int = 0) -> float:
        drawn_s = self.low_s + (self.high_s - self.low_s) * _chance(seed)
        return min(drawn_s, self.high_s)


@dataclass(frozen=True, slots=True)
class LogNormal:
    """Usually near the median, now and then much longer: what services look like from outside.

    Args:
        median_s: half of all durations are shorter, before the cap.
        sigma: spread of ln(duration); no unit, 0 always gives the median.
        cap_s: a longer duration never comes; the shorter ones keep their proportions.
    """

    median_s: float
    sigma: float
    cap_s: float = MAX_LATENCY_S

    def __post_init__(self) -> None:
        _check_duration("median_s", self.median_s)
        _check_duration("cap_s", self.cap_s)
        if not 0 < self.median_s <= self.cap_s:
            raise _unusable(f"median_s {self.median_s} is not between 0 and cap_s {self.cap_s}")
        if not (_is_number(self.sigma) and 0 <= self.sigma <= 10):
            raise _unusable(f"sigma {self.sigma!r} is not a number between 0 and 10")

    def draw(self, seed: bytes, size: int = 0) -> float:
        """The quantile of the seed's chance (inverse transform sampling), below the cap.

        Scaling the chance by the share of durations under the cap gives what drawing again until
        one fits would give, in one step.
        """
        if self.sigma == 0:
            return self.median_s
        share_under_cap = _NORMAL.cdf(math.log(self.cap_s / self.median_s) / self.sigma)
        deviations = _NORMAL.inv_cdf(_chance(seed) * share_under_cap)
        return min(self.median_s * math.exp(self.sigma * deviations), self.cap_s)


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Durations as they were seen, for what follows no simple law.

    Args:
        values_s: ascending; between any two that follow each other lie equally many durations.
    """

    values_s: tuple[float, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.values_s, tuple) or len(self.values_s) < 2:
            raise _unusable("values_s is not a list of at least two numbers")
        for value in self.values_s:
            _check_duration("values_s", value)
        if any(earlier > later for earlier, later in pairwise(self.values_s)):
            raise _unusable("values_s are not in ascending order")

    def draw(self, seed: bytes, size: int = 0) -> float:
        steps, part = divmod(_chance(seed) * (len(self.values_s) - 1), 1)
        low_s, high_s = self.values_s[int(steps)], self.values_s[int(steps) + 1]
        return min(low_s + (high_s - low_s) * part, high_s)


@dataclass(frozen=True, slots=True)
class SizeClass:
    """Answers of a size, and how long they take.

    Args:
        up_to_bytes: the largest body; None for any that is larger than those of other classes.
        count: how many were seen when this was learned; 0 when it was not.
    """

    up_to_bytes: int | None
    latency: Fixed | Uniform | LogNormal | Quantiles
    count: int = 0


@dataclass(frozen=True, slots=True)
class BySize:
    """As long as answers of a body's size take.

    Args:
        classes: by ascending size, the last one without a bound.
    """

    classes: tuple[SizeClass, ...]

    def __post_init__(self) -> None:
        bounds = [one.up_to_bytes for one in self.classes]
        if not bounds or bounds.pop() is not None:
            raise _unusable("the last of the classes is not the one without up_to_bytes")
        whole = [bound for bound in bounds if type(bound) is int and bound >= 0]
        if len(whole) < len(bounds) or any(one >= other for one, other in pairwise(whole)):
            raise _unusable("up_to_bytes are not whole numbers in ascending order")

    def draw(self, seed: bytes, size: int = 0) -> float:
        for one in self.classes:
            if one.up_to_bytes is None or size <= one.up_to_bytes:
                break
        return one.latency.draw(seed)


Latency: TypeAlias = Fixed | Uniform | LogNormal | Quantiles | BySize
"""Each draws a duration in seconds: for a request's seed, and the bytes of its answer's body."""


def parse_latency(text: str) -> Latency:
    """The latency that a person wrote.

    "none", "200ms", "1.5s", "200ms..400ms" (any between), "lognormal(250ms, 0.4)" (median and
    sigma), "lognormal(250ms, 0.4, 2s)" (with a cap).

    Raises:
        ConfigError: the text is none of these, or its numbers make no sense.
    """
    try:
        return _parsed(text.strip().lower())
    except DataError as error:
        raise _unreadable(text, error.why) from error


def _parsed(text: str) -> Latency:
    if text == "none":
        return Fixed(0.0)
    if found := _FIXED.fullmatch(text):
        return Fixed(_seconds(found[1], found[2]))
    if found := _UNIFORM.fullmatch(text):
        return Uniform(_seconds(found[1], found[2]), _seconds(found[3], found[4]))
    if found := _LOG_NORMAL.fullmatch(text):
        cap_s = _seconds(found[4], found[5]) if found[4] else MAX_LATENCY_S
        return LogNormal(_seconds(found[1], found[2]), float(found[3]), cap_s)
    raise _unusable("it is in none of the forms")


def _seconds(number: str, unit: str) -> float:
    return float(number) / (1000 if unit == "ms" else 1)


def _chance(seed: bytes) -> float:
    """More than 0 and less than 1, evenly spread; equal seeds give equal chances.

    52 bits and a half step: both ends stay out of reach, where a quantile would be infinite.
    """
    digest = blake2b(seed, digest_size=8, person=b"latency").digest()
    return ((int.from_bytes(digest, "big") >> 12) + 0.5) / 2**52


def _check_duration(name: str, value: float) -> None:
    if not (_is_number(value) and 0 <= value <= MAX_LATENCY_S):
        raise _unusable(f"{name} {value!r} is not a number of seconds up to {MAX_LATENCY_S:g}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unusable(why: str) -> DataError:
    return DataError(
        "A latency is not usable",
        where="latency",
        why=why,
        fix="correct the number; latencies are in seconds",
    )


def _unreadable(text: str, why: str) -> ConfigError:
    return ConfigError(
        f"There is no latency {text!r}",
        where="--latency",
        why=why,
        fix="write none, 200ms, 1.5s, 200ms..400ms, lognormal(250ms, 0.4), vendor or FILE.toml",
    )
