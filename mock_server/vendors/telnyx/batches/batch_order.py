"""What batch reports are ordered with: members of a body, checked, as they are kept.

The document says what is asked for, not always what is refused; what a rule is not told of is
ASSUMED. An answer of 400 has no body here, so which member was wrong is only in the note.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mock_server.exchange import Request
from mock_server.spec.operation import Json
from mock_server.vendors.telnyx.batches.zones import zone
from mock_server.vendors.telnyx.moments import moment_ms
from mock_server.vendors.telnyx.refusals import invalid_body

JOINS = ("and", "or")
COMPARISONS = ("contains", "starts_with", "ends_with")
"""Of a number in a filter. Source: S of specs/telnyx/SOURCE.toml, as are the joins."""


CONDITION = ("filter_type", "cli", "cli_filter", "cld", "cld_filter", "billing_group", "tags_list")
"""What a filter can say: `BatchFilter` of specs/telnyx/legacy.yaml."""


def body_of(request: Request) -> Mapping[str, Any]:
    """The members of a request's body."""
    return request.body if isinstance(request.body, Mapping) else {}


def span(
    body: Mapping[str, Any], names: tuple[str, str] = ("start_time", "end_time"), status: int = 400
) -> tuple[int, int]:
    """The period that is asked for, [from, to) in ms since 1970.

    Raises:
        Rejection: it has no beginning or no end, or ends no later than it begins.
    """
    begin, end = (_moment(body, name, status) for name in names)
    if begin >= end:
        raise invalid_body(f"/{names[1]}", "The end is not after the start.", status)
    return begin, end


def numbers(body: Mapping[str, Any], name: str, known: Collection[int]) -> list[int]:
    """The numbers of a list, each once; all that are known when there are none.

    Raises:
        Rejection: one is unknown.
    """
    given: list[int] = list(dict.fromkeys(body.get(name) or ()))
    for one in given:
        if one not in known:
            raise invalid_body(f"/{name}", f"{one} is none of {', '.join(map(str, known))}.")
    return given or list(known)


def texts(body: Mapping[str, Any], name: str) -> list[Any]:
    """The members of a list, in order; none when there is no list."""
    return list(body.get(name) or ())


def choice(body: Mapping[str, Any], name: str, known: Collection[str], otherwise: str) -> str:
    """One of some words.

    Raises:
        Rejection: it is another word.
    """
    given = str(body.get(name) or otherwise)
    if given not in known:
        raise invalid_body(f"/{name}", f"{given!r:.60} is none of {', '.join(known)}.")
    return given


def timezone(body: Mapping[str, Any]) -> str:
    """The name of a zone of the IANA time zone database; UTC when none is named (ASSUMED).

    Raises:
        Rejection: there is no such zone.
    """
    given = str(body.get("timezone") or "UTC")
    if zone(given) is None:
        raise invalid_body("/timezone", f"{given!r:.60} is no time zone.")
    return given


def filters(body: Mapping[str, Any]) -> list[Json]:
    """The conditions on rows, without what no filter can say: ASSUMED to be overlooked.

    Raises:
        Rejection: they are joined otherwise than the document allows, or a word is unknown.
    """
    found: list[Json] = texts(body, "filters")
    before = "and"
    for place, one in enumerate(found):
        join = choice(one, "filter_type", JOINS, "and")
        if join == "or" and not place:
            raise invalid_body("/filters/0/filter_type", "The first filter has to be an `and`.")
        if join == "and" and before == "or":
            why = "No `and` may follow an `or`."
            raise invalid_body(f"/filters/{place}/filter_type", why)
        before = join
        for end in ("cli", "cld"):
            choice(one, f"{end}_filter", ("", *COMPARISONS), "")
    return [{name: one[name] for name in CONDITION if name in one} for one in found]


def _moment(body: Mapping[str, Any], name: str, status: int) -> int:
    found = moment_ms(str(body.get(name, "")))
    if found is None:
        raise invalid_body(f"/{name}", f"{str(body.get(name))!r:.60} is no moment.", status)
    return found
