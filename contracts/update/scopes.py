"""Which keywords say what a kind of difference is about."""

from __future__ import annotations

TYPE = ("type", "nullable")
VALUES = ("enum", "const")
BOUNDS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minProperties",
    "maxProperties", "contentEncoding", "contentMediaType", "dependentRequired", "not", "contains",
    "minContains", "maxContains", "propertyNames", "if", "then", "else", "patternProperties",
)  # fmt: skip
STYLE = ("style", "explode", "allowReserved")

KEYWORDS: dict[str, tuple[str, ...]] = {
    "type-widened": TYPE,
    "type-narrowed": TYPE,
    "type-changed": TYPE,
    "type-stated": TYPE,
    "type-left-out": TYPE,
    "became-nullable": TYPE,
    "no-longer-nullable": TYPE,
    "enum-value-added": VALUES,
    "enum-value-removed": VALUES,
    "enum-added": VALUES,
    "enum-removed": VALUES,
    "constraint-added": BOUNDS,
    "constraint-tightened": BOUNDS,
    "constraint-changed": BOUNDS,
    "constraint-widened": BOUNDS,
    "constraint-removed": BOUNDS,
    "format-changed": ("format",),
    "other-format-changed": ("format",),
    "default-changed": ("default",),
    "object-closed": ("additionalProperties", "unevaluatedProperties"),
    "object-opened": ("additionalProperties", "unevaluatedProperties"),
    "union-made-exclusive": ("oneOf", "anyOf"),
    "union-no-longer-exclusive": ("oneOf", "anyOf"),
    "discriminator-changed": ("discriminator",),
    "discriminator-said": ("discriminator",),
    "mapping-said": ("discriminator",),
    "token-address-changed": ("tokenUrl", "authorizationUrl"),
    "read-only-changed": ("readOnly",),
    "write-only-changed": ("writeOnly",),
    "deprecation-changed": ("deprecated",),
    "operation-id-changed": ("operationId",),
    "parameter-became-required": ("required",),
    "parameter-no-longer-required": ("required",),
    "parameter-style-changed": STYLE,
    "parameter-style-broken": STYLE,
    "empty-value-refused": ("allowEmptyValue",),
    "empty-value-allowed": ("allowEmptyValue",),
    "body-became-required": ("required",),
    "body-no-longer-required": ("required",),
    "encoding-changed": ("encoding",),
    "reference-mended": ("$ref",),
}
"""For what both sides have. What one side lacks is added or taken away as a whole."""
