"""Requests that reach no operation, and what they are told."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from mock_server.conventions.problem import problem
from mock_server.exchange import Refusal, Response
from mock_server.spec.operation import Json
from mock_server.web import wire
from mock_server.web.asked import Asked
from mock_server.web.site import Found, Site


def unreached(asked: Asked, site: Site) -> Response:
    """What is told where no operation is: also which ones are near, and why they are not meant."""
    host = asked.named.get(b"host", b"")
    found = site.find(asked.path, host)
    has_path = found is not None and found.match is not None
    is_told = has_path and asked.method == "OPTIONS"
    close = "" if is_told else site.near(asked.method, asked.path, host)
    near = f"Did you mean {close}?" if close else ""
    if found is not None and found.match is not None:
        response = wire.without_operation(found, asked, near)
    else:
        response = refused(found, not_found(found, asked, site, near))
    return replace(response, note=near)


def not_found(found: Found | None, asked: Asked, site: Site, near: str) -> Refusal:
    """Nothing answers at this path; says what there is instead."""
    path = unquote(asked.path)[:200]
    details: dict[str, Json] = {"near": near} if near else {}
    if found is None:
        known = ", ".join(f"/{name}" for name in sorted(site.names))
        detail = f"No API is served at {path!r}; there are {known}."
    else:
        detail = f"{found.api.vendor.title} has no operation at {path!r}."
    return Refusal("not_found", 404, f"{detail} {near}".rstrip(), details=details)


def refused(found: Found | None, refusal: Refusal) -> Response:
    """A refusal before any operation was reached, in the shape of the API that was meant."""
    return problem(refusal) if found is None else found.api.vendor.errors(refusal, None)
