"""The types of detail records: whose records of the ledger they are, and which fields they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.field import Field
from mock_server.ledger.layout import Layout
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.records.attributes import kind
from mock_server.vendors.telnyx.records.calls import (
    CONFERENCE,
    DETECTION,
    PARTICIPANT,
    call,
    feature,
)
from mock_server.vendors.telnyx.records.messages import MESSAGE, VERIFICATION
from mock_server.vendors.telnyx.records.money import Money, Notation
from mock_server.vendors.telnyx.records.others import (
    FAX,
    MEDIA,
    SESSION,
    SPEECH,
    inference,
)
from mock_server.vendors.telnyx.records.shared import Maker
from mock_server.vendors.telnyx.traffic import Traffic, traffic


@dataclass(frozen=True, slots=True)
class RecordType:
    """What a record type of `/detail_records` is.

    Args:
        name: for the layouts that are kept; two names of one type share it.
        service: one of `services.SERVICES`; empty when no account here has such records.
        makers: its fields by name, in their order on the wire; all of them can be filtered by.
        time_field: the one that records are sorted by, the moment when the record was made.
        kinds: only records of those kinds of the ledger; empty for all.
    """

    name: str
    service: str
    makers: Mapping[str, Maker]
    time_field: str
    kinds: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in their order on the wire."""
        return tuple(self.makers)

    @property
    def id_field(self) -> str:
        """The one that leads back to the record."""
        return "uuid" if "uuid" in self.makers else "id"


@dataclass(frozen=True, slots=True)
class Options:
    """How records are shown.

    Args:
        notation: of money in strings.
    """

    notation: Notation = "plain"

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Options:
        """The options among a server's settings."""
        return cls("scientific" if settings.get("notation") == "scientific" else "plain")


TRANSCRIPTION = feature(
    "speech-to-text", "start_time", "end_time", {"transcription_engine": kind({})}
)

_STT = RecordType("speech-to-text", "speech-to-text", TRANSCRIPTION, "start_time")
_TTS = RecordType("text-to-speech", "text-to-speech", SPEECH, "created_at")


def _lasting(name: str, service: str = "") -> RecordType:
    return RecordType(
        name, service or name, feature(name, "started_at", "finished_at"), "started_at"
    )


RECORD_TYPES: Mapping[str, RecordType] = {
    "ai-voice-assistant": RecordType(
        "ai-voice-assistant", "ai-voice-assistant",
        feature("ai-voice-assistant", "created_at", "completed_at"), "created_at",
    ),
    "amd": RecordType("amd", "amd", DETECTION, "invoked_at"),
    "call-control": RecordType("call-control", "call-control", call("call-control"), "started_at"),
    "conference": RecordType(
        "conference", "conference", CONFERENCE, "started_at", frozenset({"conference"})
    ),
    "conference-participant": RecordType(
        "conference-participant", "conference", PARTICIPANT, "joined_at",
        frozenset({"participant"}),
    ),
    "embedding": RecordType(
        "embedding", "inference", inference("embedding", "embedding"), "created_at",
        frozenset({"embedding"}),
    ),
    "fax": RecordType("fax", "fax-api", FAX, "created_at"),
    "inference": RecordType(
        "inference", "inference", inference("inference", "completion"), "created_at",
        frozenset({"completion"}),
    ),
    "inference-speech-to-text": RecordType(
        "inference-speech-to-text", "", TRANSCRIPTION, "start_time"
    ),
    "media_storage": RecordType("media_storage", "media-storage", MEDIA, "created_at"),
    "media-streaming": _lasting("media-streaming"),
    "messaging": RecordType("messaging", "messaging", MESSAGE, "created_at"),
    "noise-suppression": _lasting("noise-suppression"),
    "recording": _lasting("recording"),
    "sip-trunking": RecordType("sip-trunking", "sip-trunking", call("sip-trunking"), "started_at"),
    "siprec-client": _lasting("siprec-client", "forking"),
    "stt": _STT,
    "tts": _TTS,
    "verify": RecordType("verify", "verify-2fa", VERIFICATION, "created_at"),
    "webrtc": RecordType("webrtc", "webrtc", call("webrtc"), "started_at"),
    "wireless": RecordType("wireless", "wireless", SESSION, "created_at"),
    "speech-to-text": _STT,
    "text-to-speech": _TTS,
}  # fmt: skip
"""By the values of `filter[record_type]`, in the contract's order; the last two were only seen (M1
of specs/telnyx/SOURCE.toml), and that they mean what the short names mean is ASSUMED. No two types
but those share a record: embeddings are no inferences here, and speech is transcribed in calls, so
that `inference-speech-to-text` has no records (ASSUMED)."""


def streams(dataset: Dataset, account_id: str, record_type: RecordType) -> Iterator[Traffic]:
    """The streams that hold an account's records of a type, and which of their records they are."""
    if not record_type.service:
        return
    kinds = {"kind": record_type.kinds} if record_type.kinds else {}
    for one in traffic(dataset, account_id, record_type.service):
        equal = {**one.wanted.equal, **kinds}
        yield replace(one, wanted=replace(one.wanted, equal=equal))


def layout(record_type: str, stream: Stream, options: Options = Options()) -> Layout[Columns]:
    """The layout of a type's records, for JSON and CSV alike; compiled once for a stream.

    Args:
        record_type: one of `RECORD_TYPES`.
        stream: one of its `streams`.
        options: how they are shown.
    """
    return layout_of(RECORD_TYPES[record_type], stream, options)


def layout_of(
    record_type: RecordType, stream: Stream, options: Options = Options()
) -> Layout[Columns]:
    """The same for a type that has no value of `filter[record_type]`."""
    return stream.memo.get(
        ("telnyx layout", record_type.name, options),
        lambda: Layout(
            tuple(field(record_type, stream, name, options) for name in record_type.fields)
        ),
    )


def field(
    record_type: RecordType, stream: Stream, name: str, options: Options = Options()
) -> Field[Columns]:
    """One of a type's fields."""
    maker = record_type.makers[name]
    if isinstance(maker, Money) and options.notation == "scientific":
        return maker.scientific(name)
    return maker(stream, name)
