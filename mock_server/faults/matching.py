"""Which requests a rule is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote

import orjson

MOST_FIELDS = 1_000
"""Of a query, our own bound."""


@dataclass(frozen=True)
class Facts:
    """What is known of a request before anything is done about it.

    Args:
        operation: its operationId; `template` is the path as the document has it.
        path: below the vendor's prefix, percent-encoded as it came.
        headers: names in lower case.
    """

    vendor: str
    operation: str
    method: str
    template: str
    path: str
    query: bytes
    headers: Mapping[bytes, bytes]
    body: bytes

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The path as it came, decoded; of an operation also without the path of its server."""
        segments = self.path.removesuffix("/").split("/")
        own = segments[-self.template.count("/") or 1 :]
        return unquote(self.path), unquote("/" + "/".join(own))

    @cached_property
    def fields(self) -> Mapping[str, list[str]]:
        """The values of each parameter of the query."""
        found: dict[str, list[str]] = {}
        text = self.query.decode("latin-1")
        for name, value in parse_qsl(text, keep_blank_values=True)[:MOST_FIELDS]:
            found.setdefault(name, []).append(value)
        return found

    @cached_property
    def document(self) -> Any:
        """The body as JSON; None when it is none."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None


@dataclass(frozen=True, slots=True)
class Match:
    """What a request must be; what is empty is anything. Texts are patterns with `*` and `?`.

    Args:
        operation: the operationId, or method and path as the document has them.
        path: as it came, decoded, with or without the path of the document's server.
        query, headers: a pattern by name; one of several values will do.
        body: a pattern by JSON pointer, for the value there as text.
    """

    vendor: str = ""
    operation: str = ""
    method: str = ""
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)

    def misses(self, facts: Facts) -> list[str]:
        """What a request lacks, in words; empty when it is meant."""
        plain = (
            ("vendor", self.vendor, (facts.vendor,)),
            ("operation", self.operation,
             (facts.operation, f"{facts.method} {facts.template}")),
            ("method", self.method.upper(), (facts.method,)),
            ("path", self.path, facts.paths),
        )  # fmt: skip
        found = [
            f"{name} is {values[0]!r}, not {pattern!r}"
            for name, pattern, values in plain
            if pattern and not any(fits(value, pattern) for value in values)
        ]
        return [*found, *self._query_misses(facts), *self._header_misses(facts), *self._body(facts)]

    def __call__(self, facts: Facts) -> bool:
        return not self.misses(facts)

    def _query_misses(self, facts: Facts) -> list[str]:
        return [
            f"the parameter {name!r} is {facts.fields.get(name, [])}, not {pattern!r}"
            for name, pattern in self.query.items()
            if not any(fits(value, pattern) for value in facts.fields.get(name, []))
        ]

    def _header_misses(self, facts: Facts) -> list[str]:
        found = []
        for name, pattern in self.headers.items():
            value = facts.headers.get(name.lower().encode("latin-1", "replace"))
            if value is None or not fits(value.decode("latin-1"), pattern):
                found.append(f"the header {name!r} is not {pattern!r}")
        return found

    def _body(self, facts: Facts) -> list[str]:
        return [
            f"the body's {pointer!r} is not {pattern!r}"
            for pointer, pattern in self.body.items()
            if not fits(text_at(facts.document, pointer), pattern)
        ]


def fits(text: str, pattern: str) -> bool:
    """Whether a text is one of a pattern's, in which only `*` and `?` stand for others."""
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.DOTALL)


def text_at(document: Any, pointer: str) -> str:
    """The value that a JSON pointer leads to, as text; empty when there is none."""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(document, Mapping):
            document = document.get(name)
        elif isinstance(document, list) and name.isdecimal() and int(name) < len(document):
            document = document[int(name)]
        else:
            return ""
    if document is None:
        return ""
    return document if isinstance(document, str) else orjson.dumps(document).decode()
