"""What a vendor remembers: records of one type, under one name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Generic, TypeVar

import orjson

from mock_server.state.codec import Codec, codec_of
from mock_server.state.documents import is_key
from mock_server.state.errors import StateError

T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

ONLY_JSON = (
    orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
"""A JSON value in a record that holds such things is refused: they would come back as others."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """Records that are kept together and in order.

    `REPORT = Kind("telnyx.report", Report)`

    Args:
        name: begins with the vendor's, because one space may hold the records of several.
        record: a dataclass of texts, numbers, Decimals, moments, bytes, enumerations, literals,
            tuples, mappings, JSON values and further dataclasses; any of them may be None.
        id_of: a record's id; records are in order of it.
        due_of: the moment when something is to happen to a record, if it has one.

    Raises:
        StateError: the records could not be written as JSON.
    """

    name: str
    record: type[T]
    id_of: Callable[[T], str] = attrgetter("id")
    due_of: Callable[[T], datetime | None] = lambda _: None
    codec: Codec = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not is_key(self.name):
            raise self._cannot_keep(self.record.__name__, "the kind has no name that can be kept")
        try:
            object.__setattr__(self, "codec", codec_of(self.record))
        except TypeError as error:
            raise self._cannot_keep(self.record.__name__, str(error)) from error

    def key(self, record: T) -> str:
        """The record's id.

        Raises:
            StateError: no backend could keep it.
        """
        key = self.id_of(record)
        if not is_key(key):
            raise self._cannot_keep("a record", f"its id is {key!r:.80}")
        return key

    def due_us(self, record: T) -> int | None:
        due_at = self.due_of(record)
        return None if due_at is None else microseconds(due_at)

    def encode(self, record: T) -> bytes:
        """The record as JSON.

        Raises:
            StateError: a value is not of its type, or JSON has no way to write it.
        """
        try:
            return orjson.dumps(self.codec.encode(record), option=ONLY_JSON)
        except (ValueError, TypeError, ArithmeticError) as error:
            raise self._cannot_keep(f"the record {self.id_of(record)}", str(error)) from error

    def decode(self, document: bytes) -> T:
        """The record that this JSON was made of; what it does not mention has its default.

        Raises:
            StateError: another version, or somebody else, wrote something else.
        """
        try:
            record: T = self.codec.decode(orjson.loads(document))
        except (ValueError, TypeError, ArithmeticError) as error:
            raise StateError(
                "A stored record cannot be read",
                where=f"{self.name}: {document[:80].decode(errors='replace')}",
                why=str(error),
                fix="use the version that wrote the store, or a new store",
            ) from error
        return record

    def _cannot_keep(self, what: str, why: str) -> StateError:
        return StateError(
            f"The store cannot keep {what}",
            where=self.name,
            why=why,
            fix="mend the vendor's code: what it keeps must come back as it was",
        )


def microseconds(at: datetime) -> int:
    """Since 1970, exactly.

    Raises:
        StateError: the moment says no time zone.
    """
    if at.tzinfo is None:
        raise StateError(
            f"{at} is no moment", where="state", why="it says no time zone", fix="give it UTC"
        )
    return (at - EPOCH) // MICROSECOND
