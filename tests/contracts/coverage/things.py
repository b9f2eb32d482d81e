"""A small API whose coverage is counted."""

from __future__ import annotations

from typing import Any

import httpx

from contracts.contract import Contract
from contracts.coverage import Coverage
from contracts.observed import Observed

DOCUMENT = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
servers: [{url: "https://things.example/v2"}]
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: state, in: query, schema: {enum: [open, closed]}}
        - {name: kinds, in: query, schema: {type: array, items: {enum: [a, b]}}, explode: false}
        - {name: filter, in: query, style: deepObject, explode: true,
           schema: {type: object, properties: {size: {enum: [1, 2]}}}}
        - {name: X-Mode, in: header, schema: {type: string}}
        - {name: crumb, in: cookie, schema: {type: string}}
      responses:
        "200":
          description: fine
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data:
                    type: array
                    items: {$ref: "#/components/schemas/Thing"}
        "4XX": {description: wrong}
        default: {description: other}
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties: {name: {type: string}, colour: {enum: [red, blue]}}
      responses: {"201": {description: made}}
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: fine}, "404": {description: none}}
components:
  schemas:
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: string}
        note: {type: [string, "null"]}
        parent: {$ref: "#/components/schemas/Thing"}
        shape:
          oneOf:
            - {type: object, required: [radius], properties: {radius: {type: number}}}
            - {type: object, required: [side], properties: {side: {type: number}}}
"""
LIST, POST, GET = "GET /things", "POST /things", "GET /things/{id}"


def seen(things: Contract, key: str, answer: httpx.Response, **asked: Any) -> Observed:
    promise = things.promises[key]
    method, path = key.split(" ")
    request = httpx.Request(method, f"http://x{path}", **asked)
    return Observed(promise, request, answer, 0.001)


def points(coverage: Coverage, aspect: str, by: str = "mock") -> set[str]:
    return {name for _, kind, name in coverage.hits.get(by, {}) if kind == aspect}


def fine(*data: Any) -> httpx.Response:
    return httpx.Response(200, json={"data": list(data)})
