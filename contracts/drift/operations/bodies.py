"""Bodies by media type, and responses by status."""

from __future__ import annotations

from contracts.drift.change import Change, Direction
from contracts.drift.operations.collector import Collector
from contracts.drift.operations.parameters import headers
from contracts.drift.place import Json, Place, follow, landed
from contracts.drift.schemas.node import Parts
from contracts.drift.schemas.values import canonical

Statuses = dict[str, Place]


class Bodies:
    """Compares the bodies that go one way; errors are treated with less severity."""

    def __init__(self, collector: Collector, direction: Direction, where: str) -> None:
        self.collector = collector
        self.direction: Direction = direction
        self.where = where

    def tell(self, change: Change) -> None:
        self.collector.tell(change, self.direction, self.where)

    def compare_content(self, old: Place, new: Place, *, is_error: bool) -> None:
        """Of two bodies or responses: their media types, and the schemas of each."""
        before, after = media_types(old), media_types(new)
        prefix = "error-" if is_error else ""
        for name, place in before.items():
            counterparts = covering(name, after)
            for counterpart in counterparts:
                self.media(name, place, after[counterpart])
            if name not in after and (not counterparts or _is_any(name)):
                kind = "media-range-narrowed" if counterparts else f"{prefix}media-type-removed"
                self.tell(Change(kind, place, new, name, absent="new"))
        lost = {name for name in before if _is_any(name) and name not in after}
        for name, place in after.items():
            if name not in before and not lost & set(_ranges(name)):
                kind = f"{prefix}media-type-added"
                self.tell(Change(kind, old, place, name, absent="old"))

    def media(self, name: str, old: Place, new: Place) -> None:
        where = self.where if name == "application/json" else f"{self.where} {name}"
        self.collector.schemas(
            (_schema(old, name), old), (_schema(new, name), new), self.direction, where
        )
        if _encoding(old) != _encoding(new):
            self.tell(Change("encoding-changed", old, new))

    def compare_requests(
        self, old: Place | None, new: Place | None, homes: tuple[Place, Place]
    ) -> None:
        if old is not None and new is not None:
            was, now = old.says("required"), new.says("required")
            if was != now:
                kind = "body-became-required" if now else "body-no-longer-required"
                self.tell(Change(kind, old, new))
            self.compare_content(old, new, is_error=False)
        elif old is not None:
            self.tell(Change("body-removed", old, homes[1], absent="new"))
        elif new is not None:
            kind = "required-body-added" if new.says("required") else "body-added"
            self.tell(Change(kind, homes[0], new, absent="old"))


class Responses:
    """Compares what an operation answers with."""

    def __init__(self, collector: Collector, direction: Direction) -> None:
        self.collector = collector
        self.direction: Direction = direction

    def compare(self, old: Place, new: Place) -> None:
        before, after = statuses(old), statuses(new)
        was_success, is_now_success = IsSuccess(before), IsSuccess(after)
        gone = {status for status in before if _is_gone(status, before, after)}
        for status, place in before.items():
            names, is_good = _counterparts(status, before, after), was_success(status)
            for name in names:
                self.pair(name if status in gone else status, place, after[name], is_good)
            if status in gone:
                kind = _kind_of_gone(status, after, is_good)
                self.tell(Change(kind, place, new, status, absent="new"), status)
        for status, place in after.items():
            if status not in before and not any(_is_within(status, wide) for wide in gone):
                kind = "success-status-added" if is_now_success(status) else "error-status-added"
                self.tell(Change(kind, old, place, status, absent="old"), status)

    def tell(self, change: Change, status: str) -> None:
        self.collector.tell(change, self.direction, f"response {status}")

    def pair(self, status: str, old: Place, new: Place, is_good: bool) -> None:
        where = f"response {status}"
        bodies = Bodies(self.collector, self.direction, where)
        bodies.compare_content(old, new, is_error=not is_good)
        self.collector.parameters(
            headers(old), headers(new), (old, new), self.direction, f"{where} "
        )


def media_types(place: Place) -> dict[str, Place]:
    """By name, as it is meant: `application/json; charset=utf-8` is JSON."""
    found: dict[str, Place] = {}
    for child in place.part("content"):
        name = _media_name(str(child.key))
        if "/" in name or not name.startswith("x-"):
            found.setdefault(name, landed(child))
    return found


def covering(name: str, known: dict[str, Place]) -> list[str]:
    """The entries for a media type: its own, the range it falls into, or those within a range."""
    for candidate in (name, *_ranges(name)):
        if candidate in known:
            return [candidate]
    return [other for other in known if _is_any(name) and name in _ranges(other)]


