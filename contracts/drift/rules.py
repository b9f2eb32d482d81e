"""Every kind of difference, and how much it hurts a client that was written against the old side.

A request must still accept what it accepted; a response may send only what it could send before.
So each kind has two rules, one for what the client sends and one for what it receives. Webhooks and
callbacks are requests that the client receives: their bodies follow the rules for responses, and
what the client answers follows those for requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from contracts.drift.change import Direction


class Severity(IntEnum):
    NONE = 0
    SAFE = 1
    RISKY = 2
    BREAKING = 3

    @property
    def word(self) -> str:
        return self.name.lower()


NONE, SAFE, RISKY, BREAKING = Severity
DIRECTIONS: tuple[Direction, ...] = ("request", "response")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of difference means in one direction.

    `sentence` takes {subject}, {before} and {after}.
    """

    kind: str
    direction: Direction
    severity: Severity
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of difference, and its severity where the client sends and where it receives."""

    kind: str
    request: Severity
    response: Severity
    sentence: str


ROWS = (
    # Operations: what concerns neither bodies nor parameters is told with the direction "request".
    Row("operation-removed", BREAKING, BREAKING, "the operation is gone"),
    Row("operation-added", SAFE, SAFE, "the operation is new"),
    Row("operation-id-changed", SAFE, SAFE, "the operationId was {before}, now it is {after}"),
    Row("server-removed", RISKY, RISKY, "the address {subject} is no longer named"),
    Row("server-added", SAFE, SAFE, "the address {subject} is new"),
    Row("security-added", BREAKING, BREAKING, "credentials are needed now: {after}"),
    Row("security-tightened", BREAKING, BREAKING, "{before} was enough, now it takes {after}"),
    Row("security-loosened", SAFE, SAFE, "it took {before}, now {after} is enough"),
    Row(
        "security-override-removed", RISKY, RISKY,
        "its own rule for credentials is gone: it took {before}, now {after}",
    ),
    Row(
        "token-address-changed", RISKY, RISKY,
        "tokens for {subject} were had at {before}, now at {after}",
    ),
    # Parameters of requests, headers of responses.
    Row("parameter-added", SAFE, SAFE, "{subject} is new, and optional"),
    Row("required-parameter-added", BREAKING, SAFE, "{subject} is new, and required"),
    Row("parameter-removed", RISKY, RISKY, "{subject} is gone"),
    Row("required-parameter-removed", RISKY, BREAKING, "{subject}, which was required, is gone"),
    Row("parameter-became-required", BREAKING, SAFE, "{subject} is required now"),
    Row("parameter-no-longer-required", SAFE, BREAKING, "{subject} is no longer required"),
    Row(
        "parameter-style-changed", RISKY, RISKY,
        "{subject} was written as {before}, now as {after}; single values survive",
    ),
    Row(
        "parameter-style-broken", BREAKING, BREAKING,
        "{subject} was written as {before}, now as {after}",
    ),
    Row("empty-value-refused", BREAKING, SAFE, "{subject} may no longer be empty"),
    Row("empty-value-allowed", SAFE, RISKY, "{subject} may be empty now"),
    # Bodies and media types.
    Row("body-added", SAFE, SAFE, "there is an optional body now"),
    Row("required-body-added", BREAKING, SAFE, "there is a required body now"),
    Row("body-removed", RISKY, BREAKING, "the body is gone"),
    Row("body-became-required", BREAKING, SAFE, "the body is required now"),
    Row("body-no-longer-required", SAFE, BREAKING, "the body is no longer required"),
    Row("media-type-added", SAFE, SAFE, "the media type {subject} is new"),
    Row("media-type-removed", BREAKING, BREAKING, "the media type {subject} is gone"),
    Row("media-range-narrowed", BREAKING, SAFE, "of {subject} only some media types are left"),
    Row("error-media-type-added", SAFE, SAFE, "errors may be {subject} now"),
    Row("error-media-type-removed", RISKY, RISKY, "errors are no longer {subject}"),
    Row("encoding-changed", RISKY, RISKY, "parts of the body are encoded otherwise"),
    # Statuses.
    Row("success-status-added", SAFE, RISKY, "the success {subject} is new"),
    Row("success-status-removed", BREAKING, BREAKING, "the success {subject} is gone"),
    Row("success-range-narrowed", BREAKING, SAFE, "of {subject} only some statuses are left"),
    Row("error-status-added", SAFE, SAFE, "the error {subject} is new"),
    Row("error-status-removed", SAFE, SAFE, "the error {subject} is gone"),
    # Types.
    Row("type-widened", SAFE, BREAKING, "the type was {before}, now it may be {after}"),
    Row("type-narrowed", BREAKING, SAFE, "the type was {before}, now it is only {after}"),
    Row("type-changed", BREAKING, BREAKING, "the type was {before}, now it is {after}"),
    Row("type-stated", SAFE, SAFE, "the type {subject}, which was only implied, is said"),
    Row("type-left-out", SAFE, SAFE, "the type {subject} is no longer said, only implied"),
    Row("became-nullable", SAFE, BREAKING, "it may be null now"),
    Row("no-longer-nullable", BREAKING, SAFE, "it may no longer be null"),
    # Values.
    Row("enum-value-added", SAFE, RISKY, "new values: {subject}"),
    Row("enum-value-removed", BREAKING, SAFE, "values that are gone: {subject}"),
    Row("enum-added", BREAKING, SAFE, "only these values are left: {subject}"),
    Row("enum-removed", SAFE, RISKY, "values are no longer listed; they were: {subject}"),
    Row("constraint-added", BREAKING, SAFE, "there is a {subject} now: {after}"),
    Row("constraint-tightened", BREAKING, SAFE, "{subject} was {before}, now it is {after}"),
    Row("constraint-changed", BREAKING, RISKY, "{subject} was {before}, now it is {after}"),
    Row("constraint-widened", SAFE, RISKY, "{subject} was {before}, now it is {after}"),
    Row("constraint-removed", SAFE, RISKY, "there is no {subject} any more; it was {before}"),
    Row("format-changed", RISKY, RISKY, "the format was {before}, now it is {after}"),
    Row("other-format-changed", SAFE, SAFE, "the remark on the format was {before}, now {after}"),
    Row("default-changed", RISKY, RISKY, "the default was {before}, now it is {after}"),
    # Properties.
    Row("property-added", SAFE, SAFE, "the property {subject} is new"),
    Row("property-added-to-closed", SAFE, RISKY, "{subject} is new where only known ones were"),
    Row("required-property-added", BREAKING, SAFE, "the property {subject} is new, and required"),
    Row("property-removed", RISKY, BREAKING, "the property {subject} is gone"),
    Row("property-no-longer-accepted", BREAKING, BREAKING, "{subject} is gone, and excluded now"),
    Row("property-became-required", BREAKING, SAFE, "the property {subject} is required now"),
    Row("property-no-longer-required", SAFE, BREAKING, "the property {subject} may be left out"),
    Row("object-closed", BREAKING, SAFE, "properties that are not listed are excluded now"),
    Row("object-opened", SAFE, RISKY, "properties that are not listed may be there now"),
    # Unions.
    Row("branch-added", SAFE, RISKY, "there is another alternative now: {subject}"),
    Row("branch-removed", BREAKING, SAFE, "an alternative is gone: {subject}"),
    Row("union-made-exclusive", RISKY, SAFE, "exactly one alternative must fit now"),
    Row("union-no-longer-exclusive", SAFE, RISKY, "several alternatives may fit at once now"),
    Row("discriminator-changed", RISKY, RISKY, "the kind was told by {before}, now by {after}"),
    Row("discriminator-said", SAFE, SAFE, "the kind was told by {before}, now by {after}"),
    Row("mapping-said", SAFE, SAFE, "the kind is told by {before}, and now by {after}"),
    # Remarks that a reader should know of.
    Row("read-only-changed", SAFE, SAFE, "it was {before}, now it is {after}"),
    Row("write-only-changed", SAFE, SAFE, "it was {before}, now it is {after}"),
    Row("deprecation-changed", SAFE, SAFE, "it was {before}, now it is {after}"),
    # What cannot be known.
    Row("reference-broken", RISKY, RISKY, "a reference leads nowhere now: {subject}"),
    Row("reference-mended", SAFE, SAFE, "a reference that led nowhere is mended: {subject}"),
)  # fmt: skip


def _rules() -> Iterator[Rule]:
    for row in ROWS:
        yield Rule(row.kind, "request", row.request, row.sentence)
        yield Rule(row.kind, "response", row.response, row.sentence)


RULES = tuple(_rules())
RULE = {(rule.kind, rule.direction): rule for rule in RULES}
