"""Of which products usage can be asked for, by what it is told and in what it is counted.

Source of the products: D of specs/telnyx/SOURCE.toml (`ai-voice-assistant`: M1). Source of the
dimensions and metrics of sip-trunking, messaging, wireless and inference: D, M1 and M2, as far as
they are attributes of the ledger's records: no single numbers, no SIM cards, no lengths of calls.
Those of the other products, and what a comment says so of, are ASSUMED, after those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mock_server.vendors.telnyx.usage import dimensions as by
from mock_server.vendors.telnyx.usage.dimensions import Dimension
from mock_server.vendors.telnyx.usage.metrics import (
    BILLED_SEC,
    CALL_SEC,
    COMPLETED,
    COST,
    COUNT,
    CUSTOMER_CARRIER_FEE,
    DOWNLINK_DATA,
    DOWNLINK_DATA_BYTES,
    UNITS,
    UPLINK_DATA,
    UPLINK_DATA_BYTES,
    Metric,
)

DATE, DATE_TIME = "date", "date_time"
TIMES = (DATE, DATE_TIME)
"""The dimensions that are windows of time: days and hours of UTC. Every product has them."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What usage of a product can be told by and counted in, in the order in which it is offered.

    Args:
        dimensions: without TIMES.
        record_types: the values of its dimension of that name.
    """

    dimensions: Mapping[str, Dimension]
    metrics: Mapping[str, Metric]
    record_types: tuple[str, ...] = ()

    @property
    def offered(self) -> tuple[str, ...]:
        """The names of all dimensions."""
        return (*TIMES, *self.dimensions)


ACCOUNT: Mapping[str, Dimension] = {"currency": by.CURRENCY, "user_id": by.USER_ID}
GROUPS: Mapping[str, Dimension] = {
    "tags": by.TAGS,
    "connection_id": by.CONNECTION_ID,
    "connection_name": by.CONNECTION_NAME,
    "billing_group_id": by.BILLING_GROUP_ID,
}
PLACE: Mapping[str, Dimension] = {
    "country_code": by.COUNTRY_CODE,
    "source_country_code": by.SOURCE_COUNTRY_CODE,
    "country_iso": by.COUNTRY_ISO,
}
IN_CALLS = {"direction": by.DIRECTION, **GROUPS, **ACCOUNT}
CALLS = {"direction": by.DIRECTION, **GROUPS, **PLACE, **ACCOUNT}
NETWORK: Mapping[str, Dimension] = {"mcc": by.MCC, "mnc": by.MNC}

TIMED: Mapping[str, Metric] = {
    "cost": COST,
    "call_sec": CALL_SEC,
    "billed_sec": BILLED_SEC,
    "count": COUNT,
}
ATTEMPTS: Mapping[str, Metric] = {
    "connected": COMPLETED,
    "cost": COST,
    "completed": COMPLETED,
    "call_sec": CALL_SEC,
    "attempted": COUNT,
    "billed_sec": BILLED_SEC,
}
"""The order is that of M1. That every call that is answered is completed is ASSUMED."""
COUNTED: Mapping[str, Metric] = {"cost": COST, "count": COUNT}

SIP = {
    "tn_type": by.CALL_TN_TYPE,
    "outbound_profile_id": by.PROFILE_ID,
    "source_tn_type": by.SOURCE_TN_TYPE,
    "bundle_id": by.NOTHING,
    "is_local_calling": by.NO,
    "call_type": by.CALL_TYPE,
    "connection_type": by.CONNECTION_TYPE,
    "hangup_details": by.HANGUP,
    "sip_response_code": by.RESPONSE_CODE,
    **CALLS,
}
MESSAGES = {
    "direction": by.DIRECTION,
    "message_type": by.MESSAGE_KIND,
    "normalized_carrier": by.CARRIER,
    **NETWORK,
    "country_iso": by.COUNTRY_ISO,
    "product_name": by.PRODUCT_NAME,
    "status_v2": by.MESSAGE_STATE_V2,
    "status": by.MESSAGE_STATE,
    "tn_type": by.MESSAGE_TN_TYPE,
    "profile_id": by.PROFILE_ID,
    "profile_name": by.PROFILE_NAME,
    "tags": by.TAGS,
    "country_code": by.COUNTRY_CODE,
    "source_country_code": by.SOURCE_COUNTRY_CODE,
    **ACCOUNT,
}
"""`status`, `tn_type`, profiles and the two countries are ASSUMED."""

USAGE: Mapping[str, Usage] = {
    "sip-trunking": Usage(SIP, ATTEMPTS),
    "messaging": Usage(
        MESSAGES,
        {
            "cost": COST,
            "parts": UNITS,
            "count": COUNT,
            "customer_carrier_fee": CUSTOMER_CARRIER_FEE,
        },
    ),
    "call-control": Usage(SIP, ATTEMPTS),
    "wireless": Usage(
        {
            **NETWORK,
            "sim_group_name": by.PROFILE_NAME,
            "sim_group_id": by.PROFILE_ID,
            "country_iso": by.COUNTRY_ISO,
            "tags": by.TAGS,
            **ACCOUNT,
        },
        {
            "uplink_data": UPLINK_DATA,
            "uplink_data_bytes": UPLINK_DATA_BYTES,
            "downlink_data": DOWNLINK_DATA,
            "downlink_data_bytes": DOWNLINK_DATA_BYTES,
            "data_cost": COST,
        },
    ),
    "cloud-storage": Usage(ACCOUNT, COUNTED),
    "inference": Usage(
        {"record_type": by.INFERENCE_TYPE, "model": by.MODEL, "status": by.STATUS, **ACCOUNT},
        {"cost": COST, "tokens": UNITS, "count": COUNT},
        ("inference", "embedding"),
    ),
    "verify-2fa": Usage(
        {
            "verify_channel_type": by.VERIFY_CHANNEL_TYPE,
            "verify_profile_id": by.PROFILE_ID,
            "country_iso": by.COUNTRY_ISO,
            "tags": by.TAGS,
            **ACCOUNT,
        },
        COUNTED,
    ),
    "fax-api": Usage(
        {"status": by.STATUS, **CALLS},
        {"cost": COST, "pages": UNITS, "attempted": COUNT, "completed": COMPLETED},
    ),
    "webrtc": Usage({"sip_response_code": by.RESPONSE_CODE, **CALLS}, ATTEMPTS),
    "cps": Usage(ACCOUNT, COUNTED),
    "conference": Usage(
        {"record_type": by.CONFERENCE_TYPE, **IN_CALLS},
        TIMED,
        ("conference", "conference-participant"),
    ),
    "programmable-video": Usage({"type": by.KIND, "tags": by.TAGS, **ACCOUNT}, TIMED),
    "call-control-features": Usage(ACCOUNT, COUNTED),
    "customer-service-record": Usage(ACCOUNT, COUNTED),
    "media-streaming": Usage(IN_CALLS, TIMED),
    "noise-suppression": Usage(IN_CALLS, TIMED),
    "text-to-speech": Usage(
        {"voice_type": by.KIND, "status": by.STATUS, **GROUPS, **ACCOUNT},
        {"cost": COST, "characters": UNITS, "count": COUNT},
    ),
    "speech-to-text": Usage({"transcription_engine": by.KIND, **IN_CALLS}, TIMED),
    "recording": Usage(IN_CALLS, TIMED),
    "forking": Usage(IN_CALLS, TIMED),
    "media-storage": Usage({"action_type": by.KIND, "status": by.STATUS, **ACCOUNT}, COUNTED),
    "amd": Usage({"feature": by.PREMIUM, **GROUPS, **ACCOUNT}, COUNTED),
    "ai-voice-assistant": Usage(IN_CALLS, TIMED),
    "number-lookup": Usage({"type": by.LOOKUP_TYPE, **ACCOUNT}, COUNTED),
}
"""By service. Look-ups of numbers are in the legacy reports only."""

PRODUCTS: Mapping[str, Usage] = {
    name: usage for name, usage in USAGE.items() if name != "number-lookup"
}
"""What `/usage_reports` can be asked for, in the order in which Telnyx's documentation lists it."""
