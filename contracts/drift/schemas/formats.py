"""Formats that mean the same to everybody; all others are remarks.

Sources: the OpenAPI Initiative's Format Registry (spec.openapis.org/registry/format), JSON Schema
2020-12 Validation, section 7.3, and OpenAPI 3.0.3, "Data Types".
"""

from __future__ import annotations

REGISTERED = frozenset({
    "base64url", "binary", "byte", "char", "commonmark", "date", "date-time", "date-time-local",
    "decimal", "decimal128", "double", "double-int", "duration", "email", "float", "hostname",
    "html", "http-date", "idn-email", "idn-hostname", "int16", "int32", "int64", "int8", "ipv4",
    "ipv6",
    "iri", "iri-reference", "json-pointer", "media-range", "password", "regex",
    "relative-json-pointer",
    "sf-binary", "sf-boolean", "sf-decimal", "sf-integer", "sf-string", "sf-token", "time",
    "time-local", "uint16", "uint32", "uint64", "uint8", "unixtime", "uri", "uri-reference",
    "uri-template", "uuid",
})  # fmt: skip


def is_registered(said: str) -> bool:
    return any(word in REGISTERED for word in said.split(" and "))
