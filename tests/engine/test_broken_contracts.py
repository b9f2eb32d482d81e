"""Answers that break their contract on purpose: an independent judge finds what was broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from mock_server.catalogue import Served
from mock_server.faults.reading import read_rules
from mock_server.spec.load import load_document
from mock_server.vendor import Vendor
from mock_server.web.app import build_app
from mock_server.web.plans import Behaviour
from tests.documents.library import document, published
from tests.engine.contract import Contract, Json, Operation, Place, contract, number
from tests.engine.judge import documented_response, is_json, media_range, shortened
from tests.engine.served import NOON, Api, Servers
from tests.engine.valid_request import valid_request

# No rule is for requests to the control API itself.
NAMES = (*(name for name in published() if not name.startswith("control/")), "shop", "bank")
OPERATIONS = [it for name in NAMES for it in contract(document(name)).operations(name)]
KINDS = ("missing_field", "wrong_type", "unknown_enum", "extra_field", "number_as_text")


@dataclass(frozen=True)
class Apis:
    """Each document behind two applications: one that is calm, and one for each kind of fault."""

    by_kind: dict[tuple[str, str], Api]

    def answer(self, operation: Operation, kind: str) -> Any:
        request = valid_request(contract(document(operation.document)), operation)
        return self.by_kind[operation.document, kind].send(request, Prefer="dynamic=true")


@pytest.fixture(scope="module")
def apis() -> Iterator[Apis]:
    servers, found = Servers(), {}
    for name in NAMES:
        loaded = load_document(document(name), False)
        served = [Served(Vendor("api", loaded.title, (document(name),)), (loaded,))]
        for kind in ("", *KINDS):
            rules = read_rules([{"fault": kind}] if kind else [])
            app = build_app(served, Behaviour(0, lambda: NOON, rules=rules))
            found[name, kind] = servers.adopt(app, loaded.base_paths[0])
    yield Apis(found)
    servers.close()


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_a_broken_answer_breaks_the_published_schema_or_says_that_it_does_not(
    apis: Apis, operation: Operation
) -> None:
    calm = apis.answer(operation, "")
    schema = schema_of(operation, calm)

    for kind in KINDS:
        spoilt = apis.answer(operation, kind)
        note = spoilt.headers.get("mock-note", "")

        assert spoilt.status_code == calm.status_code
        assert note.startswith("fault: ")
        if "this answer has no" in note or "there is no JSON" in note:
            assert spoilt.content == calm.content
            continue
        changed = differences(read(calm), read(spoilt))
        assert len(changed) == 1, (kind, note)
        assert changed[0] in note
        # JSON Schema knows nothing of discriminators: OpenAPI alone refuses an unknown value there.
        is_discriminator = kind == "unknown_enum" and changed[0].split("/")[-1] in discriminators()
        if schema is not None and not is_discriminator:
            judged = contract(document(operation.document))
            is_good = not judged.errors(schema, shortened(read(spoilt)))
            assert is_good == ("which the document allows" in note), (kind, note)


def test_nearly_every_operation_of_the_vendors_can_be_broken(apis: Apis) -> None:
    """What every answer has is broken in every answer; the rest wherever there is any."""
    broken = dict.fromkeys(KINDS, 0)
    for operation in OPERATIONS:
        for kind in KINDS:
            note = apis.answer(operation, kind).headers["mock-note"]
            broken[kind] += "which the document allows" not in note and "no" not in note.split()

    assert broken["wrong_type"] > len(OPERATIONS) / 2
    assert all(broken.values())


def schema_of(operation: Operation, answer: Any) -> Place | None:
    """What the original document says of an answer."""
    judged: Contract = contract(document(operation.document))
    promised = documented_response(judged, operation, answer.status_code)
    content = promised.node.get("content") if promised else None
    media_type = answer.headers.get("content-type", "")
    key = media_range(content, media_type) if content and is_json(media_type) else None
    if promised is None or key is None:
        return None
    entry = promised.child("content", key)
    return entry.child("schema") if "schema" in entry.node else None


@cache
def discriminators() -> frozenset[str]:
    """The names of all properties that tell kinds apart, in any document."""
    texts = (str(contract(document(name)).files) for name in NAMES)
    return frozenset(
        name for text in texts for name in re.findall(r"'propertyName': '(\w+)'", text)
    )


def read(answer: Any) -> Json:
    return json.loads(answer.content, parse_float=number)


def differences(before: Json, after: Json, pointer: str = "") -> list[str]:
    """The places at which two values differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        names = dict.fromkeys((*before, *after))
        both = [name for name in names if name in before and name in after]
        one = [f"{pointer}/{escaped(name)}" for name in names if name not in both]
        inside = (
            differences(before[name], after[name], f"{pointer}/{escaped(name)}") for name in both
        )
        return [*one, *(place for places in inside for place in places)]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        found = (differences(one, other, f"{pointer}/{n}") for n, (one, other) in pairs)
        return [place for places in found for place in places]
    return [] if before == after and type(before) is type(after) else [pointer]


def escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
