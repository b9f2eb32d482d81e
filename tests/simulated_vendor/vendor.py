"""The vendor: our mock, its answers spoilt by noise and, from some day on, changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random

import httpx
import orjson

from contracts.api import Api
from contracts.contract import Contract
from contracts.lattice.watching import Golden, Silence
from contracts.observed import Observed
from contracts.targets.target import Wanted, opened
from tests.simulated_vendor.changes import Answer, Change
from tests.simulated_vendor.noise import Noise

BASIC = "Basic YWJjZDEyMzQ6bm90aGluZy1zZWNyZXQ="
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Asked:
    key: str
    query: Mapping[str, str]
    expected: int = 200
    path: Mapping[str, str] | None = None


_DAYS = {"start_date": "2026-05-01", "end_date": "2026-05-02"}
_WINDOW = {"account_id": "abcd1234", "date_start": "2026-05-12T00:00:00Z"}
_SENT = {**_WINDOW, "direction": "outbound"}

GOLDEN: Mapping[str, Mapping[str, Asked]] = {
    "vonage": {
        "sms": Asked(
            "GET /v2/reports/records",
            {**_SENT, "product": "SMS", "date_end": "2026-05-12T00:12:00Z"},
        ),
        "voice": Asked(
            "GET /v2/reports/records",
            {**_SENT, "product": "VOICE-CALL", "date_end": "2026-05-12T01:00:00Z"},
        ),
        "without_product": Asked("GET /v2/reports/records", _WINDOW, 422),
        "unknown": Asked("GET /v2/reports/{report_id}", {}, 404, {"report_id": UNKNOWN}),
    },
    "telnyx": {
        "balance": Asked("GET /balance", {}),
        "groups": Asked("GET /billing_groups", {"page[size]": "5"}),
        "invoices": Asked("GET /invoices", {"page[size]": "3"}),
        "charges": Asked("GET /charges_breakdown", _DAYS),
        "summary": Asked("GET /charges_summary", _DAYS),
        "details": Asked(
            "GET /detail_records", {"filter[record_type]": "messaging", "page[size]": "20"}
        ),
        "usage": Asked(
            "GET /usage_reports",
            {
                "product": "messaging",
                "dimensions": "direction",
                "metrics": "cost",
                "date_range": "last_month",
            },
        ),
        "options": Asked("GET /usage_reports/options", {}),
        "unknown": Asked("GET /billing_groups/{id}", {}, 404, {"id": UNKNOWN}),
    },
}


@dataclass(frozen=True)
class Vendor:
    """What the vendor really answers, asked once of the mock; each answer then gets its noise."""

    name: str
    contract: Contract
    answers: Mapping[str, Observed]
    noise: Noise

    def golden(self, seed: str, change: Change | None = None) -> list[Golden]:
        """Its golden requests; equal seeds make equal noise."""
        chance, noise = Random(f"{self.name} {seed}"), self.noise
        return [
            Golden(name, self._asking(name, chance, noise, change), frozenset({one.status}))
            for name, one in self.answers.items()
        ]

    def _asking(
        self, name: str, chance: Random, noise: Noise, change: Change | None
    ) -> Callable[[], Observed | Silence]:
        def ask() -> Observed:
            one = self.answers[name]
            body = noise.applied(one.promise, one.status, one.json, chance)
            headers = {
                key: text for key, text in one.response.headers.items() if key != "content-length"
            }
            answer = Answer(one.status, headers, body)
            if change is not None and change.golden == name:
                answer = change.changed(answer)
            return replace(one, response=_response(answer), seconds=chance.uniform(0.05, 0.2))

        return ask


def _response(answer: Answer) -> httpx.Response:
    content = orjson.dumps(answer.body)
    return httpx.Response(answer.status, headers=answer.headers, content=content)


@contextmanager
def simulated(name: str) -> Iterator[Vendor]:
    """A vendor, with real answers of the mock."""
    headers = {"Authorization": BASIC} if name == "vonage" else {}
    with opened(Wanted(f"mock:{name}", headers=headers)) as api:
        answers = {key: _asked(api, one) for key, one in GOLDEN[name].items()}
        yield Vendor(name, api.contract, answers, Noise(name))


def _asked(api: Api, one: Asked) -> Observed:
    observed = api.ask(one.key, one.path, params=dict(one.query))
    if observed.status != one.expected:
        raise AssertionError(f"{one.key}: {observed.status} {observed.response.text}")
    return observed
