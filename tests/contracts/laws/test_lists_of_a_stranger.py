"""Laws on an API that nobody here plays: a list in pages, and HEAD beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson

from contracts.api import Api
from contracts.contract import contract
from contracts.laws import LAWS, Outcome, outcome

NUMBER = {"in": "query", "schema": {"type": "integer", "minimum": 1}}
ITEMS: dict[str, Any] = {
    "parameters": [{"name": "page", **NUMBER}, {"name": "per_page", **NUMBER}],
    "responses": {"200": {"description": "A page.", "content": {"application/json": {}}}},
}
ROWS = [{"id": number} for number in range(23)]

Answer = Callable[[httpx.Request], httpx.Response]


def pages(request: httpx.Request, shift: int = 0) -> httpx.Response:
    """A page of all rows; those after the first begin too late by a shift."""
    number = int(request.url.params.get("page", "1"))
    size = int(request.url.params.get("per_page", "10"))
    begin = (number - 1) * size + (shift if number > 1 else 0)
    meta = {"total_results": len(ROWS)}
    return httpx.Response(200, json={"data": ROWS[begin : begin + size], "meta": meta})


def tried(name: str, folder: Path, operations: dict[str, Any], answer: Answer) -> Outcome:
    with opened(folder, operations, answer) as api:
        return outcome(next(law for law in LAWS if law.name == name), api, 1)


@contextmanager
def opened(folder: Path, operations: dict[str, Any], answer: Answer) -> Iterator[Api]:
    file = folder / "openapi.json"
    info = {"title": "Items", "version": "1"}
    file.write_bytes(
        orjson.dumps({"openapi": "3.1.0", "info": info, "paths": {"/items": operations}})
    )
    with httpx.Client(transport=httpx.MockTransport(answer), base_url="http://items") as client:
        yield Api(contract("items", (file,)), client, "url")


def test_a_page_that_begins_too_late_is_shown_by_its_own_request(tmp_path: Path) -> None:
    came = tried("pages_tile_the_list", tmp_path, {"get": ITEMS}, lambda one: pages(one, shift=1))

    shown = {
        finding.pointer: observed.request.url.params["page"]
        for finding, observed in zip(came.findings, came.blamed, strict=True)
        if observed
    }
    short = next(one for one in came.findings if one.pointer == "/size")
    assert shown["/order"] == "2"
    assert f"on page {shown['/size']} of 23" in short.expected


def test_head_that_is_documented_is_offered(tmp_path: Path) -> None:
    def headless(request: httpx.Request) -> httpx.Response:
        return pages(request) if request.method == "GET" else httpx.Response(404)

    name = "head_agrees_with_get"
    promised = tried(name, tmp_path, {"get": ITEMS, "head": ITEMS}, headless)
    unsaid = tried(name, tmp_path, {"get": ITEMS}, headless)

    assert promised.verdict == "violation"
    assert unsaid.verdict == "inconclusive"
