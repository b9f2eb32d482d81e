"""Every filter finds just the records that show its value, by looking at all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.columns import Columns
from mock_server.ledger.pages import page
from mock_server.vendors.vonage.records import PRODUCTS, by_ids
from tests.ledger import scan
from tests.vendors.vonage_records.ledger import (
    DAY_MS,
    NOW,
    VIEWS,
    View,
    chosen,
    found,
    scanned,
)
from tests.vendors.vonage_records.questions import (
    NO_RECORDS,
    as_asked,
    kept,
    matrix,
    questions,
    shown,
)


@pytest.mark.parametrize("view", VIEWS, ids=str)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_filters_find_the_records_that_show_their_values(view: View, data: st.DataObject) -> None:
    all_of = scanned(view)
    asked = data.draw(questions(view))
    cut = data.draw(st.tuples(*[st.integers(0, len(all_of.indexes) - 1)] * 2))
    begin, end = sorted(int(all_of.indexes[place]) for place in cut)

    wanted = chosen(view, view.stream("abcd1234"), asked)

    expected = [one for one in kept(all_of, shown(view), asked) if begin <= one < end]
    assert found(wanted, (begin, end)) == expected


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_each_filter_by_itself_finds_what_shows_its_value(view: View) -> None:
    all_of, fields = scanned(view), shown(view)

    for name, field in fields.items():
        values = {record[field] for record in all_of.records}
        for value in sorted(values)[:: max(1, len(values) // 5)]:
            asked = {name: as_asked(name, value)}
            wanted = chosen(view, view.stream("abcd1234"), asked)
            assert found(wanted, all_of.window) == kept(all_of, fields, asked), (name, value)


@pytest.mark.parametrize("view", VIEWS, ids=str)
@settings(deadline=None, max_examples=8)
@given(data=st.data())
def test_pages_one_after_another_are_all_that_was_asked_for(
    view: View, data: st.DataObject
) -> None:
    all_of = scanned(view)
    asked = data.draw(questions(view))
    wanted = chosen(view, view.stream("abcd1234"), asked)
    expected = kept(all_of, shown(view), asked)
    limit = data.draw(st.integers(max(1, len(expected) // 5), len(expected) + 2))

    walked: list[int] = []
    begin, end = wanted.within(all_of.window)
    while True:
        one = page(wanted, (begin, end), limit, descending=True)
        walked = one.indexes.tolist() + walked
        if one.next is None:
            break
        end = one.next + 1

    assert walked == expected


@pytest.mark.parametrize("account", ["cafe0001", "beef0002"])
@pytest.mark.parametrize(
    "view", [View("SMS", "outbound"), View("MESSAGES", "outbound"), View("VOICE-CALL")], ids=str
)
def test_filters_do_the_same_in_small_and_large_accounts(view: View, account: str) -> None:
    window = view.stream(account).window(NOW - 30 * DAY_MS, NOW - DAY_MS, NOW)
    all_of = scanned(view, account, (window[1] - 2000, window[1]))

    for name, field in shown(view).items():
        for record in all_of.records[:: max(1, len(all_of.records) // 4)]:
            asked = {name: record[field]}
            wanted = chosen(view, view.stream(account), asked)
            assert found(wanted, all_of.window) == kept(all_of, shown(view), asked)


def test_statuses_are_asked_for_as_of_a_moment() -> None:
    view = View("SMS", "outbound")
    stream = view.stream("beef0002")
    window = stream.window(NOW - 600_000, NOW - 300_000, NOW)

    then = found(chosen(view, stream, {"status": "submitted"}, NOW - 290_000), window)
    now = found(chosen(view, stream, {"status": "submitted"}, NOW), window)

    assert set(now) < set(then)


def test_filters_that_no_field_shows_choose_by_what_the_ledger_knows() -> None:
    cases: list[tuple[View, dict[str, Any], Callable[[Columns], Any]]] = [
        (View("CONVERSATION-EVENT"), {"status": "0"}, lambda _: True),
        (View("CONVERSATION-EVENT"), {"status": "500"}, lambda _: False),
        (View("AMD"), {"direction": "outbound"}, lambda _: True),
        (View("AMD"), {"direction": "inbound"}, lambda _: False),
        (
            View("MESSAGES", "inbound"),
            {"country": "GB"},
            lambda columns: scan.texts(columns)["country"] == "GB",
        ),
        (
            View("SMS", "inbound"),
            {"status": "delivered"},
            lambda _: False,
        ),
    ]
    for view, asked, oracle in cases:
        all_of = scanned(view)
        columns = Columns(view.stream("abcd1234"), all_of.indexes, NOW)

        indexes = found(chosen(view, view.stream("abcd1234"), asked), all_of.window)

        mask = np.broadcast_to(oracle(columns), all_of.indexes.shape)
        assert indexes == all_of.indexes[mask].tolist()


def test_calls_whose_machine_was_detected_are_found_by_their_ends() -> None:
    view = View("AMD")
    all_of = scanned(view)
    columns = Columns(view.stream("abcd1234"), all_of.indexes, NOW)
    customers = np.array(scan.numbers(columns))
    own = np.array([columns.stream.account.numbers[one] for one in columns.own_number.tolist()])

    for place in (0, 5, -1):
        to = chosen(view, columns.stream, {"to": customers[place]})
        sender = chosen(view, columns.stream, {"from": own[place]})

        assert found(to, all_of.window) == all_of.indexes[customers == customers[place]].tolist()
        assert found(sender, all_of.window) == all_of.indexes[own == own[place]].tolist()


@pytest.mark.parametrize("swapped", [True, "true", False, "false"])
def test_truth_values_may_be_texts(swapped: Any) -> None:
    view = View("NUMBER-INSIGHT-V2")
    all_of = scanned(view)

    indexes = found(chosen(view, view.stream("abcd1234"), {"swapped": swapped}), all_of.window)

    text = str(swapped).upper()
    assert indexes == kept(all_of, {"swapped": "swapped"}, {"swapped": text})


def test_parameters_of_other_products_do_not_choose() -> None:
    view = View("VOICE-TTS")
    all_of = scanned(view)

    wanted = chosen(view, view.stream("abcd1234"), {"status": "x", "cursor": "y", "to": "1"})

    assert found(wanted, all_of.window) == all_of.indexes.tolist()


@pytest.mark.parametrize("view", VIEWS, ids=str)
@settings(deadline=None, max_examples=3)
@given(text=st.text(st.characters(codec=None), max_size=40))
def test_no_text_is_too_strange_to_ask_for(view: View, text: str) -> None:
    filters = matrix()[view.product]

    for name in {*filters["required"], *filters["optional"]} - NO_RECORDS - {"direction"}:
        wanted = chosen(view, view.stream("cafe0001"), {name: text})
        assert isinstance(found(wanted, (0, 50)), list)
    assert by_ids(view.of, view.stream("cafe0001"), [text], {}, NOW).not_found == (text,)


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_equal_wishes_have_equal_texts_and_others_other_ones(data: st.DataObject) -> None:
    view = View("SMS", "outbound")
    one, other = data.draw(questions(view)), data.draw(questions(view))
    stream = view.stream("abcd1234")

    texts = [
        chosen(view, stream, asked).text() for asked in (one, dict(reversed(one.items())), other)
    ]

    assert texts[0] == texts[1]
    all_of = scanned(view)
    if kept(all_of, shown(view), one) != kept(all_of, shown(view), other):
        assert texts[0] != texts[2]


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_the_matrix_is_the_documents(view: View) -> None:
    product, theirs = PRODUCTS[view.product], matrix()[view.product]

    assert list(product.required) == theirs["required"]
    assert list(product.optional) == theirs["optional"]
    assert list(product.refused) == theirs["refused"]
