"""REPORTS-USAGE: what was asked of this server, and what it cost."""

from __future__ import annotations

from datetime import timedelta

from mock_server.state.store import open_store
from mock_server.vendor import DEFAULT_SESSION
from mock_server.vendors.vonage.records import UsageRecord
from mock_server.vendors.vonage.usage_log import MOST, new_id, note, usage
from mock_server.vendors.vonage.window import ms_of
from tests.vendors.vonage.asking import KEY, START, Vonage, body, wire
from tests.vendors.vonage_records.ledger import dataset

MINUTE = timedelta(minutes=1)


def test_a_question_is_noted_with_what_it_cost(vonage: Vonage) -> None:
    vonage.records(product="SMS", direction="outbound", limit=3)

    (noted,) = vonage.all(product="REPORTS-USAGE")

    told = {name: one for name, one in noted.items() if name != "id"}
    assert told == {
        "acc": KEY,
        "product_type": "reports",
        "date_received": "2026-03-05T12:34:56+00:00",
        "date_started": None,
        "date_finished": "2026-03-05T12:34:56+00:00",
        "status": "TRUNCATED",
        "account_id": KEY,
        "master_account_id": KEY,
        "request_product": "SMS",
        "request_params": {"product": "SMS", "direction": "outbound", "limit": "3"},
        "items_written": "3",
        "job_type": "SYNC_JOB_FROM_DATES",
        "is_charged": "TRUE",
        "price": "0.0004",
        "total_price": "0.0012",
        "currency": "EUR",
        "tier_volume": None,
    }


def test_asking_by_id_is_another_job(vonage: Vonage) -> None:
    vonage.records(product="SMS", direction="outbound", id="1,2")

    (noted,) = vonage.all(product="REPORTS-USAGE")

    assert (noted["job_type"], noted["items_written"]) == ("SYNC_JOB_FROM_ID", "0")
    assert noted["request_params"]["id"] == "1,2"


def test_asking_what_was_asked_is_noted_and_free(vonage: Vonage) -> None:
    vonage.records(product="VOICE-TTS", limit=1)
    vonage.records(product="REPORTS-USAGE")

    newest, oldest = vonage.all(product="REPORTS-USAGE")

    assert (newest["request_product"], oldest["request_product"]) == ("REPORTS-USAGE", "VOICE-TTS")
    assert (newest["items_written"], newest["is_charged"]) == ("1", "FALSE")
    assert (newest["price"], newest["total_price"]) == ("0", "0")


def test_with_a_monthly_plan_nothing_is_charged() -> None:
    api = Vonage(plan="unlimited")
    api.records(product="VOICE-TTS", limit=7)

    (noted,) = api.all(product="REPORTS-USAGE")
    api.close()

    assert (noted["items_written"], noted["is_charged"]) == ("7", "FALSE")
    assert noted["total_price"] == "0"


def test_of_very_many_questions_the_oldest_are_forgotten() -> None:
    store, now = open_store("memory:"), START
    with store.transaction(DEFAULT_SESSION) as state:
        for number in range(MOST + 3):
            now += timedelta(milliseconds=number % 2)
            for account in (KEY, "beef0002")[: 1 + (number < 2)]:
                note(state, question(new_id(state, account, now), account, number))

    with store.transaction(DEFAULT_SESSION) as state:
        found, others = (
            usage(state, account, (0, ms_of(now) + 1), 2 * MOST) for account in (KEY, "beef0002")
        )

    assert [one.items for one in found.records] == [*range(MOST + 2, 2, -1)]
    assert [one.items for one in others.records] == [1, 0]


def question(record_id: str, account: str, items: int) -> UsageRecord:
    return UsageRecord(
        id=record_id,
        key=account,
        account_id=account,
        main_account_id=account,
        product="SMS",
        parameters={},
        job="SYNC_JOB_FROM_DATES",
        status="SUCCESS",
        received_at=START,
        started_at=None,
        finished_at=START,
        items=items,
    )


def test_what_was_refused_is_not_noted(vonage: Vonage) -> None:
    vonage.records(product="SMS")
    vonage.records(product="SMS", direction="outbound", account_id="deadbeef")

    assert vonage.all(product="REPORTS-USAGE") == []


def test_pages_of_what_was_asked_have_each_question_once(vonage: Vonage) -> None:
    vonage.pause_s = 0.1
    for limit in range(1, 26):
        vonage.records(product="VOICE-TTS", limit=limit)

    pages = list(vonage.pages(product="REPORTS-USAGE", limit=10))

    items = [[int(one["items_written"]) for one in page["records"]] for page in pages]
    assert items == [[*range(25, 15, -1)], [*range(15, 5, -1)], [*range(5, 0, -1)]]


def test_questions_of_one_moment_stay_in_order(vonage: Vonage) -> None:
    vonage.pause_s = 0
    for limit in range(1, 8):
        vonage.records(product="VOICE-TTS", limit=limit)
    vonage.pause_s = 1
    vonage.now += MINUTE

    found = vonage.all(product="REPORTS-USAGE", limit=3)

    assert [int(one["items_written"]) for one in found] == [7, 6, 5, 4, 3, 2, 1]


def test_a_span_has_the_questions_from_its_start_to_before_its_end(vonage: Vonage) -> None:
    vonage.pause_s = 60
    for limit in range(1, 6):
        vonage.records(product="VOICE-TTS", limit=limit)

    found = vonage.all(
        product="REPORTS-USAGE",
        date_start=wire(START + MINUTE),
        date_end=wire(START + 3 * MINUTE),
    )

    assert [int(one["items_written"]) for one in found] == [3, 2]


def test_a_question_is_found_by_its_id(vonage: Vonage) -> None:
    for limit in (1, 2):
        vonage.records(product="VOICE-TTS", limit=limit)
    found = vonage.all(product="REPORTS-USAGE")

    ids = [*(one["id"] for one in found[::-1]), "nothing"]
    page = body(vonage.records(product="REPORTS-USAGE", id=",".join(ids)))

    assert page["records"] == found
    assert page["ids_not_found"] == "nothing"


def test_accounts_do_not_see_each_others_questions(vonage: Vonage) -> None:
    vonage.records("beef0002", product="VOICE-TTS", limit=1)
    vonage.records("cafe0001", product="VOICE-TTS", limit=1)

    (noted,) = vonage.all("cafe0001", product="REPORTS-USAGE")

    assert noted["acc"] == "cafe0001"
    other = vonage.all("beef0002", product="REPORTS-USAGE")[0]["id"]
    assert body(vonage.records("cafe0001", product="REPORTS-USAGE", id=other))["records"] == []


def test_questions_about_a_sub_account_are_among_its_own(vonage: Vonage) -> None:
    family = next(one for one in (f"abcd{n:04}" for n in range(100))
                  if dataset().account(one).sub_accounts)  # fmt: skip
    sub = dataset().account(family).sub_accounts[0]
    vonage.records(family, product="VOICE-TTS", account_id=sub, limit=1)

    (noted,) = vonage.all(sub, product="REPORTS-USAGE")

    assert (noted["acc"], noted["account_id"], noted["master_account_id"]) == (family, sub, family)
    assert vonage.all(family, product="REPORTS-USAGE") == []
