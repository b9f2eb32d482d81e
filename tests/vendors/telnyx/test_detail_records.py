"""The rows of `/detail_records`, against the ledger's own words for the same records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any, Literal

import pytest

from mock_server.ledger.selection import Filter
from mock_server.ledger.sums import sums
from mock_server.vendors.telnyx.records import RECORD_TYPES
from mock_server.vendors.telnyx.traffic import connections
from mock_server.vendors.telnyx.words import MESSAGE_STATUS
from tests.vendors.telnyx.asking import KEY, Telnyx, fine
from tests.vendors.telnyx.recorded import DAY, dataset, made, ms, now_ms, records, rows

PER_DAY = 1500

Record = dict[str, Any]
DayOf = Callable[[str], list[Record]]


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts={KEY: PER_DAY})
    one.pause_s = 2
    yield one
    one.close()


@pytest.fixture(scope="module")
def day_of(api: Telnyx) -> DayOf:
    """All rows of a type that were made on one day, asked for once."""
    return cache(lambda kind: rows(api, kind, **made(RECORD_TYPES[kind].time_field)))


BEHIND: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ai-voice-assistant": ("voice-assistant", ()),
    "amd": ("machine-detection", ()),
    "conference": ("conference", ("conference",)),
    "conference-participant": ("conference", ("participant",)),
    "embedding": ("inference", ("embedding",)),
    "fax": ("fax", ()),
    "inference": ("inference", ("completion",)),
    "inference-speech-to-text": ("inference", ("nothing",)),
    "media_storage": ("media-storage", ()),
    "media-streaming": ("call-feature", ("streaming",)),
    "messaging": ("message", ()),
    "noise-suppression": ("call-feature", ("noise-suppression",)),
    "recording": ("call-feature", ("recording",)),
    "siprec-client": ("call-feature", ("forking",)),
    "stt": ("transcription", ()),
    "tts": ("speech", ()),
    "verify": ("verification", ()),
    "webrtc": ("app-call", ()),
    "wireless": ("data-session", ()),
    "speech-to-text": ("transcription", ()),
    "text-to-speech": ("speech", ()),
}
"""The ledger's product and kinds behind each type but calls, written down here once more."""

CONNECTIONS: Mapping[str, Literal["sip", "application"]] = {
    "sip-trunking": "sip",
    "call-control": "application",
}


def _expected(api: Telnyx, record_type: str) -> list[Record]:
    if record_type in CONNECTIONS:
        account = dataset(api).account(KEY)
        ours = {one.id for one in connections(account, CONNECTIONS[record_type])}
        both = [*records(api, "call"), *records(api, "failed-call")]
        return [one for one in both if one["connection"] in ours]
    product, kinds = BEHIND[record_type]
    return [one for one in records(api, product) if not kinds or one["kind"] in kinds]


@pytest.mark.parametrize("record_type", RECORD_TYPES)
def test_the_rows_of_a_type_are_the_records_of_the_ledger_once_each(
    api: Telnyx, day_of: DayOf, record_type: str
) -> None:
    kind = RECORD_TYPES[record_type]

    found = day_of(record_type)

    expected = _expected(api, record_type)
    assert sorted(one[kind.id_field] for one in found) == sorted(one["id"] for one in expected)
    assert [tuple(one) for one in found] == [kind.fields] * len(found)


@pytest.mark.parametrize("record_type", RECORD_TYPES)
def test_rows_come_newest_first(day_of: DayOf, record_type: str) -> None:
    time_field = RECORD_TYPES[record_type].time_field

    found = [one[time_field] for one in day_of(record_type)]

    assert found == sorted(found, reverse=True)
    assert all(DAY[0] <= at < DAY[1] for at in found)


@pytest.mark.parametrize("record_type", RECORD_TYPES)
def test_what_rows_cost_is_what_the_ledger_says(
    api: Telnyx, day_of: DayOf, record_type: str
) -> None:
    found = day_of(record_type)

    money = ("cost", "carrier_fee", "verify_usage_fee", "data_cost")
    shown = sum(Decimal(str(one[name])) for one in found for name in money if name in one)
    expected = sum(Decimal(one["cost"]) for one in _expected(api, record_type))
    assert shown == expected


