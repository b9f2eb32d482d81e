"""Schemathesis' own judgement of an answer: a second reading of the document, made by others.

Only those of its checks are used that look at the answer alone. Others send requests of their own,
or have other views of credentials and of what is wrong with a request than `contracts.checks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, TypeAlias

import httpx
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.openapi.checks import DiscriminatorMismatch, JsonSchemaError
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)

from contracts.checks.said import Wrong, finding
from contracts.finding import Finding
from contracts.observed import Observed
from contracts.schema.pointers import pointer

Maker: TypeAlias = Any
"""An operation as Schemathesis knows it."""

CHECKS = [content_type_conformance, response_headers_conformance, response_schema_conformance]


def second_reading(maker: Maker, observed: Observed) -> Iterator[Finding]:
    """What Schemathesis finds in an answer; nothing is sent."""
    names = re.findall(r"\{([^{}]+)\}", observed.promise.operation.path)
    case = maker.Case(path_parameters=dict.fromkeys(names, "any"))
    for failure in _failures(case, _plain(observed)):
        # OpenAPI 3.1.1, "Discriminator Object": it changes no outcome of validation.
        if not isinstance(failure, DiscriminatorMismatch):
            yield finding(observed, "second_reading", _wrong(failure))


def _failures(case: Any, answer: httpx.Response) -> tuple[Failure, ...]:
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as group:
        return tuple(one for one in group.exceptions if isinstance(one, Failure))
    except Failure as failure:
        return (failure,)
    except InvalidSchema:
        return ()  # it cannot read this part of the document
    return ()


def _plain(observed: Observed) -> httpx.Response:
    """The answer with all that Schemathesis asks of one, wherever it came from."""
    answer = observed.response
    headers = [one for one in answer.headers.raw if one[0].lower() != b"content-encoding"]
    plain = httpx.Response(
        answer.status_code, headers=headers, content=answer.content, request=observed.request
    )
    plain.elapsed = timedelta(seconds=observed.seconds)
    return plain


def _wrong(failure: Failure) -> Wrong:
    """Its messages are left out: they repeat what answers say."""
    if isinstance(failure, JsonSchemaError):
        words = [step for step in failure.schema_path if isinstance(step, str)]
        keyword = words[-1] if words else "schema"
        told = f"another value, as Schemathesis reads the document ({failure.code})"
        return Wrong(keyword, "what the schema allows", told, pointer(failure.instance_path))
    told = f"{failure.title}, as Schemathesis reads the document"
    return Wrong(failure.code, "an answer as it is documented", told)
