"""The body is what its schema says."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.documented import described_body
from contracts.checks.said import Wrong, finding
from contracts.checks.telling import told, word
from contracts.finding import Finding
from contracts.observed import NOT_JSON, Observed
from contracts.schema.breaches import Breach, breaches

SAID = {
    "type": "a value of type {}",
    "format": "a text in the format {}",
    "pattern": "a text that matches {}",
    "enum": "one of {}",
    "const": "{}",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} elements",
    "maxItems": "at most {} elements",
    "multipleOf": "a multiple of {}",
    "required": "a value, which is required",
    "additionalProperties": "no such field",
    "unevaluatedProperties": "no such field",
    "oneOf": "exactly one of the alternatives",
    "anyOf": "one of the alternatives",
}
"""What a keyword expects; `{}` is the keyword's own value."""

SAID_LENGTH = 300


def body_schema(observed: Observed) -> Iterator[Finding]:
    """A JSON body keeps to the schema that the document gives for its status and media type."""
    described = described_body(observed)
    if described is None or observed.json is NOT_JSON:
        return
    for breach in breaches(described.schema, described.schema, observed.json):
        yield finding(observed, "body_schema", schema_wrong(breach))


def schema_wrong(breach: Breach) -> Wrong:
    return Wrong(breach.keyword, expected(breach), actual(breach), breach.at)


def expected(breach: Breach) -> str:
    said = SAID.get(breach.keyword, f"what `{breach.keyword}` allows")
    rule = breach.rule
    listed = isinstance(rule, list)
    words = " or ".join(str(one) for one in rule) if listed else str(rule)
    return said.format(words)[:SAID_LENGTH]


def actual(breach: Breach) -> str:
    """Names of states are told as they are, all other values by kind and shape alone."""
    if breach.keyword == "required":
        return "nothing"
    return word(breach.value) if breach.keyword in ("enum", "const") else told(breach.value)
