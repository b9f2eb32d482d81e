"""Before a run: whether there is an API at an address at all."""

from __future__ import annotations

from collections.abc import Iterator

import httpx

from contracts.api import Api
from contracts.contract import Promise
from contracts.errors import TargetError
from contracts.observed import Observed
from contracts.running.sender import reason

MOST = 3
"""Operations that are asked before it is said that nobody is there."""

RUNS = "see whether the server runs, and whether the address ends where its paths begin"
CERTIFICATE = "for a certificate of your own, name its authority's file in SSL_CERT_FILE"

HTML = frozenset({"text/html", "application/xhtml+xml"})


def preflight(api: Api, most: int) -> int:
    """Ask some operations without parameters; how many requests that took.

    Raises:
        TargetError: nobody answers, or whoever does is not the API.
    """
    spent, wrong = 0, ""
    for promise in list(asked_first(api))[: min(MOST, most)]:
        spent += 1
        try:
            observed = api.exchange(promise, request(api, promise), source="law")
        except httpx.TransportError as error:
            if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
                raise unreachable(api, reason(error)) from error
            wrong = reason(error)
            continue
        wrong = stranger(api, observed)
        if not wrong:
            return spent
    if wrong:
        raise unreachable(api, wrong)
    return spent


def asked_first(api: Api) -> Iterator[Promise]:
    """Operations that only read, those without parameters in their paths first."""
    promises = [one for one in api.contract.promises.values() if one.operation.method == "GET"]
    yield from sorted(promises, key=lambda one: one.operation.path.count("{"))


def request(api: Api, promise: Promise) -> httpx.Request:
    path = promise.operation.path.replace("{", "").replace("}", "")
    return api.client.build_request("GET", api.url(promise, path))


def stranger(api: Api, observed: Observed) -> str:
    """Why an answer is not the API's; "" where it may be."""
    if observed.response.has_redirect_location:
        there = observed.request.url.join(observed.response.headers["location"])
        if there.host != observed.request.url.host:
            return f"it sends everybody on to {there.host}, and that is not whom you named"
    promised = {
        media.range.lower()
        for promise in api.contract.promises.values()
        for spec in promise.operation.responses
        for media in spec.content
    }
    if observed.media_type in HTML and not promised & HTML:
        return "it answers with pages of HTML, which none of its documents promises"
    return ""


def unreachable(api: Api, why: str) -> TargetError:
    url = api.client.base_url
    return TargetError(
        "There is nothing to judge at this address",
        where=f"{url.scheme}://{url.host}{f':{url.port}' if url.port else ''}{url.path}",
        why=why,
        fix=CERTIFICATE if "certificate" in why.lower() else RUNS,
    )
