"""Records against what their fields mean: what is said in one agrees with what another says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.vendors.vonage_records.expected import MESSAGES_ERRORS, SMS_ERRORS
from tests.vendors.vonage_records.ledger import View, scanned


@pytest.mark.parametrize("name", ["SMS", "MESSAGES"])
def test_an_unfinished_message_has_no_end_and_a_finished_one_says_how_long_it_took(
    name: str,
) -> None:
    waiting = 0
    for record in scanned(View(name, "outbound")).records:
        if record["status"] == "submitted":
            waiting += 1
            assert record["date_finalized"] == record["latency"] == ""
        else:
            took = _moment(record["date_finalized"]) - _moment(record["date_received"])
            assert abs(took.total_seconds() * 1000 - int(record["latency"])) <= 1000

    assert waiting > 0


def test_errors_of_text_messages_are_the_documented_codes_and_texts() -> None:
    for record in scanned(View("SMS", "outbound")).records:
        assert SMS_ERRORS[record["error_code"]] == record["error_code_description"]
        if record["status"] == "delivered":
            assert record["error_code"] == "0"
        if record["status"] in {"failed", "rejected", "expired"}:
            assert record["error_code"] != "0"


def test_errors_of_messages_are_the_documented_codes() -> None:
    for record in scanned(View("MESSAGES", "outbound")).records:
        assert record["error_code"] in MESSAGES_ERRORS | {""}
        assert (record["error_code"] != "") == (record["status"] in {"rejected", "undeliverable"})


def test_a_text_in_several_parts_has_a_header_that_counts_them() -> None:
    long = 0
    for record in scanned(View("SMS", "outbound")).records:
        if record["concatenated"] == "TRUE":
            long += 1
            assert re.fullmatch("050003[0-9A-F]{2}0[2-4]01", record["udh"])
        else:
            assert record["udh"] == ""
        assert (record["dcs"] == "8") == (not _fits_gsm(record["message_body"]))

    assert long > 0


def test_only_whatsapp_has_sessions_and_no_network_or_estimate() -> None:
    sessions: dict[str, set[tuple[str, str]]] = {}
    for record in scanned(View("MESSAGES", "outbound")).records:
        whatsapp = record["provider"] == "whatsapp"
        assert (record["session_id"] != "") == (record["session_type"] != "") == whatsapp
        assert (record["estimated_price"] == "") == whatsapp
        assert (record["network"] != "") == (record["provider"] in {"sms", "mms"})
        if whatsapp:
            day = record["date_received"][:10]
            sessions.setdefault(record["session_id"], set()).add((record["to"], day))

    assert all(len(of) == 1 for of in sessions.values())
    assert len(sessions) < sum(
        one["provider"] == "whatsapp" for one in scanned(View("MESSAGES", "outbound")).records
    )


@pytest.mark.parametrize(
    ("view", "name", "size"),
    [
        (View("CONVERSATION-EVENT"), "conversation_id", 4),
        (View("CONVERSATION-MESSAGE"), "conversation_id", 8),
        (View("IN-APP-VOICE"), "conversation_id", 4),
        (View("VIDEO-API"), "session_id", 8),
        (View("VIDEO-API"), "meeting_id", 4),
        (View("NETWORK-API-EVENT"), "request_session_id", 2),
    ],
    ids=str,
)
def test_neighbours_have_a_session_in_common(view: View, name: str, size: int) -> None:
    records = scanned(view).records

    ids = [record[name] for record in records]

    assert max(ids.count(one) for one in ids) == size
    assert len(set(ids)) <= len(ids) // size + 2


def test_a_conversation_has_two_members() -> None:
    users: dict[str, set[str]] = {}
    for record in scanned(View("CONVERSATION-MESSAGE")).records:
        users.setdefault(record["conversation_id"], set()).add(record["from_user_id"])
        assert record["from_user_id"].startswith("USR-")
        assert UUID(record["from_user_id"].removeprefix("USR-")).version == 4

    assert max(len(one) for one in users.values()) == 2


def test_an_old_conversation_record_is_the_new_one_under_another_name() -> None:
    for old, new in (("ip-voice", "IN-APP-VOICE"), ("cs-custom-event", "CONVERSATION-EVENT")):
        former = scanned(View("CONVERSATIONS", None, old)).records
        present = {one["id"]: one for one in scanned(View(new)).records}

        for record in former:
            same = present[record["request_id"]]
            assert all(same[name] == record[name] for name in same.keys() & record.keys())


def test_a_verification_tries_again_until_it_is_over() -> None:
    counts = set()
    for record in scanned(View("VERIFY-API")).records:
        messages, calls = int(record["sms_event_count"]), int(record["tts_event_count"])
        first, last = _moment(record["first_event_date"]), _moment(record["last_event_date"])
        counts.add((record["number_type"], messages, calls))
        assert last - first == timedelta(seconds=125 * (messages + calls - 1))
        if record["date_finalized"]:
            assert last <= _moment(record["date_finalized"])
        assert (record["date_finalized"] == "") == (record["status"] == "IN PROGRESS")

    assert counts <= {("MOBILE", 1, 0), ("MOBILE", 2, 0), ("MOBILE", 2, 1), ("LANDLINE", 0, 1),
                      ("LANDLINE", 0, 2), ("LANDLINE", 0, 3)}  # fmt: skip
    assert len(counts) >= 5


def test_a_single_attempt_names_its_verification_and_mail_knows_no_country() -> None:
    for record in scanned(View("VERIFY-V2")).records:
        assert (record["parent_request_id"] != "") == (record["channel"] != "v2")
        mail = record["channel"] == "email"
        assert mail == record["to"].endswith("@example.com") == (record["country"] == "")
        assert mail == (record["network"] == "") == (record["network_name"] == "")


def test_each_feature_of_a_video_session_has_an_id_of_its_own_sort() -> None:
    own = {"Archiving": "archive_id", "Broadcasting": "broadcast_id", "HLS": "hls_id",
           "Experience composer": "composer_id", "Subscriber minutes": "subscriber_id"}  # fmt: skip

    for record in scanned(View("VIDEO-API")).records:
        given = [name for name in own.values() if record[name]]
        assert given == [name for name in (own.get(record["feature_name"]),) if name]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _fits_gsm(text: str) -> bool:
    basic = (
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\f^{}\\[~]|€"
    )
    return set(text) <= set(basic)
