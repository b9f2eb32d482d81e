from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.money import Month, OwnedNumber, movements, owned_numbers
from mock_server.ledger.money.rates import rates
from mock_server.vendors.telnyx.billing.charge_names import CHARGE_NAMES
from tests.vendors.telnyx.asking import START, Telnyx
from tests.vendors.telnyx.charging import KEYS, breakdown, summary
from tests.vendors.telnyx.money_truth import UNIT, added, dataset, now_ms

TODAY = START.date()
ONE_DAY = timedelta(days=1)
CENT = 10**6
TOTALS = ("new_mrc", "new_otc", "existing_mrc", "other", "credits", "ledger_adjustments")

windows = st.tuples(st.dates(date(2021, 1, 1), TODAY + timedelta(days=40)), st.integers(1, 31)).map(
    lambda drawn: (drawn[0], drawn[0] + drawn[1] * ONE_DAY)
)


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    """Of accounts with few records, since none of this is about records."""
    one = Telnyx(accounts=dict.fromkeys(KEYS, 30))
    yield one
    one.close()


def services(told: Any) -> Iterator[tuple[str, str, str]]:
    for result in told["results"]:
        for service in result["services"]:
            yield service["name"], service["cost_type"], service["cost"]


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=15, deadline=None)
@given(window=windows)
def test_every_total_is_the_sum_of_its_lines_and_the_last_the_sum_of_the_others(
    api: Telnyx, key: str, window: tuple[date, date]
) -> None:
    told = summary(api, key, window)

    total, lines = told["total"], told["summary"]["lines"]
    compared = [line for line in lines if line["type"] == "comparative"]
    new = [line["new_this_month"] for line in compared]
    assert Decimal(total["new_mrc"]) == added(one["mrc"] for one in new)
    assert Decimal(total["new_otc"]) == added(one["otc"] or "0" for one in new)
    assert Decimal(total["existing_mrc"]) == added(
        line["existing_this_month"]["mrc"] for line in compared
    )
    assert Decimal(total["other"]) == added(
        line["amount"] for line in lines if line["type"] == "simple"
    )
    assert Decimal(total["ledger_adjustments"]) == added(
        line["amount"] for line in told["summary"]["adjustments"]
    )
    assert Decimal(total["grand_total"]) == added(total[name] for name in TOTALS)


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=15, deadline=None)
@given(window=windows)
def test_the_breakdown_adds_up_to_the_summary_line_by_line(
    api: Telnyx, key: str, window: tuple[date, date]
) -> None:
    found = list(services(breakdown(api, key, window)))
    told = summary(api, key, window)

    for line in told["summary"]["lines"]:
        costs = {
            is_once: added(
                cost
                for name, kind, cost in found
                if (name, kind == "OTC") == (line["name"], is_once)
            )
            for is_once in (True, False)
        }
        if line["type"] == "simple":
            assert costs == {True: Decimal(line["amount"]), False: 0}
        else:
            new, old = line["new_this_month"], line["existing_this_month"]
            assert costs[True] == Decimal(new["otc"] or "0")
            assert costs[False] == Decimal(new["mrc"]) + Decimal(old["mrc"])
    names = {line["name"] for line in told["summary"]["lines"]}
    assert names == {name for name, _, _ in found}


@settings(max_examples=20, deadline=None)
@given(
    key=st.sampled_from(KEYS),
    month=st.builds(Month, st.integers(2021, 2025), st.integers(1, 12)),
)
def test_a_month_charges_what_was_owned_on_its_first_and_its_share_of_what_came(
    api: Telnyx, key: str, month: Month
) -> None:
    numbers = owned_numbers(dataset(api), key)
    bought = [(one.bought_day, one.mrc, one) for one in numbers]
    features = [
        (each.from_day, each.quantity * each.mrc, one) for one in numbers for each in one.features
    ]
    port_outs = [one for one in numbers if one.leaving == "ported out" and in_month(one, month)]

    total = summary(api, key, (month.first, month.end))["total"]

    charged = [*bought, *features]
    assert Decimal(total["existing_mrc"]) * UNIT == sum(
        mrc for since, mrc, one in charged if since < month.first and one.owned_on(month.first)
    )
    assert Decimal(total["new_mrc"]) * UNIT == sum(
        prorated(mrc, since, month) for since, mrc, _ in charged if Month.of(since) == month
    )
    assert Decimal(total["new_otc"]) * UNIT == sum(
        one.otc for since, _, one in bought if Month.of(since) == month
    )
    assert Decimal(total["other"]) * UNIT == len(port_outs) * rates().port_out


def in_month(number: OwnedNumber, month: Month) -> bool:
    return number.left_day is not None and Month.of(number.left_day) == month


def prorated(mrc: int, since: date, month: Month) -> int:
    """To the cent, halves up."""
    days = (month.end - month.first).days
    cents = Fraction(mrc * (month.end - since).days, days * CENT)
    return int(cents + Fraction(1, 2)) * CENT


def test_days_add_up_to_their_month(api: Telnyx) -> None:
    month = Month(2026, 10)
    days = [month.first + number * ONE_DAY for number in range(31)]

    whole = added(cost for _, _, cost in services(breakdown(api, KEYS[0], (days[0], month.end))))
    parts = [breakdown(api, KEYS[0], (day, day + ONE_DAY)) for day in days]

    assert whole == added(cost for part in parts for _, _, cost in services(part))


