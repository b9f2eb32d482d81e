"""Generated requests that a vendor's own API may be asked: right ones, few, and bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice, zip_longest
from pathlib import Path

import httpx

from contracts.cases.generation import Generation
from contracts.cases.sent import Sent
from contracts.contract import Contract
from contracts.errors import Denied
from contracts.live.live import Allowed, Live
from contracts.live.permission import Permissions
from contracts.live.words import Words

SINCE, UNTIL = 2895, 2880
"""Minutes ago, of a window: two days are over for every vendor, and nothing changes any more."""


PARTS = 5
"""Times that cases are drawn by chance, for the half of them that are wrong, and those denied."""


class LiveCases:
    """Makes requests that the guard lets through, and that cost nothing where that can be had."""

    def __init__(self, live: Live, contract: Contract, permissions: Permissions, words: Words):
        self._live, self._contract = live, contract
        self._permissions, self._words = permissions, words

    def made(self, most: int, seed: int) -> Iterator[tuple[str, httpx.Request]]:
        """At most so many requests, operations in turn, each with its operation's key."""
        if most == 0:
            return
        asked = [one for one in self._live.allowed if one.cases]
        files = {self._contract.promises[one.key].file for one in asked}
        makers = {file: Generation(file, seed) for file in files}
        turns = zip_longest(*(self._of(one, most, makers) for one in asked))
        yield from islice((one for one in chain.from_iterable(turns) if one), most)

    def _of(
        self, allowed: Allowed, most: int, makers: Mapping[Path, Generation]
    ) -> Iterator[tuple[str, httpx.Request]]:
        seen: set[str] = set()
        maker = makers[self._contract.promises[allowed.key].file]
        for sent in proposed(maker, allowed.key, most):
            request = self._request(allowed, sent)
            if request is not None and str(request.url) not in seen:
                seen.add(str(request.url))
                yield allowed.key, request

    def _request(self, allowed: Allowed, sent: Sent) -> httpx.Request | None:
        """The case within what is allowed; None where it is none then."""
        if sent.expectation != "accepted" or sent.credentials != "ours":
            return None
        bounded = replace(sent, query=tuple(self._bounded(allowed, dict(sent.query)).items()))
        base = self._contract.promises[allowed.key].base
        try:
            request = httpx.Request("GET", f"https://{self._live.host}{base}{bounded.url}")
            self._permissions.permit(request)
        except (httpx.InvalidURL, Denied, UnicodeError):
            return None
        return request

    def _bounded(self, allowed: Allowed, query: Mapping[str, str]) -> dict[str, str]:
        """The query with what must be there, and without what must not."""
        dropped = set(allowed.never) | ({allowed.window.unless} if allowed.window else set())
        bounded = {name: value for name, value in query.items() if name not in dropped}
        bounded |= {name: self._words.filled(value) for name, value in allowed.must.items()}
        bounded |= dict.fromkeys(allowed.most, "1")
        if allowed.window:
            bounded[allowed.window.since] = self._words.filled(f"{{minute-{SINCE}}}")
            bounded[allowed.window.until] = self._words.filled(f"{{minute-{UNTIL}}}")
        if allowed.billing:
            bounded |= {name: min(values) for name, values in allowed.billing.free.items()}
        return bounded


def proposed(generation: Generation, key: str, most: int) -> Iterator[Sent]:
    """Cases of an operation as its document alone makes them; drawn only while more are wanted."""
    if key not in generation.makers:
        return
    yield from generation.listed(key)
    for part in range(PARTS):
        drawn: list[Sent] = []
        generation.fuzz(key, part, most, drawn.append)
        yield from drawn
