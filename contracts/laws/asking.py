"""Asking for what a law needs, so that whatever is no answer to it is a doubt and not a finding."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from contracts.api import Api
from contracts.contract import Promise
from contracts.laws.law import Inconclusive, NoData, Refused
from contracts.observed import NOT_JSON, Json, Observed

PATIENCE_S = 15.0
"""How long a law waits for a limit, or for a report, where the clock cannot be turned."""

PAUSE_S = 0.5

INVENTED = frozenset({"example", "generated"})
"""What a mock of ours says in `Mock-Source` of answers that it makes of the document alone."""


def answered(api: Api, key: str, path: Mapping[str, str] | None = None, **sent: Any) -> Observed:
    """An answer that says something: of an API that is there and lets us in.

    Raises:
        Inconclusive: it is 401, 403 or 429, 500 or more.
    """
    observed = api.ask(key, path, **sent)
    if observed.status == 429:
        wait(api, pause_s(observed))
        observed = api.ask(key, path, **sent)
    if observed.status in {401, 403, 429} or observed.status >= 500:
        raise Inconclusive(f"{key} was answered with {observed.status}")
    return observed


def asked(api: Api, key: str, path: Mapping[str, str] | None = None, **sent: Any) -> Observed:
    """An answer that owes something to other answers.

    Raises:
        Inconclusive: as `answered`.
        NoData: it says of itself that it was made up from the document.
    """
    observed = answered(api, key, path, **sent)
    if observed.response.headers.get("mock-source") in INVENTED:
        raise NoData(f"{key} is answered with made-up data")
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


def followed(api: Api, url: str) -> Observed:
    """The answer to a link in an answer. Credentials go to the API's own host alone.

    Raises:
        Refused: it is answered with 400 or more, though it was given.
        Inconclusive: it leads elsewhere, or to no documented operation.
    """
    place = urlsplit(url)
    base = api.client.base_url
    if place.netloc not in {"", base.netloc.decode()}:
        raise Inconclusive(f"a link leads to another host, {place.hostname}")
    path = unquote(place.path).removeprefix(base.path.rstrip("/"))
    for promise in api.contract.promises.values():
        within = path.removeprefix(promise.base) if api.based else path
        if promise.operation.method == "GET" and api.contract.promise("GET", within) is promise:
            return _given(api, promise, url)
    raise Inconclusive(f"a link leads to no documented operation: {path}")


def _given(api: Api, promise: Promise, url: str) -> Observed:
    for _ in range(2):
        observed = api.exchange(promise, api.client.build_request("GET", url), source="law")
        if observed.status != 429:
            break
        wait(api, pause_s(observed))
    return led_to(observed)


def led_to(observed: Observed) -> Observed:
    """An answer to what another answer named.

    Raises:
        Refused: it is no answer.
        Inconclusive: it says nothing of it.
    """
    if observed.status in {401, 403, 429} or observed.status >= 500:
        raise Inconclusive(f"{observed.operation} was answered with {observed.status}")
    if observed.status >= 300:
        raise Refused(observed.operation, observed.status)
    return observed


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


def pause_s(observed: Observed) -> float:
    """Until a limit is open again, as the answer says; a second where it does not."""
    headers = observed.response.headers
    for name in ("retry-after", "x-ratelimit-reset"):
        if headers.get(name, "").isdigit():
            return max(1.0, float(headers[name]))
    return 1.0
