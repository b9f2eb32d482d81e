"""A small API, and traffic to it that nobody ever had: written as recorders write it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import yaml

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "servers": [{"url": "https://api.notes.example/v1"}],
    "paths": {
        "/notes": {
            "get": {
                "operationId": "list-notes",
                "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        "description": "Some notes.",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["notes"],
                                    "properties": {
                                        "notes": {"type": "array", "items": {"type": "string"}}
                                    },
                                }
                            }
                        },
                    }
                },
            },
            "post": {"operationId": "add-note", "responses": {"201": {"description": "Kept."}}},
        },
        "/notes/{id}": {
            "get": {
                "operationId": "read-note",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "responses": {"200": {"description": "A note."}},
            }
        },
    },
}

SECRET = "Bearer sesame-4711"
NOTE = "buy milk, call +44 7700 900123"
BASE = "https://api.notes.example/v1"


def write_document(folder: Path) -> Path:
    path = folder / "notes.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


def entry(
    took_s: float | None, *, path: str = "/notes", method: str = "GET", **more: Any
) -> dict[str, Any]:
    """An entry as Chrome exports it: `time` is more than the API took.

    Args:
        more: `status`, `size`, `day` of October 2026, `base`; others become fields of the entry.
    """
    status, size = more.pop("status", 200), more.pop("size", 40)
    day, base = more.pop("day", 1), more.pop("base", BASE)
    made = {
        "startedDateTime": f"2026-10-{day:02}T23:30:00.125+02:00",
        "time": 0 if took_s is None else took_s * 1000 + 35.5,
        "request": {
            "method": method,
            "url": f"{base}{path}",
            "headers": [{"name": "Authorization", "value": SECRET}],
        },
        "response": {
            "status": status,
            "content": {"size": size, "mimeType": "application/json", "text": NOTE},
        },
        **more,
    }
    if took_s is not None:
        parts = {"send": 0.25, "wait": took_s * 1000 - 0.75, "receive": 0.5}
        made["timings"] = {"blocked": 5.5, "dns": -1, "connect": 30.0, **parts}
    return made


def write_har(path: Path, entries: Sequence[dict[str, Any]]) -> Path:
    # What is in braces before the entries, and their name as a text, must lead nobody astray.
    pages = [{"id": "page_1", "title": 'a "title" } ] : [ {"entries": []}', "entries": [1]}]
    creator = {"name": "entries", "version": "log"}
    log = {"version": "1.2", "creator": creator, "pages": pages, "entries": list(entries)}
    path.write_text(json.dumps({"log": {**log, "comment": "{"}}, indent=1))
    return path


def write_yaml(path: Path, document: Any) -> Path:
    path.write_text(yaml.safe_dump(document, sort_keys=False))
    return path


def log_normal(count: int, median_s: float, sigma: float, seed: int = 1) -> list[float]:
    """Durations drawn by Python's own generator."""
    chance = Random(seed)
    return [chance.lognormvariate(math.log(median_s), sigma) for _ in range(count)]


def distance(some: Sequence[float], others: Sequence[float]) -> float:
    """By Kolmogorov and Smirnov: the largest difference of two samples' shares up to a value."""
    left, right, largest = sorted(some), sorted(others), 0.0
    i = j = 0
    while i < len(left) and j < len(right):
        value = min(left[i], right[j])
        while i < len(left) and left[i] <= value:
            i += 1
        while j < len(right) and right[j] <= value:
            j += 1
        largest = max(largest, abs(i / len(left) - j / len(right)))
    return largest
