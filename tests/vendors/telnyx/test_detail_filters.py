"""Filters of `/detail_records`: each against all rows and a plain predicate."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.vendors.telnyx.asking import KEY, Telnyx, fine
from tests.vendors.telnyx.recorded import dataset, made, rows

Row = dict[str, Any]
Keeps = Callable[[Row], bool]

PATH = "/detail_records"
LARGE = "KEY0LARGE"


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts={KEY: 400, LARGE: 3_000_000})
    one.pause_s = 2
    yield one
    one.close()


@pytest.fixture(scope="module")
def messages(api: Telnyx) -> list[Row]:
    return rows(api, "messaging", **made("created_at"))


@pytest.fixture(scope="module")
def calls(api: Telnyx) -> list[Row]:
    return rows(api, "sip-trunking", **made("started_at"))


def _asked(api: Telnyx, **query: Any) -> list[Row]:
    return rows(api, "messaging", **made("created_at"), **query)


def _all(found: list[Row], keeps: Keeps) -> list[Row]:
    return [row for row in found if keeps(row)]


WORDS = ("cli", "cld", "status", "direction", "country_code", "source_country_code", "carrier",
         "mcc", "mnc", "profile_id", "profile_name", "tags", "message_type", "user_id", "currency",
         "rate", "cost", "carrier_fee")  # fmt: skip


@pytest.mark.parametrize("field", WORDS)
def test_a_bare_field_asks_for_equality(api: Telnyx, messages: list[Row], field: str) -> None:
    for row in (messages[0], messages[-1]):
        found = _asked(api, **{f"filter[{field}]": row[field]})

        assert found == _all(messages, lambda one: one[field] == row[field])  # noqa: B023


PARTS: dict[str, tuple[slice, Callable[[str, str], bool]]] = {
    "contains": (slice(2, 5), operator.contains),
    "starts_with": (slice(0, 3), str.startswith),
    "ends_with": (slice(-2, None), str.endswith),
}


@pytest.mark.parametrize("field", ["cli", "cld", "status", "country_code", "tags", "created_at"])
@pytest.mark.parametrize("name", PARTS)
def test_texts_are_found_by_their_parts(
    api: Telnyx, messages: list[Row], field: str, name: str
) -> None:
    part, meets = PARTS[name]
    wanted = messages[7][field][part]

    found = _asked(api, **{f"filter[{field}][{name}]": wanted})

    assert found == _all(messages, lambda one: meets(one[field], wanted))


ORDERS = {"gte": operator.ge, "gt": operator.gt, "lte": operator.le, "lt": operator.lt}


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("field", ["started_at", "answered_at", "finished_at"])
def test_moments_are_found_by_their_order(
    api: Telnyx, calls: list[Row], field: str, name: str
) -> None:
    border = next(row[field] for row in calls[len(calls) // 2 :] if row[field])
    period = {f"filter[started_at][{one}]": two for one, two in _period().items() if one != name}

    found = rows(api, "sip-trunking", **period, **{f"filter[{field}][{name}]": border})

    kept = [row for row in found if _period()["gte"] <= row["started_at"] < _period()["lt"]]
    meets = ORDERS[name]
    assert kept == _all(calls, lambda one: one[field] is not None and meets(one[field], border))


def _period() -> dict[str, str]:
    given = made("started_at")
    return {"gte": given["filter[started_at][gte]"], "lt": given["filter[started_at][lt]"]}


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("field", ["call_sec", "billed_sec", "cost"])
def test_numbers_are_found_by_their_order(
    api: Telnyx, calls: list[Row], field: str, name: str
) -> None:
    border = str(calls[len(calls) // 3][field])

    found = rows(api, "sip-trunking", **made("started_at"), **{f"filter[{field}][{name}]": border})

    meets = ORDERS[name]
    assert found == _all(calls, lambda one: meets(Decimal(str(one[field])), Decimal(border)))


def test_a_number_is_equal_however_it_is_written(api: Telnyx, calls: list[Row]) -> None:
    cost = next(row["cost"] for row in calls if Decimal(row["cost"]))

    found = rows(api, "sip-trunking", **made("started_at"), **{"filter[cost]": f"{cost}00"})

    assert found == _all(calls, lambda one: one["cost"] == cost) != []


def test_a_moment_is_that_second_and_a_day_is_all_of_it(api: Telnyx, messages: list[Row]) -> None:
    second = messages[3]["created_at"]

    of_second = rows(api, "messaging", **{"filter[created_at]": second})
    of_day = rows(api, "messaging", **{"filter[created_at]": second[:10]})

    assert of_second == _all(messages, lambda one: one["created_at"] == second)
    assert of_day == messages


def test_several_filters_have_to_be_met_all(api: Telnyx, messages: list[Row]) -> None:
    found = _asked(
        api,
        **{
            "filter[direction]": "outbound",
            "filter[cld][contains]": "1",
            "filter[parts][gte]": "2",
            "filter[status]": "delivered",
        },
    )

    assert found == _all(
        messages,
        lambda one: (
            (one["direction"], one["status"]) == ("outbound", "delivered")
            and "1" in one["cld"]
            and one["parts"] >= 2
        ),
    )
    assert found


@pytest.mark.parametrize("field", ["direction", "status", "tags", "country_code", "parts", "cli"])
def test_the_values_of_a_field_part_the_whole(api: Telnyx, messages: list[Row], field: str) -> None:
    period = {**made("created_at"), "filter[record_type]": "messaging", "page[size]": 1}
    values = {row[field] for row in messages}

    totals = [
        fine(api.get(PATH, **period, **{f"filter[{field}]": value}))["meta"]["total_results"]
        for value in sorted(values)[:40]
    ]

    counted = [sum(row[field] == value for row in messages) for value in sorted(values)[:40]]
    assert totals == counted


@pytest.mark.parametrize("record_type", ["messaging", "sip-trunking", "verify", "wireless"])
def test_the_id_of_a_row_finds_that_row_whatever_its_age(api: Telnyx, record_type: str) -> None:
    name = "uuid" if record_type == "messaging" else "id"
    asked = {"filter[record_type]": record_type}
    first = api.data(PATH, **asked, **{"page[size]": 3})
    total = fine(api.get(PATH, **asked))["meta"]["total_results"]
    oldest = api.data(PATH, **asked, **{"page[number]": total, "page[size]": 1})

    for row in (*first, *oldest):
        found = api.data(PATH, **asked, **{f"filter[{name}]": row[name].upper()})

        assert [one[name] for one in found] == [row[name]]


def test_the_id_of_another_account_or_type_finds_nothing(api: Telnyx) -> None:
    message = api.data(PATH, **{"filter[record_type]": "messaging"})[0]["uuid"]
    others = api.data(PATH, LARGE, **{"filter[record_type]": "messaging"})[0]["uuid"]

    assert api.data(PATH, **{"filter[record_type]": "messaging", "filter[uuid]": others}) == []
    assert api.data(PATH, **{"filter[record_type]": "verify", "filter[id]": message}) == []
    assert api.data(PATH, **{"filter[record_type]": "messaging", "filter[uuid]": "x"}) == []


def test_an_id_finds_its_row_only_where_the_other_filters_are_met(
    api: Telnyx, messages: list[Row]
) -> None:
    row = messages[0]
    asked = {"filter[record_type]": "messaging", "filter[uuid]": row["uuid"]}
    others = {"inbound": "outbound", "outbound": "inbound"}

    assert len(api.data(PATH, **asked, **{"filter[direction]": row["direction"]})) == 1
    assert api.data(PATH, **asked, **{"filter[direction]": others[row["direction"]]}) == []
    assert api.data(PATH, **asked, **{"filter[date_range]": "today"}) == []


def test_numbers_are_known_with_and_without_their_plus(api: Telnyx, messages: list[Row]) -> None:
    number = next(row["cld"] for row in messages if row["cld"].startswith("+"))

    assert _asked(api, **{"filter[cld]": number[1:]}) == _asked(api, **{"filter[cld]": number})


def test_an_account_s_own_numbers_and_names_are_found_too(api: Telnyx, messages: list[Row]) -> None:
    account = dataset(api).account(KEY)
    own = {f"+{number}" for number in account.numbers} | set(account.senders)

    for text in sorted({row["cli"] for row in messages} & own)[:6]:
        found = _asked(api, **{"filter[cli]": text})

        assert found == _all(messages, lambda one: one["cli"] == text) != []  # noqa: B023
