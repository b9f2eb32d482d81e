"""Answers of a small API, made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import orjson

from contracts.contract import Contract, contract
from contracts.observed import Observed

DOCUMENT = """
openapi: 3.1.0
info: {title: Bills, version: "1"}
paths:
  /bills:
    get:
      responses:
        "200":
          description: All of them.
          headers:
            X-RateLimit-Limit: {schema: {type: integer}}
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data:
                    type: array
                    items: {$ref: "#/components/schemas/Bill"}
        "404": {description: None.}
components:
  schemas:
    Bill:
      type: object
      required: [id, status]
      properties:
        id: {type: string, format: uuid}
        status: {type: string, enum: [open, paid]}
        amount: {type: string}
        note: {type: [string, "null"]}
"""

ID = "0b5c6f1e-7f0a-4c0e-9d55-3d3c3a1c0001"


def bills(folder: Path) -> Contract:
    file = folder / "bills.yaml"
    file.write_text(DOCUMENT)
    return contract("bills", (file,))


def bill(**other: Any) -> dict[str, Any]:
    return {"id": ID, "status": "open", "amount": "12.50", "note": "for the office", **other}


def answered(
    promised: Contract,
    *rows: dict[str, Any],
    status: int = 200,
    headers: Mapping[str, str] = {},
) -> Observed:
    request = httpx.Request("GET", "https://api.example.com/bills")
    sent = {"content-type": "application/json", **headers}
    response = httpx.Response(status, headers=sent, content=orjson.dumps({"data": list(rows)}))
    return Observed(promised.promises["GET /bills"], request, response, 0.1)
