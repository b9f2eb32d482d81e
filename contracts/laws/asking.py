"""Asking for what a law needs, so that whatever is no answer to it is a doubt and not a finding."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from contracts.api import Api
from contracts.laws.law import Inconclusive
from contracts.observed import NOT_JSON, Json, Observed

PATIENCE_S = 15.0
"""How long a law waits for a limit, or for a report, where the clock cannot be turned."""

PAUSE_S = 0.5


def asked(api: Api, key: str, path: Mapping[str, str] | None = None, **sent: Any) -> Observed:
    """An answer that says something: of an API that is there and lets us in.

    Raises:
        Inconclusive: it is 401, 403 or 429, 500 or more.
    """
    observed = api.ask(key, path, **sent)
    if observed.status == 429:
        wait(api, _pause_s(observed))
        observed = api.ask(key, path, **sent)
    if observed.status in {401, 403, 429} or observed.status >= 500:
        raise Inconclusive(f"{key} was answered with {observed.status}")
    return observed


def told(api: Api, key: str, path: Mapping[str, str] | None = None, **sent: Any) -> Json:
    """What a right question is told.

    Raises:
        Inconclusive: it is refused, or not answered in JSON; other checks look at that.
    """
    return content(asked(api, key, path, **sent))


def content(observed: Observed) -> Json:
    """The JSON of an answer that went well.

    Raises:
        Inconclusive: it did not, or is not JSON.
    """
    if not 200 <= observed.status < 300:
        raise Inconclusive(f"{observed.operation} was answered with {observed.status}")
    if observed.json is NOT_JSON:
        raise Inconclusive(f"{observed.operation} was not answered in JSON")
    return observed.json


def followed(api: Api, url: str, **sent: Any) -> Observed:
    """The answer to a link in an answer. Credentials go to the API's own host alone.

    Raises:
        Inconclusive: it leads elsewhere, to no documented operation, or to no answer.
    """
    place = urlsplit(url)
    base = api.client.base_url
    if place.netloc not in {"", base.netloc.decode()}:
        raise Inconclusive(f"a link leads to another host, {place.hostname}")
    path = unquote(place.path).removeprefix(base.path.rstrip("/"))
    for promise in api.contract.promises.values():
        within = path.removeprefix(promise.base) if api.based else path
        if promise.operation.method == "GET" and api.contract.promise("GET", within) is promise:
            request = api.client.build_request("GET", url, **sent)
            observed = api.exchange(promise, request, source="law")
            if observed.status == 429:
                wait(api, _pause_s(observed))
                observed = api.exchange(promise, request, source="law")
            if not 200 <= observed.status < 300:
                raise Inconclusive(f"{promise.key} was answered with {observed.status}")
            return observed
    raise Inconclusive(f"a link leads to no documented operation: {path}")


def wait(api: Api, seconds: float) -> None:
    """Let time pass: a mock's clock is turned, others are waited for.

    Raises:
        Inconclusive: it is a vendor's own API, or longer than a law's patience.
    """
    if api.kind == "mock":
        api.later(seconds)
    elif api.kind == "live" or seconds > PATIENCE_S:
        raise Inconclusive(f"it is to be asked again in {seconds:.0f} s")
    else:
        time.sleep(seconds)


def _pause_s(observed: Observed) -> float:
    """Until a limit is open again, as the answer says; a second where it does not."""
    headers = observed.response.headers
    for name in ("retry-after", "x-ratelimit-reset"):
        if headers.get(name, "").isdigit():
            return max(1.0, float(headers[name]))
    return 1.0