@pytest.mark.parametrize(("sign", "factor"), [("negative", -1), ("positive", 1)])
def test_credits_are_the_funds_that_were_added_with_the_sign_that_the_setting_says(
    sign: str, factor: int
) -> None:
    api = Telnyx(accounts={KEYS[0]: 30}, credits=sign)
    month = Month(2026, 10)
    moved = movements(dataset(api), KEYS[0], month.first, month.end, now_ms(api))
    funds = sum(one.amount for one in moved if one.kind in {"payment", "credit"})

    total = summary(api, KEYS[0], (month.first, month.end))["total"]
    api.close()

    assert funds > 0
    assert Decimal(total["credits"]) * UNIT == factor * funds
    assert Decimal(total["grand_total"]) == added(total[name] for name in TOTALS)


def test_adjustments_in_the_accounts_favour_are_negative_and_on_their_days(api: Telnyx) -> None:
    every = [
        (key, one)
        for key in KEYS
        for one in movements(dataset(api), key, date(2021, 1, 1), TODAY, now_ms(api))
        if one.kind == "adjustment"
    ]
    assert every

    for key, one in every[:6]:
        told = summary(api, key, (one.day, one.day + ONE_DAY))["summary"]["adjustments"]

        assert {(line["event_date"], Decimal(line["amount"]) * UNIT) for line in told} == {
            (one.day.isoformat(), Decimal(-other.amount))
            for key_of, other in every
            if (key_of, other.day) == (key, one.day)
        }


def test_what_is_still_to_come_is_not_charged_yet(api: Telnyx) -> None:
    later = (TODAY + ONE_DAY, TODAY + 31 * ONE_DAY)

    told = summary(api, KEYS[0], later)

    assert told["summary"] == {"lines": [], "adjustments": []}
    assert set(told["total"].values()) == {"0.00"}
    assert breakdown(api, KEYS[0], later)["results"] == []


def test_the_end_of_a_breakdown_is_a_month_after_its_start_when_none_is_given(api: Telnyx) -> None:
    ends = {
        begin: api.data("/charges_breakdown", KEYS[0], start_date=begin)["end_date"]
        for begin in ("2026-10-01", "2026-02-10", "2026-01-31", "2025-12-15")
    }

    assert ends == {
        "2026-10-01": "2026-11-01",
        "2026-02-10": "2026-03-10",
        "2026-01-31": "2026-02-28",
        "2025-12-15": "2026-01-15",
    }


def test_the_csv_has_a_row_for_each_service_of_the_json(api: Telnyx) -> None:
    window = (date(2026, 10, 1), date(2026, 11, 1))
    told = breakdown(api, KEYS[0], window)
    rows = [
        {name: result[name] for name in result if name != "services"} | service
        for result in told["results"]
        for service in result["services"]
    ]

    answer = api.get("/charges_breakdown", KEYS[0], start_date="2026-10-01", format="csv")

    assert answer.headers["content-type"].startswith("text/csv")
    assert rows
    assert list(csv.DictReader(StringIO(answer.text))) == rows


def test_numbers_are_in_e164_and_a_part_of_a_month_says_that_it_is_one(api: Telnyx) -> None:
    numbers = owned_numbers(dataset(api), KEYS[0])
    late = next(one for one in numbers if one.bought_day.day > 1 and one.bought_day < TODAY)

    told = breakdown(api, KEYS[0], (late.bought_day, late.bought_day + ONE_DAY))

    [result] = [one for one in told["results"] if one["tn"] == f"+{late.number}"]
    kinds = [each["cost_type"] for each in result["services"]]
    assert result["charge_type"] == late.kind.replace("-", "_")
    assert kinds[0] == "OTC"
    assert set(kinds[1:]) == {"partial MRC"}


def test_several_units_of_a_feature_are_told_one_by_one(api: Telnyx) -> None:
    found = [
        (key, number, feature)
        for key in KEYS
        for number in owned_numbers(dataset(api), key)
        for feature in number.features
        if feature.quantity > 1 and number.owned_on(date(2026, 10, 1))
        if feature.from_day < date(2026, 10, 1)
    ]
    key, number, feature = found[0]

    told = breakdown(api, key, (date(2026, 10, 1), date(2026, 10, 2)))

    [result] = [one for one in told["results"] if one["tn"] == f"+{number.number}"]
    costs = [each["cost"] for each in result["services"] if each["name"] == "Channels"]
    assert [Decimal(cost) * UNIT for cost in costs] == [feature.mrc] * feature.quantity


def test_the_vendors_client_reads_charges(api: Telnyx) -> None:
    with api.client(KEYS[0]) as client:
        summed = client.charges_summary.retrieve(start_date="2026-10-01", end_date="2026-11-01")
        listed = client.charges_breakdown.retrieve(start_date=date(2026, 10, 1))
        # Strict, it refuses whatever is not JSON, though it means to hand CSV on as text.
        loose = client.copy(_extra_kwargs={"_strict_response_validation": False})
        text: object = loose.charges_breakdown.retrieve(start_date="2026-10-01", format="csv")

    assert summed.data.total.grand_total
    assert {line.type for line in summed.data.summary.lines} <= {"comparative", "simple"}
    assert listed.data.results
    assert isinstance(text, str)
    assert text.startswith("tn,charge_type,")


def test_every_kind_of_charge_of_the_ledger_has_a_name() -> None:
    assert CHARGE_NAMES.keys() == {*rates().kinds, *rates().features, "port-out"}
