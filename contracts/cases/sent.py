"""A request in parts, before it is anybody's: plain data that can be changed, kept and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

import httpx
import orjson

from contracts.api import Api
from contracts.contract import Promise
from contracts.observed import NOT_JSON, Expectation, NotJson

Json = Any

Credentials = Literal["ours", "own", "none"]
"""Whose credentials travel: the target's, the case's, which are its point, or nobody's."""

Pairs = tuple[tuple[str, str], ...]

AGENT = "understudy-check"

BOUND = re.compile(r"\Amultipart/form-data; boundary=([0-9a-f]{32})\Z")
BETWEEN = "understudy-check-between-parts"


@dataclass(frozen=True)
class Sent:
    """A request for one operation.

    Args:
        key: the operation's.
        path: below the document's base, as it is written in a URL.
        query: decoded, in order.
        headers: those that the case is about; credentials and the client's own are none of them.
        expectation: what the maker says the contract says of it; see `contracts.cases.reading`.
        why: what is wrong with it, in its maker's words.
        phase: that made it.
        learned: whether answers have shown something of it; see `contracts.evidence`.
        aim: names of the parameters and fields that the case is about; nobody puts others there.
    """

    key: str
    method: str
    path: str
    query: Pairs = ()
    headers: Pairs = ()
    content: bytes = b""
    credentials: Credentials = "ours"
    expectation: Expectation = "accepted"
    why: str = ""
    phase: str = "fuzzing"
    learned: bool = False
    aim: frozenset[str] = frozenset()

    @property
    def url(self) -> str:
        """Path and query."""
        return self.path + ("?" + query_text(self.query) if self.query else "")

    @property
    def size(self) -> int:
        """Bytes of what makes it special; the smaller, the easier to understand."""
        named = sum(len(name) + len(value) + 4 for name, value in self.headers)
        return len(self.url) + named + len(self.content)

    @property
    def media_type(self) -> str:
        for name, value in self.headers:
            if name.lower() == "content-type":
                return value.partition(";")[0].strip().lower()
        return ""

    @cached_property
    def json(self) -> Json | NotJson:
        """The body, if it says that it is JSON and is."""
        if self.media_type != "application/json" and not self.media_type.endswith("+json"):
            return NOT_JSON
        try:
            return orjson.loads(self.content)
        except orjson.JSONDecodeError:
            return NOT_JSON

    def request(self, api: Api, promise: Promise) -> httpx.Request:
        """As it leaves: with the target's credentials unless credentials are its point."""
        secret = secret_names(promise)
        own = [
            (n, v) for n, v in self.headers if self.credentials == "own" or n.lower() not in secret
        ]
        request = api.client.build_request(
            self.method,
            api.url(promise, self.url),
            headers=[_wired(*pair) for pair in (("User-Agent", AGENT), ("Accept", "*/*"), *own)],
            content=self.content or None,
        )
        if self.credentials != "ours":
            kept = {name.lower() for name, _ in own}
            for name in secret - kept:
                request.headers.pop(name, None)
        return request


def _wired(name: str, value: str) -> tuple[bytes, bytes]:
    """A header as bytes: cases have values beyond ASCII, which httpx does not write by itself."""
    return name.encode("latin-1", "replace"), value.encode("latin-1", "replace")


def secret_names(promise: Promise) -> frozenset[str]:
    """The headers in which the operation's credentials travel, in lower case."""
    found = {"authorization"}
    for alternative in promise.operation.security:
        for scheme in alternative:
            if scheme.kind == "apiKey" and scheme.location == "header":
                found.add(scheme.parameter.lower())
            if scheme.kind == "apiKey" and scheme.location == "cookie":
                found.add("cookie")
    return frozenset(found)


def query_pairs(text: str) -> Pairs:
    return tuple(parse_qsl(text, keep_blank_values=True, errors="surrogateescape"))


def query_text(pairs: Pairs) -> str:
    return urlencode(pairs, errors="surrogateescape")


def evenly_bounded(sent: Sent) -> Sent:
    """With a fixed text between the parts of a form, where requests takes one by chance."""
    said = next((BOUND.search(value) for _, value in sent.headers if BOUND.search(value)), None)
    if said is None:
        return sent
    headers = tuple((name, value.replace(said[1], BETWEEN)) for name, value in sent.headers)
    content = sent.content.replace(said[1].encode(), BETWEEN.encode())
    return replace(sent, headers=headers, content=content)
