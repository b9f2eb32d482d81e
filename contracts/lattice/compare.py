"""What fresh answers show that the baseline does not, and how surprising that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from contracts.lattice.capture import Answers, Seen
from contracts.lattice.chance import shifted, surprise
from contracts.lattice.shape import NO_JSON, Shape

Kind = Literal[
    "status", "media-type", "header-added", "header-removed", "property-added",
    "property-removed", "property-optional", "type-added", "text-changed", "word-added",
    "magnitude", "emptied", "filled", "length", "slower",
]  # fmt: skip

ENOUGH = 8
"""Sightings before the absence of something means anything."""

DECADES = 0.95
"""Of magnitude, that numbers must have moved: ten times, with a little room for rounding."""

SLOWER = 3.0
"""Powers of two that the time taken must have grown by."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was.

    Args:
        case: the golden request's name.
        status: of the answers that are compared; the new one where that is the difference.
        pointer: the place in the body, elements of lists as `*`; "header:name" for a header.
        what: the value that came or went: a type, a kind of text, a word, a property's name.
        before, now: for people.
        chance: of seeing this if nothing had changed.
        sightings: how many values show it, `of` how many that could.
    """

    kind: Kind
    case: str
    operation: str
    status: int
    pointer: str
    what: str
    before: str
    now: str
    chance: float
    sightings: int
    of: int

    @property
    def key(self) -> tuple[str, str, int, str, str]:
        """The same difference, whenever it is seen."""
        return (self.kind, self.case, self.status, self.pointer, self.what)


@dataclass(frozen=True, slots=True)
class At:
    """Where two shapes are compared."""

    case: str
    operation: str
    status: int
    pointer: str = ""

    def down(self, part: str) -> At:
        escaped = part.replace("~", "~0").replace("/", "~1")
        return At(self.case, self.operation, self.status, f"{self.pointer}/{escaped}")

    def header(self, name: str) -> At:
        return At(self.case, self.operation, self.status, f"header:{name}")

    def differs(self, kind: Kind, what: str, said: tuple[str, str], counts: Counts) -> Difference:
        return Difference(
            kind, self.case, self.operation, self.status, self.pointer, what, *said,
            chance=counts.chance, sightings=counts.now, of=counts.of_now,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """`before` of `of` then, `now` of `of_now` since."""

    before: int
    of: int
    now: int
    of_now: int

    @property
    def chance(self) -> float:
        return surprise(self.before, self.of, self.now, self.of_now)

    def __str__(self) -> str:
        return f"{self.now} of {self.of_now}, {self.before} of {self.of} before"


def compare(case: str, before: Seen, now: Seen) -> Iterator[Difference]:
    """All that differs between two collections of answers to one golden request."""
    for status, answers in sorted(now.statuses.items()):
        known = before.statuses.get(status)
        at = At(case, before.operation, status)
        if known is None:
            counts = Counts(0, before.captures, answers.captures, now.captures)
            usual = ", ".join(str(one) for one in sorted(before.statuses))
            yield at.differs("status", str(status), (usual, str(status)), counts)
        else:
            yield from _answers(at, known, answers)


def _answers(at: At, before: Answers, now: Answers) -> Iterator[Difference]:
    usual = ", ".join(sorted(before.media_types))
    for name, count in now.media_types.items():
        if name not in before.media_types:
            counts = Counts(0, before.captures, count, now.captures)
            yield at.differs("media-type", name, (usual, name), counts)
    yield from _headers(at, before, now)
    yield from _latency(at, before, now)
    yield from _shape(at, before.body, now.body)


def _headers(at: At, before: Answers, now: Answers) -> Iterator[Difference]:
    for name in sorted(before.headers.keys() | now.headers.keys()):
        counts = Counts(before.headers[name], before.captures, now.headers[name], now.captures)
        if not counts.before:
            said = ("not there", f"there ({counts})")
            yield at.header(name).differs("header-added", name, said, counts)
        elif not counts.now:
            said = ("there", f"gone ({counts})")
            yield at.header(name).differs("header-removed", name, said, counts)


def _latency(at: At, before: Answers, now: Answers) -> Iterator[Difference]:
    (old, spread, n), (new, spread_now, m) = _bands(before.latency), _bands(now.latency)
    if n < ENOUGH or not m or new - old < SLOWER:
        return
    if shifted((old, new), (spread, spread_now), (n, m)):
        said = (f"about {2**old / 1000:.3g} s", f"about {2**new / 1000:.3g} s")
        yield at.differs("slower", "", said, Counts(0, n, m, m))


def _bands(bands: Counter[int]) -> tuple[float, float, int]:
    """Mean, variance and number of bands of latency."""
    count = bands.total()
    if not count:
        return 0.0, 0.0, 0
    mean = sum(band * times for band, times in bands.items()) / count
    spread = sum((band - mean) ** 2 * times for band, times in bands.items()) / count
    return mean, max(spread, 0.25), count


def _shape(at: At, before: Shape, now: Shape) -> Iterator[Difference]:
    if not before.seen or not now.seen:
        return
    yield from _types(at, before, now)
    yield from _texts(at, before, now)
    yield from _numbers(at, before, now)
    yield from _emptiness(at, before, now)
    yield from _properties(at, before, now)
    if before.items is not None and now.items is not None:
        yield from _shape(at.down("*"), before.items, now.items)


def _types(at: At, before: Shape, now: Shape) -> Iterator[Difference]:
    for name, count in sorted(now.types.items()):
        # 12 is a number as much as 12.5 is; only where all numbers were whole it says something.
        usual = before.types.keys() | ({"integer"} if before.types["number"] else set())
        # What is no JSON is never usual: one answer that was cut off must not hide all others.
        if name not in usual or name == NO_JSON:
            counts = Counts(before.types[name], before.seen, count, now.seen)
            said = (" or ".join(sorted(before.types)), f"{name} ({counts})")
            yield at.differs("type-added", name, said, counts)


def _texts(at: At, before: Shape, now: Shape) -> Iterator[Difference]:
    loosely = not is_enum(before)
    old, new = _kinds(before.texts, loosely), _kinds(now.texts, loosely)
    if old.total() < ENOUGH or not new:
        return
    for name, count in sorted(new.items()):
        if name not in old and name != "empty":
            counts = Counts(0, old.total(), count, new.total())
            said = (" or ".join(sorted(old)), f"{name} ({counts})")
            yield at.differs("text-changed", name, said, counts)
    yield from _words(at, before, now)


def _kinds(texts: Counter[str], loosely: bool) -> Counter[str]:
    """Kinds of texts; loosely, whether a text is a word is an accident."""
    counts: Counter[str] = Counter()
    for name, count in texts.items():
        counts["text" if loosely and name == "word" else name] += count
    return counts


def _words(at: At, before: Shape, now: Shape) -> Iterator[Difference]:
    if not is_enum(before) or not now.words:
        return
    known = before.words or Counter()
    for word, count in sorted(now.words.items()):
        if word not in known:
            counts = Counts(0, known.total(), count, now.words.total())
            said = (", ".join(sorted(known)), f"{word} ({counts})")
            yield at.differs("word-added", word, said, counts)


def is_enum(shape: Shape) -> bool:
    """Whether few words came so often that a new one is news."""
    words = shape.words
    return bool(words) and words is not None and words.total() >= max(ENOUGH, 3 * len(words))


def _numbers(at: At, before: Shape, now: Shape) -> Iterator[Difference]:
    old, new = before.magnitude, now.magnitude
    if old.count < ENOUGH or not new.count or abs(new.mean - old.mean) < DECADES:
        return
    if shifted((old.mean, new.mean), (old.variance, new.variance), (old.count, new.count)):
        said = (f"about {10**old.mean:.2g}", f"about {10**new.mean:.2g}")
        yield at.differs("magnitude", "", said, Counts(0, old.count, new.count, new.count))


def _emptiness(at: At, before: Shape, now: Shape) -> Iterator[Difference]:
    lists, lists_now = before.types["array"], now.types["array"]
    if lists and lists_now:
        counts = Counts(before.empty, lists, now.empty, lists_now)
        if now.empty == lists_now and before.empty < lists:
            yield at.differs("emptied", "", ("a list with elements", "an empty list"), counts)
        elif before.empty == lists and now.empty < lists_now:
            yield at.differs("filled", "", ("an empty list", "a list with elements"), counts)
        else:
            yield from _lengths(at, before, now)


def _lengths(at: At, before: Shape, now: Shape) -> Iterator[Difference]:
    """Only where all lists were of one length, as pages are; of one element says nothing."""
    usual, length = _only(before.lengths), _only(now.lengths)
    if usual != length and min(usual, length) > 1:
        counts = Counts(0, before.types["array"], now.types["array"], now.types["array"])
        said = (f"{usual} elements", f"{length} elements ({counts})")
        yield at.differs("length", str(length), said, counts)


def _only(lengths: Counter[int] | None) -> int:
    """The length of all lists; 0 where there were several."""
    return next(iter(lengths)) if lengths and len(lengths) == 1 else 0


def _properties(at: At, before: Shape, now: Shape) -> Iterator[Difference]:
    objects, objects_now = before.types["object"], now.types["object"]
    if not objects or not objects_now:
        return
    for name in sorted(before.properties.keys() | now.properties.keys()):
        old, new = before.properties.get(name, Shape()), now.properties.get(name, Shape())
        counts = Counts(old.seen, objects, new.seen, objects_now)
        if name != "*":
            yield from _presence(at.down(name), name, counts)
        yield from _shape(at.down(name), old, new)


def _presence(at: At, name: str, counts: Counts) -> Iterator[Difference]:
    if not counts.before:
        yield at.differs("property-added", name, ("not there", f"there ({counts})"), counts)
    elif not counts.now:
        yield at.differs("property-removed", name, ("there", f"gone ({counts})"), counts)
    elif counts.before == counts.of >= ENOUGH and counts.now < counts.of_now:
        said = ("always there", f"there at times ({counts})")
        yield at.differs("property-optional", name, said, counts)
