"""How an order narrows a file and shapes it: columns, zones, accounts, conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mock_server.vendors.telnyx.people import user_id
from tests.vendors.telnyx.asking import KEY, START, Telnyx, fine
from tests.vendors.telnyx.batch_dialects import (
    BATCH,
    CALLS,
    MESSAGES,
    Dialect,
    dataset_of,
    rows,
)

PER_DAY = 3_000
STRANGER = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
SOURCES = ("calls", "call-control", "fax-api", "webrtc")
EVERY: dict[str, Any] = {"include_all_metadata": True}


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts={KEY: PER_DAY}, report_speed="instant")
    yield one
    one.close()


@pytest.fixture
def telnyx(api: Telnyx) -> Telnyx:
    api.now = START
    return api


def test_a_call_file_has_the_chosen_columns_in_the_order_of_the_choice(telnyx: Telnyx) -> None:
    chosen = ["cost", "call_leg_id", "start_time", "end_time", "cost"]
    groups = fine(telnyx.get(f"{BATCH}/voice/fields"))

    some = rows(telnyx, CALLS, fields=chosen)
    every = rows(telnyx, CALLS, fields=chosen, include_all_metadata=True)

    assert list(some[0]) == chosen[:-1]
    assert list(every[0]) == [name for names in groups.values() for name in names]
    assert [row["cost"] for row in some] == [row["cost"] for row in every]


@pytest.mark.parametrize(
    ("dialect", "times", "more"),
    [(MESSAGES, ["created_at", "completed_at"], {}),
     (CALLS, ["start_timestamp", "answer_timestamp", "end_time"], EVERY)],
    ids=["messages", "calls"],
)  # fmt: skip
def test_moments_are_those_of_the_zone_that_is_asked_for(
    telnyx: Telnyx, dialect: Dialect, times: list[str], more: dict[str, Any]
) -> None:
    # On 1 November 2026 at 06:00 UTC, New York's clocks went back an hour.
    span = {"begin": "2026-10-31T00:00:00Z", "end": "2026-11-02T00:00:00Z"}
    zone = ZoneInfo("America/New_York")

    plain = rows(telnyx, dialect, **span, **more)
    shown = rows(telnyx, dialect, **span, **more, timezone="America/New_York")

    assert len({row[times[0]][-6:] for row in shown}) == 2
    for before, after in zip(plain, shown, strict=True):
        for time in times:
            at = before[time] and datetime.fromisoformat(before[time]).astimezone(zone).isoformat()
            assert after[time] == at
        assert after.get("start_timestamp_utc") == before.get("start_timestamp_utc")


def test_connections_and_profiles_narrow_a_file(telnyx: Telnyx) -> None:
    account = dataset_of(telnyx).account(KEY)
    some, profile = account.connections[0], account.profiles[1]
    every = rows(telnyx, CALLS, **EVERY)

    calls = rows(telnyx, CALLS, **EVERY, connections=[some.number, 7])
    none = rows(telnyx, CALLS, **EVERY, connections=[account.connections[1].number])
    messages = rows(telnyx, MESSAGES, profiles=[profile.id])

    assert calls == [row for row in every if row["connection_id"] == str(some.number)] != []
    assert none == []  # a connection of Call Control has no calls among those of trunks
    assert messages == [
        row for row in rows(telnyx, MESSAGES) if row["profile_id"] == profile.id
    ] != []  # fmt: skip


def test_managed_accounts_come_in_by_the_ids_of_their_users_or_all_together() -> None:
    telnyx = Telnyx(report_speed="instant")
    key = next(
        key
        for key in (f"KEY0123456789ABCDEF{number:04d}" for number in range(100))
        if len(dataset_of(telnyx).account(key).sub_accounts) > 1
    )
    subs = dataset_of(telnyx).account(key).sub_accounts
    ids = [user_id(one) for one in (key, *subs)]

    own = rows(telnyx, MESSAGES, key)
    one = rows(telnyx, MESSAGES, key, managed_accounts=[ids[1], STRANGER])
    every = rows(telnyx, MESSAGES, key, select_all_managed_accounts=True)
    telnyx.close()

    assert [{row["user_id"] for row in file} for file in (own, one, every)] == [
        {ids[0]}, {*ids[:2]}, {*ids}
    ]  # fmt: skip
    assert [row for row in every if row["user_id"] == ids[0]] == own
    assert all(a["created_at"] <= b["created_at"] for a, b in pairwise(every))


Condition = dict[str, str]


def met(row: dict[str, str], condition: Condition) -> bool:
    """Whether a row meets a condition, by what the contract says of conditions."""
    tests: dict[str, Callable[[str, str], bool]] = {
        "contains": lambda number, part: part in number,
        "starts_with": lambda number, part: number.startswith(part),
        "ends_with": lambda number, part: number.endswith(part),
        "": lambda number, part: number == part,
    }
    for end, column in (("cli", "origination_number"), ("cld", "terminating_number")):
        if end in condition:
            number = row[column] if column in row else row[end]
            if not tests[condition.get(f"{end}_filter", "")](number, condition[end]):
                return False
    return condition.get("tags_list", row["tags"]) == row["tags"]


CONDITIONS: dict[str, list[Condition]] = {
    "digits anywhere": [{"filter_type": "and", "cld": "12", "cld_filter": "contains"}],
    "a beginning": [{"filter_type": "and", "cld": "+1", "cld_filter": "starts_with"}],
    "an end": [{"filter_type": "and", "cli": "5", "cli_filter": "ends_with"}],
    "both ends": [
        {"filter_type": "and", "cli": "+1", "cli_filter": "starts_with",
         "cld": "7", "cld_filter": "contains"}
    ],
    "a tag": [{"filter_type": "and", "tags_list": "default"}],
    "one and another": [
        {"filter_type": "and", "cld": "2", "cld_filter": "contains"},
        {"filter_type": "and", "cld": "3", "cld_filter": "contains"},
    ],
    "one or another": [
        {"filter_type": "and", "cld": "22", "cld_filter": "contains"},
        {"filter_type": "or", "cli": "9", "cli_filter": "ends_with"},
        {"filter_type": "or", "tags_list": "default", "cli": "1", "cli_filter": "ends_with"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("conditions", CONDITIONS.values(), ids=list(CONDITIONS))
@pytest.mark.parametrize("dialect", [MESSAGES, CALLS], ids=["messages", "calls"])
def test_conditions_keep_just_the_rows_that_meet_them(
    telnyx: Telnyx, dialect: Dialect, conditions: list[Condition]
) -> None:
    more = {} if dialect is MESSAGES else EVERY
    every = rows(telnyx, dialect, **more)

    found = rows(telnyx, dialect, **more, filters=conditions)

    joins = {"and": all, "or": any}
    wanted = every
    for join in ("and", "or"):
        some = [one for one in conditions if one["filter_type"] == join]
        if some:
            fit = [row for row in every if joins[join](met(row, one) for one in some)]
            wanted = [row for row in every if row in fit or (join == "or" and row in wanted)]
    assert 0 < len(wanted) < len(every)
    assert found == wanted


def test_a_whole_number_finds_its_rows_with_and_without_its_plus(telnyx: Telnyx) -> None:
    every = rows(telnyx, CALLS)
    number = every[0]["terminating_number"]

    found = [
        rows(telnyx, CALLS, filters=[{"filter_type": "and", "cld": text}])
        for text in (number, number.removeprefix("+"), number[:-1])
    ]

    of_number = [row for row in every if row["terminating_number"] == number]
    assert found == [of_number, of_number, []]


def test_a_billing_group_finds_its_rows(telnyx: Telnyx) -> None:
    every = rows(telnyx, CALLS, **EVERY)
    group = every[0]["billing_group_id"]

    found = rows(telnyx, CALLS, **EVERY, filters=[{"filter_type": "and", "billing_group": group}])

    assert found == [row for row in every if row["billing_group_id"] == group]
    assert group in {one["id"] for one in telnyx.data("/billing_groups")}
