"""What the worker processes of the tests do: they import it by its name."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable


def squares() -> Callable[[int], int]:
    return lambda number: number * number


def uneven_squares() -> Callable[[int], int]:
    """Every third takes longer than the two after it."""

    def square(number: int) -> int:
        sum(range(300_000 * (number % 3 == 0)))
        return number * number

    return square


def process_ids() -> Callable[[int], int]:
    return lambda _: os.getpid()


def large_results() -> Callable[[int], bytes]:
    return lambda number: bytes([number]) * (1 << 20)


def death_at_three() -> Callable[[int], int]:
    def square(number: int) -> int:
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number

    return square


def failure_at_three() -> Callable[[int], float]:
    return lambda number: 1 / (number - 3)


def failed_start() -> Callable[[int], int]:
    raise ValueError("there is no table")
