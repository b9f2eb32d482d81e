"""What an export is of, and how it is cut into shards of equal size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

import numpy as np

from mock_server.lake.errors import ExportError
from mock_server.lake.moments import file_text, text
from mock_server.ledger.attributes import ATTRIBUTES, pending_label
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.product import products
from mock_server.ledger.selection import Filter, Selection
from mock_server.ledger.settings import DatasetSettings, Volume, fingerprint
from mock_server.ledger.stream import SETTLED_MS, Stream
from mock_server.ledger.sums import sums

Format: TypeAlias = Literal["csv.gz", "parquet"]
FORMATS: tuple[Format, ...] = ("csv.gz", "parquet")

MOST_SHARDS = 100_000
EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Export:
    """The records of one account and product, in order of time.

    Args:
        settings: of the dataset.
        from_ms, to_ms: made from then on, and before then; ms since 1970 UTC.
        as_of_ms: when they are looked at: later records are not there, and what is not known by
            then is pending. A moment by which all is known stands for every later one.
        wanted: which records; the filters by attribute only name values that occur.
        include_text: what messages say; else that column is empty.

    Raises:
        ExportError: there is no such product, attribute, value or span of time.
    """

    settings: DatasetSettings
    account: str
    product: str
    from_ms: int
    to_ms: int
    as_of_ms: int
    wanted: Filter = EVERYTHING
    format: Format = "csv.gz"
    include_text: bool = True

    def __post_init__(self) -> None:
        product = products().get(self.product)
        if product is None:
            why = f"the products are {', '.join(products())}"
            raise _unusable(f"There is no product {self.product!r}", why, "name one of them")
        if self.format not in FORMATS:
            why = f"the formats are {' and '.join(FORMATS)}"
            raise _unusable(f"There is no format {self.format!r}", why, "name one of them")
        if self.from_ms >= self.to_ms:
            why = f"it begins at {text(self.from_ms)} and ends at {text(self.to_ms)}"
            raise _unusable("The span of time is empty", why, "let it end after it begins")
        known_ms = self.to_ms + SETTLED_MS + product.published_after_s * 1000
        object.__setattr__(self, "as_of_ms", min(self.as_of_ms, known_ms))

    @property
    def is_settled(self) -> bool:
        """Whether waiting would change nothing any more."""
        after_ms = products()[self.product].published_after_s * 1000
        return self.as_of_ms >= self.to_ms + SETTLED_MS + after_ms

    @property
    def stream(self) -> Stream:
        return _dataset(json.dumps(_told(self.settings))).stream(self.account, self.product)

    @property
    def selection(self) -> Selection:
        """What is wanted, ready for the stream.

        Raises:
            ExportError: a filter names an attribute or a value that does not occur.
        """
        _check_filter(self.stream, self.wanted)
        return Selection(self.stream, self.wanted, self.as_of_ms)

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that differ whenever a record or its notation could."""
        found = self.described() | {"dataset": fingerprint(self.settings)}
        return sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:16]

    def described(self) -> dict[str, Any]:
        """All of it as JSON; `from_description` reads it."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        equal = {name: sorted(values) for name, values in self.wanted.equal.items()}
        wanted = asdict(self.wanted) | {"equal": equal}
        return found | {"wanted": wanted, "settings": _told(self.settings)}

    def totals(self, from_ms: int, to_ms: int) -> Totals:
        """What a span of the export comes to, by the closed form: no record is looked at."""
        found = sums(self.stream, [from_ms, to_ms], self.as_of_ms, wanted=self.selection.wanted)
        return Totals(found.total(), found.total("cost"))


@dataclass(frozen=True, slots=True)
class Totals:
    """How many records, and their cost in hundred-millionths of the currency."""

    rows: int
    cost: int


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of an export: a span of its time.

    Args:
        name: of its file.
        number: from 1 to `of`.
    """

    name: str
    number: int
    of: int
    from_ms: int
    to_ms: int


def from_description(described: Mapping[str, Any]) -> Export:
    """The export of a manifest.

    Raises:
        ExportError: it is none that this version knows.
    """
    try:
        settings, wanted = _read(described["settings"]), dict(described["wanted"])
        wanted["equal"] = {name: frozenset(values) for name, values in wanted["equal"].items()}
        given = {"settings": settings, "wanted": Filter(**wanted)}
        return Export(**{**described, **given})
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        why = f"{type(error).__name__}: {error}"
        raise _unusable("An export's description is not understood", why, "export again") from None


def shards(export: Export, count: int) -> tuple[Shard, ...]:
    """Cut an export into spans with equally many records, whatever the filter leaves of them.

    Records of one millisecond stay together, so that a busy account's shards differ by some.

    Raises:
        ExportError: not 1 to MOST_SHARDS shards.
    """
    if not 1 <= count <= MOST_SHARDS:
        why = f"an export has 1 to {MOST_SHARDS} shards"
        raise _unusable(f"There cannot be {count} shards", why, "choose another number")
    edges = _edges(export, count)
    stem = "_".join((
        export.product, quote(export.account, safe=""), file_text(export.from_ms),
        file_text(export.to_ms),
    ))  # fmt: skip
    width = len(str(count))
    return tuple(
        Shard(
            f"{stem}_{number:0{width}d}-of-{count}.{export.format}",
            number, count, edges[number - 1], edges[number],
        )
        for number in range(1, count + 1)
    )  # fmt: skip


def _edges(export: Export, count: int) -> list[int]:
    stream = export.stream
    begin, end = stream.window(export.from_ms, export.to_ms, export.as_of_ms)
    if begin == end:
        return [export.from_ms, *[export.to_ms] * count]
    places = [begin + (end - begin) * number // count for number in range(1, count)]
    moments = stream.timeline.moments(np.array(places, np.int64)).tolist()
    return [export.from_ms, *moments, export.to_ms]


@lru_cache(maxsize=4)
def _dataset(settings: str) -> Dataset:
    """A dataset by its settings as JSON: kept, because a process writes shard after shard."""
    return Dataset(_read(json.loads(settings)))


def _told(settings: DatasetSettings) -> dict[str, Any]:
    """Settings as JSON; `_read` reads them."""
    return asdict(settings) | {"products": sorted(settings.products)}


def _read(told: Mapping[str, Any]) -> DatasetSettings:
    own = {"volume": Volume(**told["volume"]), "products": frozenset(told["products"])}
    return DatasetSettings(**{**told, **own})


def _check_filter(stream: Stream, wanted: Filter) -> None:
    for name, values in wanted.equal.items():
        if name not in ATTRIBUTES:
            why = f"records can be chosen by {', '.join(ATTRIBUTES)}"
            raise _unusable(f"There is no attribute {name!r}", why, "choose by one of them")
        pending = pending_label(stream, name)
        known = {*ATTRIBUTES[name](stream).labels, *(() if pending is None else (pending,))}
        for value in sorted(values - known):
            why = f"here it is one of {', '.join(sorted(known))}"
            raise _unusable(f"No record has the {name} {value!r}", why, "choose one of them")


def _unusable(what: str, why: str, fix: str) -> ExportError:
    return ExportError(what, where="the export", why=why, fix=fix)
