"""Detail records, counted one by one, come to the usage of their service."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import orjson
import pytest

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from mock_server.vendors.telnyx.records import RECORD_TYPES, Options, layout, streams
from mock_server.vendors.telnyx.usage.products import USAGE
from mock_server.vendors.telnyx.usage.sums import Ask, usage_rows
from tests.vendors.telnyx.asking import KEY

BEGIN, END, NOW = 1_794_182_400_000, 1_794_744_000_000, 1_794_834_431_000
"""2026-11-09, 2026-11-15 12:00 and 2026-11-16 13:07:11, UTC."""

FIELDS: Mapping[str, str] = {
    "call_sec": "units",
    "billed_sec": "billed",
    "parts": "units",
    "pages": "units",
    "characters": "units",
    "tokens": "units",
    "carrier_fee": "fee",
    "cost": "cost",
    "verify_usage_fee": "cost",
    "data_cost": "cost",
}
"""What fields of detail records come to, among the members of a row."""

MONEY = {"carrier_fee", "cost", "verify_usage_fee", "data_cost"}


@cache
def dataset() -> Dataset:
    volume = Volume(accounts={KEY: 2_000})
    return Dataset(DatasetSettings(seed=11, realm="telnyx", currency="USD", volume=volume))


def detail_records(record_type: str) -> list[dict[str, Any]]:
    found = []
    for one in streams(dataset(), KEY, RECORD_TYPES[record_type]):
        first, last = one.stream.window(BEGIN, END, NOW)
        columns = Columns(one.stream, np.arange(first, last), NOW)
        lines = layout(record_type, one.stream, Options()).json_lines(columns)
        every = [orjson.loads(line) for line in lines.splitlines()]
        kept = np.array(_keeps(one, columns))
        found += [row for row, its in zip(every, kept, strict=True) if its]
    return found


def _keeps(one: Any, columns: Columns) -> Any:
    account, product = one.stream.account, one.stream.product
    kept = np.ones(len(columns), bool)
    for attribute, values in one.wanted.equal.items():
        texts = {
            "kind": lambda: [kind.name for kind in product.kinds],
            "connection": lambda: [group.id for group in account.connections],
        }[attribute]()
        kept &= np.isin(np.array(texts)[getattr(columns, attribute)], list(values))
    return kept


@pytest.mark.parametrize(
    "record_type",
    ["messaging", "sip-trunking", "call-control", "webrtc", "verify", "wireless", "fax", "tts",
     "stt", "recording", "media-streaming", "noise-suppression", "siprec-client", "inference",
     "embedding", "amd", "ai-voice-assistant", "media_storage", "conference-participant"],
)  # fmt: skip
def test_detail_records_come_to_the_usage_by_every_dimension_that_they_tell(
    record_type: str,
) -> None:
    told = RECORD_TYPES[record_type]
    records = detail_records(record_type)
    by_type = {"record_type": frozenset({record_type})}
    wanted = by_type if "record_type" in USAGE[told.service].dimensions else {}
    shared = [name for name in USAGE[told.service].dimensions
              if name in told.fields and name != "record_type"]  # fmt: skip

    for name in shared:
        found = usage_rows(dataset(), KEY, Ask(told.service, (BEGIN, END), (name,), wanted), NOW)

        expected: dict[str, list[dict[str, Any]]] = {}
        for record in records:
            expected.setdefault(record[name], []).append(record)
        assert {row.labels[0]: row.records for row in found} == {
            label: len(its) for label, its in expected.items()
        }
        for field in FIELDS.keys() & set(told.fields):
            scale = 10**8 if field in MONEY else 1
            for row in found:
                total = sum(round(float(one[field]) * scale) for one in expected[row.labels[0]])
                assert getattr(row, FIELDS[field]) == total, (name, field)
    assert shared
    assert records or record_type == "siprec-client"


def test_messages_go_out_under_names_as_often_as_usage_says() -> None:
    sent = [one for one in detail_records("messaging") if one["direction"] == "outbound"]
    names = sum(not one["cli"].startswith("+") for one in sent)

    wanted = {"direction": frozenset({"outbound"})}
    ask = Ask("messaging", (BEGIN, END), ("product_name",), wanted)
    found = {row.labels[0]: row.records for row in usage_rows(dataset(), KEY, ask, NOW)}

    assert found.get("alphanumeric_id", 0) == names
    assert found.get("long_code", 0) == len(sent) - names
    assert sent
