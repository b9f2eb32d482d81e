"""Nobody is asked faster than the live file allows."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.live.live import Pace
from contracts.live.pace import JITTER, Bucket, Paces
from contracts.live.reading import live_of


def sent_at(paces: Paces, key: str, now: float) -> float:
    """When a request leaves that somebody wants to send now."""
    at = now + paces.wait_s(key, now)
    paces.take(key, at)
    return at


KEYS = st.sampled_from(["GET /detail_records", "GET /usage_reports", "GET /balance"])


@settings(deadline=None)
@given(st.lists(st.tuples(KEYS, st.floats(0, 5)), max_size=40), st.integers())
def test_requests_keep_the_intervals_of_vendor_and_operation(
    wanted: list[tuple[str, float]], seed: int
) -> None:
    live, now = live_of("telnyx"), 0.0
    paces = Paces(live, Random(seed))
    sent: list[tuple[str, float]] = []

    for key, pause in wanted:
        now = sent_at(paces, key, now + pause)
        sent.append((key, now))

    for (_, earlier), (_, later) in pairwise(sent):
        assert later - earlier >= live.pace.interval_s - 1e-6
    for allowed in live.allowed:
        moments = [at for key, at in sent if key == allowed.key]
        if allowed.pace:
            pairs = pairwise(moments)
            assert all(b - a >= allowed.pace.interval_s - 1e-6 for a, b in pairs)


def test_an_idle_while_saves_up_nothing() -> None:
    bucket, chance = Bucket(Pace(1, 2.0)), Random(1)

    bucket.take(1000.0, chance)

    assert bucket.wait_s(1000.0) >= 2.0


def test_intervals_differ_a_little_so_that_many_do_not_keep_step() -> None:
    bucket, chance = Bucket(Pace(1, 2.0)), Random(1)
    waits = set()

    for _ in range(20):
        bucket.take(0.0, chance)
        waits.add(bucket.wait_s(0.0))

    assert len(waits) == 20
    assert all(2.0 <= wait_s <= 2.0 * (1 + JITTER) for wait_s in waits)


def test_live_files_stay_far_below_what_the_vendors_allow() -> None:
    """Vonage: 5 a second; Telnyx: 40 a minute for records, 5 a second for usage."""
    vonage, telnyx = live_of("vonage"), live_of("telnyx")
    paces = {one.key: one.pace.interval_s for one in telnyx.allowed if one.pace}

    assert vonage.pace.interval_s >= 2 / 5
    assert telnyx.pace.interval_s >= 2 / 5
    assert paces["GET /detail_records"] >= 2 * 60 / 40
