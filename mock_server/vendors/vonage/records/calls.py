"""Fields of calls, and of what is spoken and heard in them."""

from __future__ import annotations

from collections.abc import Mapping

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Indexes
from mock_server.ledger.fields import choice, flag
from mock_server.ledger.mix import Integers, bits
from mock_server.ledger.stream import Stream
from mock_server.vendors.vonage.records.shared import (
    MOST_UNITS,
    UNITS,
    Maker,
    at,
    by_profile,
    count,
)
from mock_server.vendors.vonage.records.words import NETWORK, countries

CHARACTERS_PER_S = 15
"""Of speech. ASSUMED, as in the ledger's product `speech`."""

BYTES_PER_S = 16_000
"""Of 8,000 samples of 16 bits, which is what telephone networks carry; ASSUMED for this API."""

STYLES = ("0", "1", "2", "3", "4", "5")
"""Numbers of voices of a language; how many there are is ASSUMED."""

LEAST_BEFORE_MS, MOST_BEFORE_MS = 2_000, 60_000
"""How long a call lasts before somebody speaks to a machine. ASSUMED."""


def _spoken_s(columns: Columns) -> Integers:
    """What was not paid for was not spoken."""
    return -(-columns.billed // CHARACTERS_PER_S)


def _spoken_until(columns: Columns) -> Integers:
    return columns.made_ms + _spoken_s(columns) * 1000


def _language(stream: Stream, name: str) -> Field[Columns]:
    """BCP 47, such as en-GB."""
    tags = tuple(f"{one.language}-{one.code}" for one in countries(stream))
    return choice(name, tags, NETWORK)


def _call_began(columns: Columns) -> Integers:
    span = MOST_BEFORE_MS - LEAST_BEFORE_MS
    before = LEAST_BEFORE_MS + (bits(columns.chance("before"), 0, 16) * span >> 16)
    return columns.made_ms - before


def _beep(stream: Stream, name: str) -> Field[Columns]:
    """Heard by those that wait for it, of three machines in four (ASSUMED); a JSON boolean."""
    machine = [one.status for one in stream.product.outcomes].index("machine")
    waits = [one.name for one in stream.product.kinds].index("detect-beep")

    def heard(columns: Columns) -> Indexes:
        asked: Indexes = (columns.outcome == machine) & (columns.kind == waits)
        asked &= bits(columns.chance("beep"), 0, 2) > 0
        return asked

    return flag(name, heard)


def _sent(columns: Columns) -> Indexes:
    """63 results of 64 reach the event address. ASSUMED."""
    sent: Indexes = bits(columns.chance("sent"), 0, 6) > 0
    return sent


def _timeout(stream: Stream, name: str) -> Field[Columns]:
    """45 seconds, the default, or what a purpose asks for instead (ASSUMED); a JSON number."""
    texts = by_profile("45", "60", "45", "120")(stream, name)
    return Field(name, texts.parts, "raw")


CALLS: Mapping[str, Mapping[str, Maker]] = {
    "VOICE-TTS": {
        "duration": count(_spoken_s),
        "end_time": at(_spoken_until),
        "language": _language,
        "style": lambda _, name: choice(
            name, STYLES, lambda columns: bits(columns.chance("style"), 0, 16) * len(STYLES) >> 16
        ),
        "length": count(UNITS),
        "size": count(lambda columns: columns.billed * BYTES_PER_S // CHARACTERS_PER_S, MOST_UNITS),
    },
    "ASR": {"call_date_start": at(_call_began)},
    "AMD": {
        "amd_beep_detection_result": _beep,
        "amd_result_sent": lambda _, name: flag(name, _sent, "TRUE", "FALSE", "text"),
        "amd_user_defined_behavior": by_profile("continue", "hangup"),
        "amd_user_defined_beep_timeout": _timeout,
    },
}
"""By product, what other products do not have or have otherwise."""
