"""How Telnyx says no: a list of errors, in the dialect of the operation that says it.

Telnyx has five schemas of errors, and a few answers with one bare error or with nothing at all.
Which of them an operation speaks is read from its document; what is said, from `errors.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from mock_server.conventions.error_table import (
    Case,
    case_of,
    read_error_table,
    status_for,
    to_json,
    unsaid,
)
from mock_server.conventions.problem import title
from mock_server.exchange import Refusal, Response
from mock_server.response.selection import documented
from mock_server.spec.operation import Json, Operation
from mock_server.spec.references import unescape

TABLE = read_error_table(Path(__file__).with_name("errors.toml"))

PAGE = "https://developers.telnyx.com/docs/overview/errors/"
"""Where `meta.url` leads, before the code. Source: the contract's examples."""

MOST_ERRORS = 20
"""Errors in one answer; assumed: nobody reads more."""

INVALID = (400, 422)
"""What broken rules are answered with: the first that the document names, otherwise 400."""

_MOST_STEPS = 16
"""References followed to one schema; more are a circle."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an operation writes an error.

    Args:
        members: the members that its error objects have; empty stands for all.
        integer_code: whether `code` is a number.
        bare: whether the error stands alone instead of in `errors`.
    """

    members: frozenset[str] = frozenset()
    integer_code: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong: its case, our words for it, and what the refusal's details add."""

    case: Case
    words: str
    details: Mapping[str, Json] = field(default_factory=dict)


def errors(refusal: Refusal, operation: Operation | None) -> Response:
    """The refusal as the operation's document describes it; in full where it describes nothing.

    A status that is declared without content gets no body. What the body leaves out of the
    refusal's own words is in the note.

    Of the refusal's details these are honoured: `vendor_code` and `title` instead of those of
    the table, `parameter` or `pointer` for the source; or `errors`, a list of such details, each
    with its `detail`, for an answer that tells several at once.
    """
    status = status_for(refusal, operation, INVALID)
    dialect = dialect_of(operation, status)
    if dialect is None:
        note = unsaid(refusal, b"")
        return Response(status, b"", "", refusal.headers, "error", note)
    found = complaints(refusal, case_of(refusal, status, operation))
    said = [error_object(each, refusal, dialect) for each in found]
    body = to_json(said[0] if dialect.bare else {"errors": said})
    note = unsaid(refusal, body)
    return Response(status, body, "application/json", refusal.headers, "error", note)


def dialect_of(operation: Operation | None, status: int) -> Dialect | None:
    """What the document says of errors of this status; None: they have no body."""
    spec = documented(operation.responses, status) if operation else None
    if spec is None:
        return Dialect()
    if not spec.content:
        return None
    root = spec.content[0].schema
    listed = _properties(root, root).get("errors")
    item = root if listed is None else _resolved(root, listed).get("items")
    members = _properties(root, item)
    code = _resolved(root, members.get("code"))
    return Dialect(frozenset(members), code.get("type") == "integer", listed is None)


def complaints(refusal: Refusal, whole: Case) -> list[Complaint]:
    """Everything that is wrong, at least one thing and at most `MOST_ERRORS`."""
    if refusal.violations:
        return [
            Complaint(
                replace(whole, rule=each.keyword, name=each.name, location=each.location),
                each.message,
            )
            for each in refusal.violations[:MOST_ERRORS]
        ]
    several = refusal.details.get("errors")
    if isinstance(several, list) and several:
        return [_complaint(whole, each.get("detail", ""), each) for each in several[:MOST_ERRORS]]
    return [_complaint(whole, refusal.detail, refusal.details)]


def error_object(complaint: Complaint, refusal: Refusal, dialect: Dialect) -> dict[str, Json]:
    """One error, with those members that the dialect has."""
    entry = TABLE.find(complaint.case)
    code = str(complaint.details.get("vendor_code", entry.says["code"]))
    name = complaint.details.get("title") or entry.says.get("title") or title(complaint.case.status)
    whole: dict[str, Json] = {
        "code": int(code) if dialect.integer_code and code.isdecimal() else code,
        "title": name,
        "detail": entry.detail(refusal, complaint.words) or name,
        "source": source(complaint.case),
        "meta": {"url": PAGE + code},
    }
    known = dialect.members or whole.keys()
    return {member: value for member, value in whole.items() if value and member in known}


def source(case: Case) -> dict[str, str]:
    """Where in the request it is: a JSON pointer into the body, or the name of a parameter."""
    if not case.location:
        return {}
    return {"pointer" if case.location == "body" else "parameter": case.name}


def _complaint(whole: Case, words: str, details: Mapping[str, Json]) -> Complaint:
    if "pointer" in details:
        whole = replace(whole, location="body", name=details["pointer"])
    elif "parameter" in details:
        whole = replace(whole, location="query", name=details["parameter"])
    return Complaint(whole, words, details)


def _properties(root: Json, schema: Json) -> Mapping[str, Json]:
    found = _resolved(root, schema).get("properties", {})
    return found if isinstance(found, Mapping) else {}


def _resolved(root: Json, schema: Json) -> Mapping[str, Json]:
    """The schema that stands at the end of its references, all of which lead into `root`."""
    for _ in range(_MOST_STEPS):
        if not isinstance(schema, Mapping):
            return {}
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        schema = root.get("$defs", {}).get(unescape(reference.removeprefix("#/$defs/")))
    return {}
