"""What an API refuses, it refuses in the shape that it documents for refusals."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.documented import response_spec
from contracts.checks.said import Wrong, finding
from contracts.checks.schema import schema_wrong
from contracts.contract import Promise
from contracts.finding import Finding
from contracts.observed import NOT_JSON, Observed
from contracts.schema.breaches import breaches, fits
from mock_server.spec.operation import MediaType, ResponseSpec


def error_shape(observed: Observed) -> Iterator[Finding]:
    """A refusal without a schema of its own is in a shape that others of its class have.

    They are the operation's, or else the document's. Many documents have none for a 500; then
    there is nothing to hold it against.
    """
    if observed.status < 400 or observed.request.method == "HEAD":
        return
    spec = response_spec(observed.promise.operation, observed.status)
    if spec and (spec.content or not observed.response.content):
        return  # `documented_media_type` and `body_schema` hold it against its own
    known = error_bodies(observed.promise, str(observed.status // 100))
    if not known:
        return
    alike = [one for one in known if one.range == observed.media_type]
    if not alike:
        named = " or ".join(sorted({one.range for one in known}))
        told = observed.media_type or "no media type"
        wrong = Wrong("error-media-type", named, told, "header:Content-Type")
        yield finding(observed, "error_shape", wrong)
    elif observed.json is not NOT_JSON:
        yield from _of_one(observed, [one.schema for one in alike])


def _of_one(observed: Observed, schemas: list[object]) -> Iterator[Finding]:
    if any(fits(one, one, observed.json) for one in schemas):
        return
    nearest = min(schemas, key=lambda one: len(list(breaches(one, one, observed.json))))
    for breach in breaches(nearest, nearest, observed.json):
        yield finding(observed, "error_shape", schema_wrong(breach))


def error_bodies(promise: Promise, first: str) -> list[MediaType]:
    """The bodies that are documented for refusals of a class.

    Args:
        first: the first digit of the class' statuses.
    """
    own = _bodies(promise.operation.responses, first)
    return own or _bodies(promise.refusals, first)


def _bodies(responses: tuple[ResponseSpec, ...], first: str) -> list[MediaType]:
    return [body for one in responses if one.status[:1] in (first, "d") for body in one.content]
