"""The tables of products name nothing that the ledger does not have, and miss nothing of it."""

from __future__ import annotations

import pytest

from mock_server.ledger.attributes import ATTRIBUTES
from mock_server.ledger.product import products
from mock_server.vendors.vonage.records import PRODUCTS, ReportProduct

LEDGER = {
    "SMS": {"message"}, "SMS-TRAFFIC-CONTROL": {"queued-message"}, "VOICE-CALL": {"call"},
    "VOICE-FAILED": {"failed-call"}, "VOICE-TTS": {"speech"}, "IN-APP-VOICE": {"app-call"},
    "WEBSOCKET-CALL": {"websocket-call"}, "ASR": {"transcription"}, "AMD": {"machine-detection"},
    "VERIFY-API": {"phone-verification"}, "VERIFY-V2": {"verification"},
    "NUMBER-INSIGHT": {"lookup"}, "NUMBER-INSIGHT-V2": {"fraud-check"},
    "CONVERSATION-EVENT": {"conversation-event"}, "CONVERSATION-MESSAGE": {"conversation-message"},
    "MESSAGES": {"chat"}, "VIDEO-API": {"video"}, "NETWORK-API-EVENT": {"network-event"},
    "CONVERSATIONS": {"app-call", "conversation-event"}, "REPORTS-USAGE": set(),
}  # fmt: skip

MADE = [product for product in PRODUCTS.values() if product.ledger]


def test_each_product_is_a_view_of_one_of_the_ledgers() -> None:
    assert {name: set(one.ledger.values()) for name, one in PRODUCTS.items()} == LEDGER


def test_the_type_of_conversations_says_which() -> None:
    conversations = PRODUCTS["CONVERSATIONS"]

    assert conversations.ledger_product("ip-voice") == "app-call"
    assert conversations.ledger_product("cs-custom-event") == "conversation-event"
    assert conversations.ledger_product() is None
    assert PRODUCTS["SMS"].ledger_product("ip-voice") == "message"
    assert PRODUCTS["REPORTS-USAGE"].ledger_product() is None


@pytest.mark.parametrize("product", MADE, ids=lambda one: one.name)
def test_words_and_kinds_are_of_labels_that_there_are(product: ReportProduct) -> None:
    mine = [products()[name] for name in product.ledger.values()]
    kinds = {kind.name for one in mine for kind in one.kinds}
    labels = {
        "kind": kinds,
        "status": {state.status for one in mine for state in one.states},
        "error": {state.code for one in mine for state in one.states},
        "text": {state.text for one in mine for state in one.states},
    }

    for word in product.words.values():
        assert set(word.words) <= labels.get(word.of, set())
        assert set(word.kinds) <= kinds
    for mark in product.ids.values():
        assert set(mark.kinds) <= kinds
    for name, values in product.only.items():
        assert name in ATTRIBUTES
        assert values <= labels[name]
    assert {product.mailed} - {""} <= kinds


@pytest.mark.parametrize("product", MADE, ids=lambda one: one.name)
def test_every_filter_has_a_meaning(product: ReportProduct) -> None:
    ends = {"from", "to", "number"}

    assert set(product.filters) <= product.words.keys() | product.ids.keys() | ends
    for name in set(product.filters) & product.words.keys():
        assert product.words[name].of in {*ATTRIBUTES, "locale"}
