"""How Vonage says no: a problem in words, or a list of the parameters at fault."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from mock_server.conventions.error_table import (
    case_of,
    filled,
    read_error_table,
    status_for,
    to_json,
    unsaid,
)
from mock_server.conventions.problem import title
from mock_server.exchange import Refusal, Response
from mock_server.spec.operation import Json, Operation
from mock_server.spec.violation import Violation

TABLE = read_error_table(Path(__file__).with_name("errors.toml"))

TYPES = "https://developer.nexmo.com/api-errors"
"""What every `type` begins with. Source: the published contract 2.1.17."""

INVALID = (422, 400, 404)
"""What broken rules are answered with: the first that the document names, otherwise 400.

422 for records and for new reports, 400 for the list; only a path can be wrong elsewhere.
"""

MOST_PARAMETERS = 20
"""Parameters named in one answer; assumed: nobody reads more."""


def errors(refusal: Refusal, operation: Operation | None) -> Response:
    """The refusal in the words of the vendor's error catalogue.

    What the vendor's words leave out of the refusal's own is in the note. The media type is
    `application/json` as in the published contract; the present portal shows
    `application/problem+json`.

    Of the refusal's details these are honoured: `invalid_parameters`, a list of `{"reason",
    "name"}`, where the API names parameters (422 of the records); `report_id` and `file_id` for
    404; `parameters`, the unwelcome ones as a text, for the code "invalid_filter".
    """
    status = status_for(refusal, operation, INVALID)
    said = content(refusal, status, operation)
    body = to_json({**said, "instance": instance(said, operation)})
    told = "invalid_parameters" in said and not refusal.violations
    note = "" if told else unsaid(refusal, body)
    return Response(status, body, "application/json", refusal.headers, "error", note)


def content(refusal: Refusal, status: int, operation: Operation | None) -> dict[str, Json]:
    """The body but for its trace id."""
    entry = TABLE.find(case_of(refusal, status, operation))
    name = entry.says.get("title") or title(status)
    sample = entry.says.get("invalid_parameters")
    if sample and (named := invalid_parameters(refusal, status, operation, sample)):
        return {"title": name, "invalid_parameters": named}
    kind = {"type": TYPES + entry.says["type"]} if "type" in entry.says else {}
    return {**kind, "title": name, "detail": entry.detail(refusal, refusal.detail) or f"{name}."}


def invalid_parameters(
    refusal: Refusal, status: int, operation: Operation | None, sample: Json
) -> Json:
    """The parameters at fault; `sample` when nothing at all is said; none when only words are."""
    if refusal.violations:
        return [
            {"reason": reason(refusal, status, operation, each), "name": each.name}
            for each in refusal.violations[:MOST_PARAMETERS]
        ]
    return refusal.details.get("invalid_parameters") or (None if refusal.detail else sample)


def reason(refusal: Refusal, status: int, operation: Operation | None, violation: Violation) -> str:
    """Why a parameter is refused: in the vendor's words where they are known, or in ours."""
    entry = TABLE.find(case_of(refusal, status, operation, violation))
    known = entry.says.get("reason")
    if known is None:
        return violation.message
    return filled(known, {"products": ", ".join(products(operation))})


def products(operation: Operation | None) -> Iterator[str]:
    """The products that the document lists for its parameter of that name."""
    for parameter in operation.parameters if operation else ():
        if parameter.name == "product" and isinstance(parameter.schema, dict):
            schemas = (parameter.schema, *parameter.schema.get("$defs", {}).values())
            for schema in schemas:
                yield from map(str, schema.get("enum", ()))


def instance(said: Json, operation: Operation | None) -> str:
    """A trace id of 32 hexadecimal digits, as the real ones; equal for equal answers."""
    key = operation.key if operation else ""
    return blake2b(to_json([key, said]), digest_size=16).hexdigest()
