"""Asking for usage reports."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.vendors.telnyx.asking import KEY, Telnyx, fine

PATH = "/usage_reports"

DOCUMENTED = (
    "sip-trunking", "messaging", "call-control", "wireless", "cloud-storage", "inference",
    "verify-2fa", "fax-api", "webrtc", "cps", "conference", "programmable-video",
    "call-control-features", "customer-service-record", "media-streaming", "noise-suppression",
    "text-to-speech", "speech-to-text", "recording", "forking", "media-storage", "amd",
    "ai-voice-assistant",
)  # fmt: skip
"""The products: 22 of the documentation, and one that was seen."""


def rows(telnyx: Telnyx, query: str, key: str = KEY) -> Any:
    """All rows, on one page."""
    return fine(telnyx.ask("GET", f"{PATH}?{query}&page[size]=5000", key))["data"]


def of_metric(found: Any, metric: str) -> Decimal:
    """What a metric of some rows comes to."""
    return sum((Decimal(str(row[metric])) for row in found), Decimal())
