"""Detail records, counted one by one, come to what the sums of usage say, in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from mock_server.vendors.telnyx.records import RECORD_TYPES
from mock_server.vendors.telnyx.usage.products import USAGE
from mock_server.vendors.telnyx.usage.sums import Ask, usage_rows
from tests.vendors.telnyx.asking import KEY, Telnyx
from tests.vendors.telnyx.recorded import DAY, dataset, made, ms, now_ms, rows

TYPES: Mapping[str, tuple[str, ...]] = {
    "sip-trunking": ("sip-trunking",),
    "messaging": ("messaging",),
    "call-control": ("call-control",),
    "wireless": ("wireless",),
    "inference": ("inference", "embedding"),
    "verify-2fa": ("verify",),
    "fax-api": ("fax",),
    "webrtc": ("webrtc",),
    "conference": ("conference", "conference-participant"),
    "media-streaming": ("media-streaming",),
    "noise-suppression": ("noise-suppression",),
    "text-to-speech": ("tts",),
    "speech-to-text": ("stt", "inference-speech-to-text"),
    "recording": ("recording",),
    "forking": ("siprec-client",),
    "media-storage": ("media_storage",),
    "amd": ("amd",),
    "ai-voice-assistant": ("ai-voice-assistant",),
}
"""The types of detail records of each service: together they are all of its records."""

FEES = {"cost": ("cost", "verify_usage_fee", "data_cost"), "fee": ("carrier_fee",)}


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts={KEY: 1000})
    one.pause_s = 2
    yield one
    one.close()


def _money(row: Mapping[str, Any], names: tuple[str, ...]) -> int:
    return sum(int(Decimal(str(row[name])) * 10**8) for name in names if name in row)


@pytest.mark.parametrize("service", TYPES)
def test_records_grouped_by_what_both_tell_are_the_sums_of_usage(api: Telnyx, service: str) -> None:
    found = [
        row
        for name in TYPES[service]
        for row in rows(api, name, **made(RECORD_TYPES[name].time_field))
    ]
    told = set.intersection(*(set(RECORD_TYPES[name].fields) for name in TYPES[service]))
    shared = tuple(name for name in USAGE[service].dimensions if name in told - {"record_type"})

    summed = usage_rows(
        dataset(api), KEY, Ask(service, (ms(DAY[0]), ms(DAY[1])), shared), now_ms(api)
    )

    counts, costs, fees = Counter[Any](), Counter[Any](), Counter[Any]()
    for row in found:
        labels = tuple(str(row[name]) for name in shared)
        counts[labels] += 1
        costs[labels] += _money(row, FEES["cost"])
        fees[labels] += _money(row, FEES["fee"])
    assert {one.labels: (one.records, one.cost, one.fee) for one in summed} == {
        labels: (counts[labels], costs[labels], fees[labels]) for labels in counts
    }


def test_every_type_belongs_to_a_service_but_for_short_and_long_names() -> None:
    named = {name for names in TYPES.values() for name in names}

    assert set(RECORD_TYPES) - named == {"speech-to-text", "text-to-speech"}
