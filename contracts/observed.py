"""One exchange as the judge saw it: what was sent, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import httpx
import orjson

from contracts.contract import Promise

Json = Any

Expectation = Literal["accepted", "refused", "either"]
"""What the contract says of the request: it is right, it is wrong, or it does not say."""


ANONYMOUS = "contracts.anonymous"
"""A request's extension: whoever adds credentials to requests adds none to one that has it."""


GUARDED = "contracts.guarded"
"""A request's extension: "bearer" or "basic", the scheme of credentials that it got on its way."""


class NotJson:
    """Stands for a body that is not JSON."""


NOT_JSON = NotJson()


@dataclass(frozen=True)
class Observed:
    """An exchange.

    Args:
        promise: the operation that was asked.
        request: as it left, credentials included: nothing of it is written anywhere but through
            `contracts.evidence`.
        response: read to its end.
        seconds: until the answer was whole.
        expectation: of the request.
        why: what is wrong with a request that is to be refused, in Schemathesis' words.
        source: who made the request: "examples", "coverage", "fuzzing", "stateful", the name of a
            law, "golden"; "learned" for one with something that answers have shown.
    """

    promise: Promise
    request: httpx.Request
    response: httpx.Response
    seconds: float
    expectation: Expectation = "either"
    why: str = ""
    source: str = ""

    @property
    def operation(self) -> str:
        return self.promise.key

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def media_type(self) -> str:
        """Of the answer, without parameters, in lower case; "" when it names none."""
        said: str = self.response.headers.get("content-type", "")
        return said.partition(";")[0].strip().lower()

    @property
    def is_json(self) -> bool:
        """Whether its media type says that it is JSON."""
        return self.media_type.endswith("+json") or self.media_type == "application/json"

    @cached_property
    def json(self) -> Json | NotJson:
        """The body if its media type is JSON and it can be read, else `NOT_JSON`."""
        if not self.is_json:
            return NOT_JSON
        try:
            return orjson.loads(self.response.content)
        except orjson.JSONDecodeError:
            return NOT_JSON
