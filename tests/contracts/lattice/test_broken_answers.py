"""Answers that are not what they say they are, go elsewhere, or hold what is nobody's business."""

from __future__ import annotations

from itertools import chain, repeat
from pathlib import Path

import httpx
import orjson
import pytest

from contracts.contract import Contract, contract
from contracts.lattice.baseline import ARMED, Baseline, read_baseline, write_baseline
from contracts.lattice.shape import DEEPEST
from contracts.lattice.watching import Golden, Look, learn, look
from contracts.observed import Observed
from tests.contracts.lattice.answers import answered, bill, bills

MAPS = """
openapi: 3.1.0
info: {title: Maps, version: "1"}
paths:
  /bills:
    get:
      responses:
        "200":
          description: By whose they are.
          content:
            application/json:
              schema:
                type: object
                properties:
                  data:
                    type: array
                    items:
                      type: object
                      properties:
                        owners:
                          type: object
                          properties: {total: {type: integer}}
                          additionalProperties: {type: integer}
                        labels: {type: object, additionalProperties: true}
                        months: {type: object, patternProperties: {"^m": {type: integer}}}
"""


@pytest.fixture
def promised(tmp_path: Path) -> Contract:
    return bills(tmp_path)


def sent(promised: Contract, content: bytes, status: int = 200, location: str = "") -> Observed:
    headers = {"content-type": "application/json"} | ({"location": location} if location else {})
    request = httpx.Request("GET", "https://api.example.com/bills")
    response = httpx.Response(status, headers=headers, content=content)
    return Observed(promised.promises["GET /bills"], request, response, 0.1)


def known(promised: Contract) -> Baseline:
    baseline = Baseline("live:bills", salt="salt")
    for _ in range(ARMED):
        learn(baseline, look([golden(answered(promised, bill()))], baseline, promised))
    return baseline


def golden(first: Observed, *others: Observed) -> Golden:
    turns = chain((first, *others), repeat(others[-1] if others else first))
    return Golden("bills", lambda: next(turns), frozenset({200}))


def shown(promised: Contract, first: Observed, *others: Observed) -> Look:
    return look([golden(first, *others)], known(promised), promised)


@pytest.mark.parametrize("content", [b"", b"hello", b'{"data": [{"id"', bytes(range(256))])
def test_a_body_that_is_no_json_any_more_is_drift(promised: Contract, content: bytes) -> None:
    (one,) = shown(promised, sent(promised, content)).observations

    assert (one.difference.kind, one.difference.what, one.held) == (
        "type-added", "no JSON", "drift",
    )  # fmt: skip


def test_one_body_that_was_cut_off_is_noise_and_does_not_hide_the_next_ones(
    promised: Contract,
) -> None:
    baseline, broken = known(promised), sent(promised, b'{"data": [')

    once = look([golden(broken, answered(promised, bill()))], baseline, promised)
    learn(baseline, once)
    always = look([golden(broken)], baseline, promised)

    assert not once.observations
    assert [one.difference.what for one in always.observations] == ["no JSON"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_to_be_sent_on_to_another_host_is_inconclusive(promised: Contract, status: int) -> None:
    seen = shown(promised, sent(promised, b"", status, "http://portal.example.net/login"))

    assert not seen.observations
    assert seen.judged == 0
    assert seen.trouble == {"another host": 1}


@pytest.mark.parametrize("location", ["/v2/bills", "https://api.example.com/v2/bills"])
def test_to_be_sent_on_within_the_host_is_a_difference(promised: Contract, location: str) -> None:
    seen = shown(promised, sent(promised, b"", 308, location))

    assert [one.difference.kind for one in seen.observations] == ["status"]


def test_a_body_of_any_depth_is_looked_into_as_far_as_makes_sense(
    promised: Contract, tmp_path: Path
) -> None:
    usual = orjson.dumps(bill()).rstrip(b"}")
    deep = b'{"data": [' + usual + b', "deep": ' + b'{"a":' * 900 + b"1" + b"}" * 901 + b"]}"
    baseline = known(promised)

    seen = look([golden(sent(promised, deep))], baseline, promised)
    learn(baseline, seen, frozenset(one.fingerprint for one in seen.observations))
    write_baseline(tmp_path / "b.json", baseline)

    assert [one.difference.what for one in seen.observations] == ["deep"]
    assert (tmp_path / "b.json").read_text().count('"a": {') < DEEPEST
    assert read_baseline(tmp_path / "b.json").is_armed("bills")


def test_keys_of_maps_are_data_and_are_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "maps.yaml"
    file.write_text(MAPS)
    promised = contract("maps", (file,))
    row = {
        "owners": {"total": 2, "alice": 1, "acct_9f": 1},
        "labels": {"bob": {"carol": 1}},
        "months": {"may": 3},
        "dave": 1,
    }

    baseline = Baseline("live:maps")
    learn(baseline, look([golden(answered(promised, row))], baseline, promised))
    write_baseline(tmp_path / "b.json", baseline)
    text = (tmp_path / "b.json").read_text()

    assert [name for name in ("alice", "acct_9f", "bob", "may") if name in text] == []
    assert '"total"' in text
    assert '"dave"' in text  # a field that no document has is told by its name