def test_a_message_tells_what_the_ledger_knows_of_it(api: Telnyx, day_of: DayOf) -> None:
    found = day_of("messaging")

    for row, known in zip(found, records(api, "message"), strict=True):
        assert row["uuid"] == known["id"]
        assert (row["direction"], row["cli"], row["cld"]) == (
            known["direction"], known["from"], known["to"]
        )  # fmt: skip
        assert row["status"] == MESSAGE_STATUS[known["status"]]
        assert row["mcc"] + row["mnc"] == known["network"]
        assert row["carrier"] == known["network_name"]
        assert row["parts"] == known["parts"]
        assert row["created_at"] == known["made_at"][:19] + "Z"
        customer_end = "country_code" if row["direction"] == "outbound" else "source_country_code"
        assert row[customer_end] == known["country"]


def test_the_cost_of_a_message_is_its_rate_times_its_parts_and_the_fee_stands_beside(
    api: Telnyx,
    day_of: DayOf,
) -> None:
    found = day_of("messaging")

    for row, known in zip(found, records(api, "message"), strict=True):
        assert Decimal(row["cost"]) == Decimal(row["rate"]) * row["parts"]
        assert Decimal(row["cost"]) + Decimal(row["carrier_fee"]) == Decimal(known["cost"])


def test_carriers_take_a_fee_only_in_north_america() -> None:
    api = Telnyx(accounts={KEY: PER_DAY, **{f"KEY{number}": 120 for number in range(60)}})
    api.pause_s = 2
    homes = {key: _home(api, key) for key in (f"KEY{number}" for number in range(60))}
    keys = [next(key for key in homes if homes[key] == code) for code in {"US", *homes.values()}]

    found = [row for key in keys[:3] for row in rows(api, "messaging", key, **made("created_at"))]

    api.close()
    customers = [(row["source_country_code" if row["direction"] == "inbound" else "country_code"],
                  Decimal(row["carrier_fee"]), Decimal(row["cost"])) for row in found]  # fmt: skip
    assert {country in {"US", "CA"} for country, fee, _ in customers if fee} == {True}
    assert not any(fee for country, fee, _ in customers if country not in {"US", "CA"})


def _home(api: Telnyx, key: str) -> str:
    account = dataset(api).account(key)
    return dataset(api).world.countries[account.home].code


