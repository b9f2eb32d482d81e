"""What records cost, by adding up what they show."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.columns import Columns
from mock_server.ledger.sums import sums
from tests.vendors.vonage_records.ledger import NOW, VIEWS, View, chosen, scanned
from tests.vendors.vonage_records.questions import kept, questions, shown

UNIT = Decimal(10) ** 8


@pytest.mark.parametrize("view", VIEWS, ids=str)
@settings(deadline=None, max_examples=12)
@given(data=st.data())
def test_prices_of_records_add_up_to_what_the_ledger_says(view: View, data: st.DataObject) -> None:
    all_of = scanned(view)
    price = "price" if view.product == "VERIFY-API" else "total_price"
    asked = data.draw(questions(view))
    wanted = chosen(view, view.stream("abcd1234"), asked)
    if price not in all_of.records[0] or wanted.span is not None:
        return

    stream, first = view.stream("abcd1234"), np.array(all_of.window[:1])
    begin_ms = int(Columns(stream, first).made_ms[0])
    total = sums(stream, [begin_ms, NOW + 1], NOW, wanted=wanted.wanted)

    chosen_ones = set(kept(all_of, shown(view), asked))
    shown_prices = [
        Decimal(record[price])
        for index, record in zip(all_of.indexes.tolist(), all_of.records, strict=True)
        if index in chosen_ones
    ]
    assert sum(shown_prices) * UNIT == total.total("cost")
    assert len(shown_prices) == total.total("records")


@pytest.mark.parametrize(
    ("view", "units", "per"),
    [
        (View("VOICE-CALL"), "duration", 60),
        (View("IN-APP-VOICE"), "duration", 60),
        (View("WEBSOCKET-CALL"), "duration", 60),
        (View("ASR"), "duration", 60),
        (View("VOICE-TTS"), "length", 1),
        (View("CONVERSATION-EVENT"), None, 1),
        (View("CONVERSATION-MESSAGE"), None, 1),
    ],
    ids=str,
)
def test_a_price_times_what_was_used_is_the_total(view: View, units: str | None, per: int) -> None:
    for record in scanned(view).records:
        used = int(record[units]) if units else 1
        expected = Decimal(record["price"]) * used / per
        free = record.get("status") in {"error", "failed"}

        assert Decimal(record["total_price"]) == (0 if free else expected)


def test_a_message_costs_the_same_for_each_of_its_parts() -> None:
    prices: dict[tuple[str, int], set[Decimal]] = {}
    for record in scanned(View("SMS", "outbound")).records:
        parts = int(record["udh"][8:10] or "1", 16)
        if record["status"] != "rejected":
            prices.setdefault((record["country"], 1), set()).add(
                Decimal(record["total_price"]) / parts
            )

    assert all(len(one) == 1 for one in prices.values())
