"""Tables of quantiles: the steps of a distribution, worked out once and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from statistics import NormalDist

STEPS = 4096


def quantiles(shape: Mapping[str, float]) -> list[int]:
    """The middle of each of 4096 equally likely steps, ascending, within `least` and `most`.

    Args:
        shape: an entry of quantiles.toml; log-normal when it has a median, else even.
    """
    step = _log_normal if "median" in shape else _even
    least, most = int(shape["least"]), int(shape["most"])
    found = (step(shape, Decimal(2 * place + 1) / (2 * STEPS)) for place in range(STEPS))
    return [min(max(round(value), least), most) for value in found]


def _log_normal(shape: Mapping[str, float], share: Decimal) -> Decimal:
    # Decimal's exponential function is exact to its last digit, that of a machine may not be.
    deviation = Decimal(NormalDist().inv_cdf(float(share))) * Decimal(str(shape["sigma"]))
    return int(shape["median"]) * deviation.exp()


def _even(shape: Mapping[str, float], share: Decimal) -> Decimal:
    return int(shape["least"]) + (int(shape["most"]) - int(shape["least"])) * share
