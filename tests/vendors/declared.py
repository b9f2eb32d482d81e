"""What a vendor's documents say of errors, read without any help of its error shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mock_server.exchange import Refusal, Response
from mock_server.spec.folder import published
from mock_server.spec.load import load_document
from mock_server.spec.operation import Operation, ResponseSpec
from mock_server.spec.violation import Violation

UNDECLARED_BY_NAME = (400, 418, 429, 503)
"""Statuses with which a `default` response is tried."""


@dataclass(frozen=True)
class Declared:
    """One error that a document declares: an operation, and a status with its response."""

    operation: Operation
    status: int
    response: ResponseSpec

    def __str__(self) -> str:
        return f"{self.operation.key} {self.status}"

    def misfits(self, answer: Response) -> list[str]:
        """Why the answer is not the one that is declared."""
        if not self.response.content:
            return [f"a body: {answer.body!r}"] if answer.body or answer.media_type else []
        if answer.media_type != self.response.content[0].range:
            return [answer.media_type]
        validator = Draft202012Validator(self.response.content[0].schema)
        return [error.message for error in validator.iter_errors(orjson.loads(answer.body))]


@cache
def operations(vendor: str) -> dict[str, Operation]:
    documents = [load_document(path) for path in published(vendor)]
    found = [document.operation(entry) for document in documents for entry in document.entries]
    return {operation.key: operation for operation in found}


@cache
def declared_errors(vendor: str) -> tuple[Declared, ...]:
    return tuple(
        Declared(operation, status, response)
        for operation in operations(vendor).values()
        for response in operation.responses
        for status in _statuses(response, operation)
    )


def _statuses(response: ResponseSpec, operation: Operation) -> Iterator[int]:
    if response.status == "default":
        named = {each.status for each in operation.responses}
        yield from (status for status in UNDECLARED_BY_NAME if str(status) not in named)
    elif int(response.status) >= 400:
        yield int(response.status)


def body(answer: Response) -> Any:
    return orjson.loads(answer.body)


def broken(location: Any, name: str, keyword: str, message: str = "is wrong") -> Refusal:
    """The refusal of a request that breaks one rule."""
    violation = Violation(location, name, keyword, f"{name} {message}")
    return Refusal("invalid", 400, violation.message, (violation,))


texts = st.text(st.characters(codec=None), max_size=30)
"""Any text, halves of surrogate pairs included."""

violations = st.builds(
    Violation,
    st.sampled_from(["path", "query", "header", "cookie", "body"]),
    texts | st.sampled_from(["product", "metrics", "filter[record_type]"]),
    st.sampled_from(["required", "type", "enum", "minimum", "format", "malformed", "encoding"]),
    texts,
)

codes = st.sampled_from(
    [
        *("unauthorized", "not_found", "method_not_allowed", "malformed_body", "not_acceptable"),
        *("unsupported_media_type", "too_large", "preferred", "preferred_status", "their_own"),
    ]
)

refusals = st.builds(
    Refusal,
    codes,
    st.integers(400, 599),
    texts,
) | st.builds(
    Refusal,
    st.just("invalid"),
    st.just(400),
    texts,
    st.lists(violations, min_size=1, max_size=30).map(tuple),
)
