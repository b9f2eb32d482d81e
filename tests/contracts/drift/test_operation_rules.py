"""Every kind of difference around bodies: parameters, media types, statuses, credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from contracts.drift.rules import DIRECTIONS, RULES
from tests.contracts.drift.acme import VERSIONS, Json, body, document, one, operation, told

TEXT = {"type": "string"}
LIST = {"type": "array", "items": TEXT}
CSV = {"text/csv": {"schema": TEXT}}
JSON = {"application/json": {"schema": TEXT}}
KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
BEARER = {"type": "http", "scheme": "bearer"}
SCHEMES = {"components": {"securitySchemes": {"key": KEY, "bearer": BEARER}}}


def query(name: str = "limit", schema: Any = None, **more: Any) -> Json:
    return {"name": name, "in": "query", "schema": schema or TEXT, **more}


def taking(*parameters: Json) -> Json:
    return one(parameters=list(parameters))


def answering(**answers: Any) -> Json:
    return one(responses={status.strip("_"): answer for status, answer in answers.items()})


def ok(**more: Any) -> Json:
    return {"description": "fine", **more}


def secured(*, own: Any = None, of_all: Any = None) -> Json:
    tree = one(**({} if own is None else {"security": own}))
    return {**tree, **SCHEMES, **({} if of_all is None else {"security": of_all})}


def tokens_at(host: str) -> Json:
    flow = {"tokenUrl": f"https://{host}.acme.example/token", "scopes": {}}
    scheme = {"type": "oauth2", "flows": {"clientCredentials": flow}}
    return {**one(security=[{"it": []}]), "components": {"securitySchemes": {"it": scheme}}}


def webhook(**parts: Any) -> Json:
    hook = {"parameters": [], "requestBody": {"content": JSON}, **operation(), **parts}
    return {**one(), "webhooks": {"done": {"post": hook}}}


def header(**more: Any) -> Json:
    return answering(_200=ok(headers={"X-Total": {"schema": TEXT, **more}}))


@dataclass(frozen=True)
class Case:
    kind: str
    direction: str
    severity: str
    old: Json
    new: Json

    def __str__(self) -> str:
        return f"{self.kind} in a {self.direction}"


NOTHING = one()
TWO = document({"/things/{id}": {"post": operation()}, "/more": {"get": operation()}})
KEYED: list[Json] = [{"key": []}]
BEARING: list[Json] = [{"bearer": []}]
SERVED = {**NOTHING, "servers": [{"url": "https://api.acme.example/v1"}]}
ARRAY_STYLE: Json = {"style": "form", "explode": False}
FORM = {"multipart/form-data": {"schema": {"type": "object", "properties": {"file": TEXT}}}}
ENCODED = {"multipart/form-data": {**FORM["multipart/form-data"],
                                   "encoding": {"file": {"contentType": "text/csv"}}}}  # fmt: skip

CASES = [
    Case("operation-removed", "request", "breaking", TWO, NOTHING),
    Case("operation-added", "request", "safe", NOTHING, TWO),
    Case("operation-id-changed", "request", "safe", one(operationId="a"), one(operationId="b")),
    Case("deprecation-changed", "request", "safe", NOTHING, one(deprecated=True)),
    Case("server-added", "request", "safe", NOTHING, SERVED),
    Case("server-removed", "request", "risky", SERVED, NOTHING),
    Case("security-added", "request", "breaking", secured(), secured(own=KEYED)),
    Case("security-added", "request", "breaking", secured(), secured(of_all=KEYED)),
    Case("security-added", "request", "breaking",
         secured(own=[], of_all=KEYED), secured(own=KEYED)),
    Case("security-tightened", "request", "breaking", secured(own=KEYED), secured(own=BEARING)),
    Case("security-tightened", "request", "breaking",
         secured(own=[*KEYED, *BEARING]), secured(own=KEYED)),
    Case("security-tightened", "request", "breaking",
         secured(own=BEARING), secured(own=[{"bearer": ["write"]}])),
    Case("security-loosened", "request", "safe",
         secured(own=KEYED), secured(own=[*KEYED, *BEARING])),
    Case("security-loosened", "request", "safe", secured(own=KEYED), secured(own=[*KEYED, {}])),
    Case("security-override-removed", "request", "risky", secured(own=KEYED), secured()),
    Case("token-address-changed", "request", "risky", tokens_at("one"), tokens_at("other")),
    Case("parameter-added", "request", "safe", NOTHING, taking(query())),
    Case("required-parameter-added", "request", "breaking", NOTHING, taking(query(required=True))),
    Case("parameter-removed", "request", "risky", taking(query()), NOTHING),
    Case("required-parameter-removed", "request", "risky", taking(query(required=True)), NOTHING),
    Case("parameter-became-required", "request", "breaking",
         taking(query()), taking(query(required=True))),
    Case("parameter-no-longer-required", "request", "safe",
         taking(query(required=True)), taking(query())),
    Case("parameter-style-changed", "request", "risky",
         taking(query(schema=LIST)), taking(query(schema=LIST, **ARRAY_STYLE))),
    Case("parameter-style-changed", "request", "risky",
         taking(query(schema=LIST, style="pipeDelimited")), taking(query(schema=LIST))),
    Case("parameter-style-broken", "request", "breaking",
         taking(query(schema={"type": "object"})),
         taking(query(schema={"type": "object"}, style="deepObject"))),
    Case("empty-value-allowed", "request", "safe",
         taking(query()), taking(query(allowEmptyValue=True))),
    Case("empty-value-refused", "request", "breaking",
         taking(query(allowEmptyValue=True)), taking(query())),
    Case("deprecation-changed", "request", "safe", taking(query()), taking(query(deprecated=True))),
    Case("body-added", "request", "safe", NOTHING, one(requestBody={"content": JSON})),
    Case("required-body-added", "request", "breaking",
         NOTHING, one(requestBody={"content": JSON, "required": True})),
    Case("body-removed", "request", "risky", one(requestBody={"content": JSON}), NOTHING),
    Case("body-became-required", "request", "breaking",
         one(requestBody={"content": JSON}), one(requestBody={"content": JSON, "required": True})),
    Case("body-no-longer-required", "request", "safe",
         one(requestBody={"content": JSON, "required": True}), one(requestBody={"content": JSON})),
    Case("media-type-added", "request", "safe",
         one(requestBody={"content": JSON}), one(requestBody={"content": {**JSON, **CSV}})),
    Case("media-type-removed", "request", "breaking",
         one(requestBody={"content": {**JSON, **CSV}}), one(requestBody={"content": JSON})),
    Case("media-range-narrowed", "request", "breaking",
         one(requestBody=body(TEXT, "*/*")), one(requestBody=body(TEXT))),
    Case("media-range-narrowed", "response", "safe",
         answering(_200=ok(**body(TEXT, "text/*"))), answering(_200=ok(content=CSV))),
    Case("media-type-added", "response", "safe",
         answering(_200=ok(**body(TEXT))), answering(_200=ok(**body(TEXT, "*/*")))),
    Case("type-changed", "response", "breaking",
         answering(_200=ok(**body(TEXT, "text/*"))),
         answering(_200=ok(content={"text/*": {"schema": LIST}}))),
    Case("encoding-changed", "request", "risky",
         one(requestBody={"content": FORM}), one(requestBody={"content": ENCODED})),
    Case("parameter-added", "response", "safe", answering(_200=ok()), header()),
    Case("required-parameter-added", "response", "safe",
         answering(_200=ok()), header(required=True)),
    Case("parameter-removed", "response", "risky", header(), answering(_200=ok())),
    Case("required-parameter-removed", "response", "breaking",
         header(required=True), answering(_200=ok())),
    Case("parameter-became-required", "response", "safe", header(), header(required=True)),
    Case("parameter-no-longer-required", "response", "breaking", header(required=True), header()),
    Case("deprecation-changed", "response", "safe", header(), header(deprecated=True)),
    Case("media-type-added", "response", "safe",
         answering(_200=ok(content=JSON)), answering(_200=ok(content={**JSON, **CSV}))),
    Case("media-type-removed", "response", "breaking",
         answering(_200=ok(content={**JSON, **CSV})), answering(_200=ok(content=JSON))),
    Case("error-media-type-added", "response", "safe",
         answering(_400=ok(content=JSON)), answering(_400=ok(content={**JSON, **CSV}))),
    Case("error-media-type-removed", "response", "risky",
         answering(_400=ok(content={**JSON, **CSV})), answering(_400=ok(content=JSON))),
    Case("success-status-added", "response", "risky",
         answering(_200=ok()), answering(_200=ok(), _202=ok())),
    Case("success-status-removed", "response", "breaking",
         answering(_200=ok(), _202=ok()), answering(_200=ok())),
    Case("error-status-added", "response", "safe",
         answering(_200=ok()), answering(_200=ok(), _404=ok())),
    Case("error-status-added", "response", "safe",
         answering(_200=ok()), answering(_200=ok(), default=ok())),
    Case("error-status-removed", "response", "safe",
         answering(_200=ok(), _4XX=ok()), answering(_200=ok())),
    Case("success-range-narrowed", "request", "breaking",
         webhook(responses={"2XX": ok(), "201": ok()}), webhook(responses={"201": ok()})),
    Case("success-range-narrowed", "response", "safe",
         answering(_2XX=ok(), _201=ok()), answering(_201=ok())),
    Case("operation-removed", "request", "breaking", webhook(), one()),
    Case("operation-added", "request", "safe", one(), webhook()),
    Case("body-became-required", "response", "safe", webhook(),
         webhook(requestBody={"content": JSON, "required": True})),
    Case("body-no-longer-required", "response", "breaking",
         webhook(requestBody={"content": JSON, "required": True}), webhook()),
    Case("body-removed", "response", "breaking", webhook(requestBody={"content": JSON}),
         webhook(requestBody={"$ref": "#/nowhere"})),
    Case("type-widened", "response", "breaking", webhook(),
         webhook(requestBody=body({"type": ["string", "integer"]}))),
    Case("success-status-removed", "request", "breaking",
         webhook(responses={"200": ok(), "202": ok()}), webhook()),
    Case("success-status-added", "request", "safe",
         webhook(), webhook(responses={"200": ok(), "202": ok()})),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_difference_around_bodies_is_told_once_with_its_severity(
    case: Case, version: str
) -> None:
    old, new = ({**tree, "openapi": version} for tree in (case.old, case.new))

    assert told(old, new) == [(case.kind, case.direction, case.severity)]


def test_every_rule_for_requests_has_its_mirror_for_responses() -> None:
    by_direction = {
        direction: [rule.kind for rule in RULES if rule.direction == direction]
        for direction in DIRECTIONS
    }

    assert by_direction["request"] == by_direction["response"]
    assert len(set(by_direction["request"])) == len(by_direction["request"])
