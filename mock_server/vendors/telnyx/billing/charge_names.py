"""What Telnyx calls what is charged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChargeName:
    """One kind of number, feature or service.

    Args:
        name: for people.
        alias: for programs.
    """

    name: str
    alias: str


CHARGE_NAMES: Mapping[str, ChargeName] = {
    "local": ChargeName("Local DIDs", "local"),
    "toll-free": ChargeName("Toll-Free DIDs", "toll_free"),
    "sms": ChargeName("SMS", "sms"),
    "cnam": ChargeName("CNAM", "cnam"),
    "emergency": ChargeName("Emergency", "emergency"),
    "hd-voice": ChargeName("HD Voice", "hd_voice"),
    "call-screening": ChargeName("Inbound Call Screening", "inbound_call_screening"),
    "voice-channels": ChargeName("Channels", "channels"),
    "port-out": ChargeName("Port Out", "port_out"),
}
"""By the ledger's name. Source: S of specs/telnyx/SOURCE.toml for "Local DIDs" and "Port Out" with
their aliases, D for the other names; the other aliases are ASSUMED to follow the same pattern."""
