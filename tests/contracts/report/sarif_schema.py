"""What of SARIF 2.1.0 a log like ours must keep to, written from the specification's text.

Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS Standard,
sections 3.13 (sarifLog), 3.14 (run), 3.19 (toolComponent), 3.27 (result), 3.28 (location),
3.29 and 3.30 (physicalLocation, region), 3.33 (logicalLocation), 3.35 (suppression), 3.4
(artifactLocation), 3.49 (reportingDescriptor).
"""

from __future__ import annotations

from typing import Any

Json = Any

TEXT: Json = {"type": "string", "minLength": 1}


def thing(required: list[str], **properties: Json) -> Json:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


MESSAGE = thing(["text"], text=TEXT)
ARTIFACT = thing(
    ["uri"],
    uri={"type": "string", "pattern": r"^[^\s\\]+$"},
    uriBaseId={"enum": ["ROOT"]},
)
REGION = thing(
    ["startLine"],
    startLine={"type": "integer", "minimum": 1},
    startColumn={"type": "integer", "minimum": 1},
)
LOCATION = thing(
    [],
    physicalLocation=thing(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION),
    logicalLocations={
        "type": "array",
        "uniqueItems": True,
        "items": thing([], fullyQualifiedName=TEXT, name=TEXT, kind=TEXT),
    },
)
SUPPRESSION = thing(["kind"], kind={"enum": ["inSource", "external"]}, justification=TEXT)
RESULT = thing(
    ["message", "ruleId"],
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    kind={"enum": ["pass", "open", "informational", "notApplicable", "review", "fail"]},
    level={"enum": ["none", "note", "warning", "error"]},
    message=MESSAGE,
    locations={"type": "array", "items": LOCATION},
    partialFingerprints={
        "type": "object",
        "propertyNames": {"pattern": r"^[^/]+/v\d+$"},
        "additionalProperties": {"type": "string"},
    },
    suppressions={"type": "array", "uniqueItems": True, "items": SUPPRESSION},
    properties={"type": "object"},
)
DRIVER = thing(
    ["name"],
    name=TEXT,
    semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
    rules={
        "type": "array",
        "uniqueItems": True,
        "items": thing(["id"], id=TEXT, shortDescription=MESSAGE),
    },
)
RUN = thing(
    ["tool", "results"],
    tool=thing(["driver"], driver=DRIVER),
    automationDetails=thing([], id=TEXT),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={
        "type": "object",
        "additionalProperties": thing(["uri"], uri={"type": "string", "pattern": "/$"}),
    },
    invocations={
        "type": "array",
        "items": thing(["executionSuccessful"], executionSuccessful={"type": "boolean"}),
    },
    results={"type": "array", "items": RESULT},
)
SARIF: Json = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": RUN},
    },
    "additionalProperties": False,
}
