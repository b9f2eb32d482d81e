"""Which of the ledger's products stand for which of Telnyx's services.

Every record of an account belongs to one service, so that the services' sums come to the account's
usage; which ledger product stands for which service is ASSUMED. Calls go by SIP trunking or by Call
Control, as their connection does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

ConnectionType: TypeAlias = Literal["sip", "application"]


@dataclass(frozen=True, slots=True)
class Source:
    """Some records of a ledger product.

    Args:
        kinds: of those kinds; empty for all.
        connection_type: of connections of that type; None for all.
    """

    product: str
    kinds: frozenset[str] = frozenset()
    connection_type: ConnectionType | None = None


def _feature(kind: str) -> tuple[Source, ...]:
    return (Source("call-feature", frozenset({kind})),)


def _calls(connection_type: ConnectionType) -> tuple[Source, ...]:
    return tuple(
        Source(product, connection_type=connection_type) for product in ("call", "failed-call")
    )


SERVICES: Mapping[str, tuple[Source, ...]] = {
    "sip-trunking": _calls("sip"),
    "messaging": (Source("message"),),
    "call-control": _calls("application"),
    "wireless": (Source("data-session"),),
    "cloud-storage": (),
    "inference": (Source("inference"),),
    "verify-2fa": (Source("verification"),),
    "fax-api": (Source("fax"),),
    "webrtc": (Source("app-call"),),
    "cps": (),
    "conference": (Source("conference"),),
    "programmable-video": (Source("video"),),
    "call-control-features": (),
    "customer-service-record": (),
    "media-streaming": _feature("streaming"),
    "noise-suppression": _feature("noise-suppression"),
    "text-to-speech": (Source("speech"),),
    "speech-to-text": (Source("transcription"),),
    "recording": _feature("recording"),
    "forking": _feature("forking"),
    "media-storage": (Source("media-storage"),),
    "amd": (Source("machine-detection"),),
    "ai-voice-assistant": (Source("voice-assistant"),),
    "number-lookup": (Source("lookup"),),
}
"""By the names that `/usage_reports` uses, in the order in which Telnyx's documentation lists them
(D of specs/telnyx/SOURCE.toml), then one that was seen live (M1), then lookups of numbers, which
only the legacy reports tell of. No account here uses the services without a source."""

PRODUCTS = frozenset(source.product for sources in SERVICES.values() for source in sources)
"""Of the ledger's products those that a Telnyx account uses and pays for."""
