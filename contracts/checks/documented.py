"""What the document says of an answer."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.observed import Observed
from mock_server.spec.operation import MediaType, Operation, ResponseSpec


def response_spec(operation: Operation, status: int) -> ResponseSpec | None:
    """What the document says of a status: itself, its class ("4XX"), or "default"."""
    known = {one.status.upper(): one for one in operation.responses}
    for name in (str(status), f"{status // 100}XX", "DEFAULT"):
        if name in known:
            return known[name]
    return None


def described_body(observed: Observed) -> MediaType | None:
    """What it says of the body; None for an undocumented status or media type."""
    spec = response_spec(observed.promise.operation, observed.status)
    return covering(spec.content, observed.media_type) if spec else None


def covering(content: Iterable[MediaType], media_type: str) -> MediaType | None:
    """The narrowest entry that a media type falls under."""
    fitting = [one for one in content if _covers(plain(one.range), media_type)]
    return min(fitting, key=lambda one: one.range.count("*"), default=None)


def plain(media_range: str) -> str:
    """Without parameters, in lower case."""
    return media_range.partition(";")[0].strip().lower()


def place(observed: Observed) -> str:
    """Where the document speaks of the answer: the status if it is there, else all of them."""
    spec = response_spec(observed.promise.operation, observed.status)
    above = f"{observed.promise.file}#{observed.promise.operation.pointer}/responses"
    return f"{above}/{spec.status}" if spec else above


def _covers(known: str, media_type: str) -> bool:
    kind, _, detail = known.partition("/")
    own_kind, _, own_detail = media_type.partition("/")
    return kind in ("*", own_kind) and detail in ("*", own_detail)
