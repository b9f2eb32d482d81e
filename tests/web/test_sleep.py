from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from statistics import median
from time import monotonic

import pytest
import uvloop

from mock_server.web.sleep import sleep_until


async def lateness_s(delays_s: list[float]) -> list[float]:
    """How long after its deadline each of many waits ends; less than 0 is too early."""

    async def wait(delay_s: float) -> float:
        deadline_s = monotonic() + delay_s
        await sleep_until(deadline_s)
        return monotonic() - deadline_s

    return await asyncio.gather(*map(wait, delays_s))


@pytest.mark.parametrize("new_loop", [uvloop.new_event_loop, asyncio.new_event_loop])
def test_of_many_waits_at_once_none_ends_early(
    new_loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    delays_s = [0.0003 * number for number in range(1000)]

    with asyncio.Runner(loop_factory=new_loop) as runner:
        late_s = runner.run(lateness_s(delays_s))

    assert min(late_s) >= 0
    # About a millisecond where nobody else wants the processor; a tenth of a second on any.
    assert median(late_s) < 0.1


def test_what_has_passed_is_not_waited_for() -> None:
    async def steps_of_another_task() -> int:
        steps = 0

        async def count() -> None:
            nonlocal steps
            while True:
                steps += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        await sleep_until(monotonic() - 1)
        counting.cancel()
        return steps

    assert asyncio.run(steps_of_another_task()) == 0


def test_a_wait_ends_with_the_task_that_waits() -> None:
    async def cancelled() -> bool:
        waiting = asyncio.create_task(sleep_until(monotonic() + 3600))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
        return waiting.cancelled()

    assert asyncio.run(cancelled())


def test_waiting_costs_no_thread() -> None:
    before = set(threading.enumerate())

    async def started() -> set[threading.Thread]:
        waits = [asyncio.create_task(sleep_until(monotonic() + 0.05)) for _ in range(200)]
        await asyncio.sleep(0.01)
        more = set(threading.enumerate()) - before
        await asyncio.gather(*waits)
        return more

    assert uvloop.run(started()) == set()
