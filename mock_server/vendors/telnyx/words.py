"""What Telnyx calls what the ledger knows: one place, so that rows and sums speak alike."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGE_STATUS: Mapping[str, str] = {
    "submitted": "dlr_unconfirmed",
    "delivered": "delivered",
    "accepted": "dlr_unconfirmed",
    "buffered": "dlr_unconfirmed",
    "failed": "failed",
    "deleted": "failed",
    "rejected": "gw_reject",
    "expired": "dlr_timeout",
    "unknown": "gw_timeout",
    "received": "received",
}
"""`status` of a message's record. Source of the words: S; which is which is ASSUMED."""

MESSAGE_STATUS_V2: Mapping[str, str] = {
    "submitted": "delivery_unconfirmed",
    "delivered": "delivered",
    "accepted": "delivery_unconfirmed",
    "buffered": "delivery_unconfirmed",
    "failed": "delivery_failed",
    "deleted": "delivery_failed",
    "rejected": "delivery_failed",
    "expired": "delivery_unconfirmed",
    "unknown": "delivery_unconfirmed",
    "received": "delivered",
}
"""The dimension `status_v2` of usage. Source of the words: M2; which is which is ASSUMED."""

FEE_COUNTRIES = frozenset({"US", "CA"})
"""Where carriers take a fee for every part of a message on top of the price. Source: D, carrier
fees in an invoice; which countries, and how much, is ASSUMED."""

FEE_TENTHS = 3
"""Of what the ledger says that a message costs, so many tenths are the carrier's fee in
FEE_COUNTRIES, and the rest is the price. Exact: every rate there is a multiple of ten."""


def fee(cost: int, country: str) -> int:
    """The carriers' share of what messages cost, in the unit of the cost.

    Args:
        country: that of the customer, ISO 3166-1 alpha-2.
    """
    return cost * FEE_TENTHS // 10 if country in FEE_COUNTRIES else 0


MESSAGE_TYPE: Mapping[str, str] = {"sms": "SMS", "mms": "MMS"}
"""`message_type`, by the ledger's kind. Source of the words: S."""

TN_TYPE: Mapping[str, str] = {"local": "local", "toll-free": "toll_free", "mobile": "mobile"}
"""`tn_type` of calls, by the ledger's kind. ASSUMED."""

VERIFY_CHANNEL: Mapping[str, str] = {
    "sms": "sms",
    "whatsapp": "sms",
    "voice": "call",
    "silent-auth": "flashcall",
    "email": "psd2",
}
"""`verify_channel_type`, by the ledger's kind. Source of the words: S, which has no others since
2025; which is which is ASSUMED."""

UPLINK_EIGHTHS = 1
"""Of a data session so many eighths went up, the rest came down. ASSUMED; the same for every
session, so that sums of kilobytes are exact for both ways."""


MODELS: Mapping[str, tuple[str, ...]] = {
    "completion": (
        "meta-llama/Meta-Llama-3.1-70B-Instruct",
        "mistralai/Mixtral-8x7B-Instruct-v0.1",
        "Qwen/Qwen2.5-72B-Instruct",
        "deepseek-ai/DeepSeek-R1-Distill-Qwen-14B",
    ),
    "embedding": ("thenlper/gte-large", "intfloat/multilingual-e5-large"),
}
"""Names of published models, by the ledger's kind; which of them an account uses is ASSUMED. Each
of its profiles keeps to one of them, in turn, so that uses can be summed by model."""


def mcc_mnc(network: str) -> tuple[str, str]:
    """The mobile country code and the mobile network code of one of the ledger's networks."""
    return network[:3], network[3:]