def _ranges(name: str) -> tuple[str, ...]:
    return (f"{name.partition('/')[0]}/*", "*/*")


def _is_any(name: str) -> bool:
    return name.endswith("/*")


def _media_name(said: str) -> str:
    name, _, rest = said.lower().partition(";")
    kept = [p.strip() for p in rest.split(";") if p.strip() and not p.strip().startswith("charset")]
    return ";".join((name.strip(), *kept))


def statuses(responses: Place) -> Statuses:
    """By status as text, ranges in capitals; responses that cannot be found are left out."""
    found: Statuses = {}
    for child in responses.children() if isinstance(responses.value, dict) else ():
        place, name = follow(child), str(child.key)
        if place is not None and not name.startswith("x-"):
            known = "default" if name.lower() == "default" else name.upper()
            found[known] = place
    return found


SUCCESS = frozenset("23")


class IsSuccess:
    """Whether a status is what the client hopes for; `default` is where nothing else is."""

    def __init__(self, known: Statuses) -> None:
        self.is_default = not any(status[:1] in SUCCESS for status in known)

    def __call__(self, status: str) -> bool:
        return self.is_default if status == "default" else status[:1] in SUCCESS


def _is_gone(status: str, before: Statuses, after: Statuses) -> bool:
    """Whether a status is no longer told of, or no longer all that it stood for."""
    if status == "default" and IsSuccess(before)("default"):
        return status not in after or not IsSuccess(after)("default")
    if status in after:
        return False
    return _is_range(status) or not _counterparts(status, before, after)


def _counterparts(status: str, before: Statuses, after: Statuses) -> list[str]:
    """The statuses of the new side that tell what became of an old one."""
    if status == "default" and IsSuccess(before)("default"):
        found = [name for name in after if _is_within(name, status) and name not in before]
        return found or [name for name in after if name == status]
    if status in after:
        return [status]
    if _is_range(status):
        return [name for name in after if _is_within(name, status) and name not in before]
    for wider in (f"{status[:1]}XX", "default"):
        if wider in after and wider not in before:
            return [wider]
    return []


def _is_range(status: str) -> bool:
    return status.endswith("XX")


def _is_within(status: str, wide: str) -> bool:
    """Whether one is among those that the other stands for, if it stands for several."""
    if wide == "default":
        return status[:1] in SUCCESS
    return _is_range(wide) and status[:1] == wide[:1]


def _kind_of_gone(status: str, after: Statuses, is_success: bool) -> str:
    if not is_success:
        return "error-status-removed"
    is_narrowed = any(_is_within(name, status) for name in after)
    return "success-range-narrowed" if is_narrowed else "success-status-removed"


def _schema(media: Place, name: str) -> Parts:
    """3.0 says of a body of bytes that it is a text, 3.1 says nothing of it."""
    if not media.has("schema"):
        return ()
    schema = media.child("schema")
    if schema.get("format") == "binary" and not name.endswith(("/json", "+json")):
        return ()
    is_any_text = isinstance(schema.value, dict) and schema.value.keys() - REMARKS == {"type"}
    is_bytes = name.startswith(OF_BYTES) and is_any_text and schema.get("type") == "string"
    return () if is_bytes else (schema,)


OF_BYTES = (
    "image/", "audio/", "video/", "font/", "application/octet-stream", "application/pdf",
    "application/zip", "application/gzip", "application/vnd.ms-", "application/vnd.openxml",
)  # fmt: skip
"""Of these a text is as good as bytes: there is nothing else that they could hold."""
REMARKS = frozenset({"title", "description", "example", "examples"})


def _unusual(said: dict[str, Json]) -> dict[str, Json]:
    """What an encoding says beyond what is meant without it: OpenAPI 3.0.3, "Encoding Object"."""
    is_form = said.get("style", "form") == "form"
    usual = {"style": "form", "explode": is_form, "allowReserved": False}
    return {
        keyword: value
        for keyword, value in said.items()
        if not (keyword.startswith("x-") or keyword == "headers" or usual.get(keyword) == value)
    }


def _encoding(media: Place) -> str:
    """How parts are encoded, without words; headers of parts are looked at as a whole."""
    said: dict[str, Json] = {}
    for child in media.part("encoding"):
        if isinstance(child.value, dict):
            said[str(child.key)] = _unusual(child.value)
    return canonical({name: kept for name, kept in said.items() if kept})
