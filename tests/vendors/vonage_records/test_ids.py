"""Ids of records, messages, calls and requests, and where they lead."""

from __future__ import annotations

import pytest

from mock_server.vendors.vonage.records import by_ids, index_of, kept_from_ms
from tests.vendors.vonage_records.ledger import DAY_MS, NOW, VIEWS, View, scanned

FOUND_BY = {
    "SMS": "message_id", "SMS-TRAFFIC-CONTROL": "message_id", "MESSAGES": "message_id",
    "VOICE-CALL": "call_id", "VOICE-FAILED": "call_id", "WEBSOCKET-CALL": "call_id",
    "ASR": "call_id", "AMD": "call_id", "VERIFY-API": "request_id", "VERIFY-V2": "request_id",
    "NUMBER-INSIGHT": "request_id", "NUMBER-INSIGHT-V2": "request_id",
    "IN-APP-VOICE": "request_id", "CONVERSATION-EVENT": "request_id",
    "CONVERSATIONS": "request_id",
}  # fmt: skip


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_ids_lead_back_to_their_record(view: View) -> None:
    all_of, stream = scanned(view), view.stream("abcd1234")
    names = {"id", FOUND_BY.get(view.product, "id")} & set(all_of.records[0])
    last = list(zip(all_of.indexes.tolist(), all_of.records, strict=True))[-15:]

    for index, record in last:
        for name in names:
            assert index_of(view.of, stream, record[name]) == index
            answer = by_ids(view.of, stream, [record[name], "no-such"], view.parameters, NOW)
            assert (answer.indexes.tolist(), answer.not_found) == ([index], ("no-such",))


def test_ids_of_another_account_direction_product_or_time_are_not_found() -> None:
    view = View("SMS", "outbound")
    stream = view.stream("abcd1234")
    record = scanned(view).records[-1]
    kept_ms = kept_from_ms(view.of, NOW)
    gone = scanned(view, window=stream.window(kept_ms - DAY_MS, kept_ms, NOW)).records[-1]
    kept = scanned(view, window=stream.window(kept_ms, kept_ms + DAY_MS, NOW)).records[0]

    ids = [record["message_id"], record["id"]]

    for account, parameters, now in (
        ("cafe0001", {"direction": "outbound"}, NOW),
        ("abcd1234", {"direction": "inbound"}, NOW),
        ("abcd1234", {"direction": "outbound"}, NOW - 30 * DAY_MS),
    ):
        answer = by_ids(view.of, view.stream(account), ids, parameters, now)
        assert (answer.indexes.tolist(), answer.not_found) == ([], tuple(ids))
    other = View("MESSAGES", "outbound")
    assert by_ids(other.of, other.stream("abcd1234"), ids, {}, NOW).not_found == tuple(ids)
    answer = by_ids(view.of, stream, [gone["id"], kept["id"]], view.parameters, NOW)
    assert answer.not_found == (gone["id"],)


def test_several_ids_of_one_record_find_it_once() -> None:
    view = View("SMS", "outbound")
    first, second = scanned(view).records[-2:]
    asked = [second["id"], second["message_id"], first["message_id"], "x", "y", "x"]

    answer = by_ids(view.of, view.stream("abcd1234"), asked, view.parameters, NOW)

    assert answer.indexes.tolist() == scanned(view).indexes[-2:].tolist()
    assert answer.not_found == ("x", "y")