def test_a_call_lasts_from_its_answer_to_its_end_and_pays_by_the_minute_begun(
    api: Telnyx, day_of: DayOf
) -> None:
    found = day_of("sip-trunking")

    answered = [row for row in found if row["answered_at"]]
    assert 0 < len(answered) < len(found)
    for row in answered:
        assert row["started_at"] <= row["answered_at"] <= row["finished_at"]
        lasted = ms(row["finished_at"]) - ms(row["answered_at"])
        assert lasted == row["call_sec"] * 1000
        assert row["billed_sec"] == -(-row["call_sec"] // 60) * 60
        assert Decimal(row["cost"]) * 60 == Decimal(row["rate"]) * row["billed_sec"]


def test_a_call_that_nobody_answered_costs_nothing(api: Telnyx, day_of: DayOf) -> None:
    found = day_of("call-control")

    for row in [row for row in found if not row["answered_at"]]:
        assert [row["call_sec"], row["billed_sec"], float(row["cost"])] == [0, 0, 0]
        assert int(row["sip_response_code"]) >= 400
        assert row["finished_at"] >= row["started_at"]


def test_a_connection_s_calls_go_by_sip_or_by_call_control(api: Telnyx, day_of: DayOf) -> None:
    sip = {row["connection_id"] for row in day_of("sip-trunking")}
    control = {row["connection_id"] for row in day_of("call-control")}

    account = dataset(api).account(KEY)
    assert not sip & control
    assert sip | control == {str(one.number) for one in account.connections}


def test_a_data_session_s_ways_come_to_what_is_billed(api: Telnyx, day_of: DayOf) -> None:
    found = day_of("wireless")

    for row, known in zip(found, records(api, "data-session"), strict=True):
        assert row["uplink_data"] + row["downlink_data"] == known["kilobytes"]
        kilobytes = Decimal(str(row["uplink_data"])) + Decimal(str(row["downlink_data"]))
        assert Decimal(str(row["data_cost"])) == kilobytes * Decimal(row["data_rate"])
        assert len(row["imsi"]) == 15
        assert row["imsi"].startswith(row["mcc"] + row["mnc"])


def test_a_customer_has_one_sim_card(api: Telnyx) -> None:
    found = rows(api, "wireless", **{"filter[date_range]": "last_30_days"})

    cards = {(row["phone_number"], row["sim_card_id"], row["imsi"]) for row in found}
    assert len(cards) == len({number for number, _, _ in cards}) < len(found)


@pytest.mark.parametrize("pair", [("stt", "speech-to-text"), ("tts", "text-to-speech")])
def test_short_and_long_names_mean_the_same_records(day_of: DayOf, pair: tuple[str, str]) -> None:
    short, long = pair

    assert day_of(short) == day_of(long) != []


def test_money_may_be_written_as_java_writes_doubles() -> None:
    plain, scientific = Telnyx(), Telnyx(notation="scientific")

    shown = [rows(one, "embedding", **{"filter[date_range]": "today"}) for one in
             (plain, scientific)]  # fmt: skip

    plain.close()
    scientific.close()
    assert shown[0]
    for usual, java in zip(*shown, strict=True):
        assert Decimal(usual["cost"]) == Decimal(java["cost"])
        assert "E" not in usual["cost"]
        assert "." in java["cost"]
    assert any("E-" in one["cost"] for one in shown[1])


def test_a_status_that_is_not_known_yet_changes_once_and_stays() -> None:
    api = Telnyx(accounts={KEY: PER_DAY})
    query = {"filter[record_type]": "messaging", "page[size]": 50, "filter[date_range]": "today"}
    newest = [row["uuid"] for row in api.data("/detail_records", **query)]
    first = {uuid: api.data("/detail_records", **_by_uuid(uuid))[0] for uuid in newest[:5]}

    api.now += timedelta(hours=73)
    later = {uuid: api.data("/detail_records", **_by_uuid(uuid))[0] for uuid in newest[:5]}
    api.now += timedelta(hours=73)
    last = {uuid: api.data("/detail_records", **_by_uuid(uuid))[0] for uuid in newest[:5]}

    api.close()
    assert later == last
    assert all(first[uuid]["cost"] == last[uuid]["cost"] for uuid in first)


def _by_uuid(uuid: str) -> dict[str, str]:
    return {"filter[record_type]": "messaging", "filter[uuid]": uuid}


def test_the_vendor_s_strict_client_pages_through_all_rows(api: Telnyx) -> None:
    span = DAY[0], "2026-11-10T06:00:00Z"
    wanted: Any = {"record_type": "messaging", "created_at": {"gte": span[0], "lt": span[1]}}

    with api.client() as client:
        found = [getattr(row, "uuid", "") for row in client.detail_records.list(filter=wanted)]

    assert found == [one["id"] for one in records(api, "message", span)]


def test_the_total_is_the_ledger_s_sum_also_of_years(api: Telnyx) -> None:
    query = {"filter[record_type]": "messaging", "filter[status]": "delivered", "page[size]": 1}

    answer = fine(api.get("/detail_records", **query))

    delivered = [one for one, told in MESSAGE_STATUS.items() if told == "delivered"]
    stream = dataset(api).stream(KEY, "message")
    counted = sums(
        stream, (0, now_ms(api)), now_ms(api) - 2000,
        wanted=Filter({"status": frozenset(delivered)}),
    )  # fmt: skip
    assert answer["meta"]["total_results"] == counted.total()


def test_every_type_is_shown_to_the_strict_client(api: Telnyx) -> None:
    with api.client() as client:
        for record_type in RECORD_TYPES:
            wanted: Any = {"record_type": record_type}
            api.now += timedelta(seconds=2)
            list(islice(client.detail_records.list(filter=wanted), 20))
