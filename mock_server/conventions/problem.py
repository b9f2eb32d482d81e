"""Problem details (RFC 9457): the shape of a "no" where no vendor has a shape of its own."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus

from mock_server.conventions.error_table import to_json
from mock_server.exchange import Refusal, Response
from mock_server.spec.operation import Json, Operation


def problem(refusal: Refusal, operation: Operation | None = None) -> Response:
    """The refusal as `application/problem+json`, with every violation and its place."""
    body: dict[str, Json] = {
        "type": "about:blank",
        "title": title(refusal.status),
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.code,
    }
    if refusal.violations:
        body["violations"] = [
            {"in": one.location, "name": one.name, "rule": one.keyword, "message": one.message}
            for one in refusal.violations
        ]
    body.update(refusal.details)
    return Response(
        refusal.status, to_json(body), "application/problem+json", refusal.headers, "error"
    )


@lru_cache(maxsize=512)
def title(status: int) -> str:
    """The phrase that HTTP has for a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error" if status >= 400 else "Response"
