"""What is the same for all of Telnyx's answers: preferences, rate limits, the headers around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from uuid import UUID

from mock_server.exchange import Headers, Rejection, Request, Response
from mock_server.vendor import Context, Handler, generated

LIMITS: Mapping[str, tuple[int, int]] = {
    "SearchDetailRecords": (40, 60),
    "GetUsageReports": (5, 1),
}
"""Requests in so many seconds, for each account and operation, in windows that begin with whole
minutes or seconds of UTC. Source: M1 of specs/telnyx/SOURCE.toml. Those of the other operations are
unknown: they have neither limits nor headers here."""


def answered(handler: Handler) -> Handler:
    """The handler's word as the vendor sends it, unless the caller prefers another answer."""

    def answer(request: Request, context: Context) -> Response:
        if request.preference is not None:
            return generated(request, context)
        headers = (*counted(request, context), *around(request))
        try:
            response = handler(request, context)
        except Rejection as rejection:
            raise _with_headers(rejection, headers) from None
        response.headers = (*response.headers, *headers)
        return response

    return answer


def counted(request: Request, context: Context) -> Headers:
    """Count this request, and tell how many are left.

    Raises:
        Rejection: 429, it is one too many. It has no Retry-After: only `x-ratelimit-reset` says
            when to come back. Source: M1 of specs/telnyx/SOURCE.toml.
    """
    operation_id = request.operation.id
    if operation_id not in LIMITS:
        return ()
    limit, window_s = LIMITS[operation_id]
    now = context.clock()
    key = f"telnyx {operation_id} {request.account}"
    left = context.backing.rates.take(key, limit, float(window_s), now)
    headers: Headers = (
        (b"x-ratelimit-limit", b"%d, %d;w=%d" % (limit, limit, window_s)),
        (b"x-ratelimit-remaining", b"%d" % max(0, left)),
        (b"x-ratelimit-reset", b"%d" % (window_s - int(now.timestamp()) % window_s)),
    )
    if left < 0:
        refused = (*headers, (b"x-envoy-ratelimited", b"true"), *around(request))
        raise Rejection("rate_limited", 429, headers=refused)
    return headers


def around(request: Request) -> Headers:
    """Source: M1 of specs/telnyx/SOURCE.toml."""
    digest = blake2b(request.seed, digest_size=16, person=b"telnyx answer").digest()
    request_id = str(UUID(bytes=digest, version=4))
    return (b"cache-control", b"no-store"), (b"x-request-id", request_id.encode())


def _with_headers(rejection: Rejection, headers: Headers) -> Rejection:
    refusal = rejection.refusal
    rejection.refusal = replace(refusal, headers=(*refusal.headers, *headers))
    return rejection
