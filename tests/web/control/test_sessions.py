"""Sessions from outside: what one of them does, no other sees."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.serving import Server
from tests.web.control.asking import KEY, ORDER, RECORDS, REPORTS, START, Mock, after, moment

BASIC = "Basic " + b64encode(f"{KEY}:any".encode()).decode()
LISTING = f"{REPORTS}?account_id={KEY}&status=PENDING,PROCESSING,SUCCESS"
MANY = 50


def test_a_session_is_listed_from_its_first_request_on(mock: Mock) -> None:
    mock.vonage(Mock_Session="one")
    mock.ask("GET", f"/_session/two{RECORDS}")
    mock.vonage()

    assert mock.told("listSessions") == {"sessions": ["one", "two"]}
    assert mock.told("listSessions", query="?limit=1") == {"sessions": ["one"]}
    assert mock.told("listSessions", query="?after=one") == {"sessions": ["two"]}


def test_a_session_that_is_forgotten_begins_anew(mock: Mock) -> None:
    mock.session = "one"
    mock.told("setSeed", {"seed": "9"})
    mock.told("freezeClock", {})
    mock.vonage("POST", REPORTS, ORDER)
    mock.session = ""

    mock.told("forgetSession", name="one")
    listed = mock.told("listSessions")
    mock.session = "one"
    found = mock.told("getSession")

    assert listed == {"sessions": []}
    assert (found["seed"], found["clock"]["is_set"], found["exchanges"]) == ("3", False, 0)
    assert mock.vonage(target=LISTING).json()["reports"] == []
    assert mock.told("listSessions") == {"sessions": ["one"]}


@pytest.mark.parametrize("name", ["a%2Fb", "%20", "x" * 101])
def test_what_is_no_name_is_refused(mock: Mock, name: str) -> None:
    assert mock.control("forgetSession", name=name).status_code == 400


def test_the_control_api_acts_on_the_session_of_its_path_too(mock: Mock) -> None:
    frozen = mock.ask("POST", "/_session/two/_mock/clock/freeze")
    mock.now = after(hours=1)
    two = mock.ask("GET", "/_session/two/_mock/clock")

    assert frozen.status_code == 200
    assert moment(two.json()["now"]) == START
    assert moment(mock.told("getClock")["now"]) == after(hours=1)


def test_reset_takes_back_everything_and_other_sessions_keep_theirs(mock: Mock) -> None:
    rule = {"fault": {"kind": "status", "status": 503}}
    for session in ("one", "two"):
        mock.session = session
        mock.told("setSeed", {"seed": "9"})
        mock.told("freezeClock", {})
        mock.told("addFault", rule)
        mock.told("startScenario", {"steps": [{"fault": {"kind": "status", "status": 500}}]})
        mock.vonage()

    mock.told("reset")
    two = mock.told("getSession")
    mock.session = "one"
    one = mock.told("getSession")

    def counts(found: Any) -> tuple[Any, ...]:
        return (found["seed"], found["clock"]["is_set"], found["faults"], found["scenarios"],
                found["exchanges"])  # fmt: skip

    assert counts(two) == ("3", False, 0, 0, 0)
    assert counts(one) == ("9", True, 1, 1, 1)


def test_a_seed_holds_for_requests_that_bring_none(mock: Mock) -> None:
    balance = "/telnyx/v2/balance"
    bearer = {"Authorization": "Bearer KEY"}
    before = mock.ask("GET", balance, None, **bearer)

    mock.told("setSeed", {"seed": "71"})
    changed = mock.ask("GET", balance, None, **bearer)
    brought = mock.ask("GET", balance, None, Mock_Seed="3", **bearer)

    assert mock.told("getSeed") == {"seed": "71", "is_set": True}
    assert changed.headers["mock-seed"] == "71"
    assert brought.content == before.content

    mock.told("setSeed", {"seed": None})

    assert mock.told("getSeed") == {"seed": "3", "is_set": False}
    assert mock.ask("GET", balance, None, **bearer).content == before.content


@pytest.mark.parametrize("seed", [71, 71.0, "71"])
def test_a_seed_may_be_a_number(mock: Mock, seed: object) -> None:
    assert mock.told("setSeed", {"seed": seed}) == {"seed": "71", "is_set": True}


@pytest.mark.parametrize(
    "seed", [-1, 1.5, 2**53, True, "", "a b", "a\r\nSet-Cookie: x", "\u00e9", "x" * 101]
)
def test_a_seed_that_no_header_can_hold_is_refused(mock: Mock, seed: object) -> None:
    assert mock.control("setSeed", {"seed": seed}).status_code == 400


def test_fifty_sessions_at_once_do_not_see_each_other(server: Server) -> None:
    async def all_of_them() -> list[dict[str, Any]]:
        limits = httpx.Limits(max_connections=MANY)
        async with httpx.AsyncClient(base_url=server.url, limits=limits, timeout=60) as client:
            lives = (life(client, number) for number in range(MANY))
            return await asyncio.gather(*lives)

    found = asyncio.run(all_of_them())

    assert found == [expected(number) for number in range(MANY)]


@dataclass(frozen=True)
class Visitor:
    """One test of many on the same server."""

    client: httpx.AsyncClient
    session: str

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        own = {"Mock-Session": self.session}
        answer = await self.client.request(method, f"/_mock/{path}", headers=own, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def vonage(self, method: str, target: str, body: Any = None) -> httpx.Response:
        await self.control("POST", "clock/advance", {"seconds": 1})  # the vendor has its limits
        named = {"Mock-Session": self.session, "Authorization": BASIC}
        return await self.client.request(method, target, headers=named, json=body)


async def life(client: httpx.AsyncClient, number: int) -> dict[str, Any]:
    """What a test sets and does, and what it finds afterwards."""
    test = Visitor(client, f"many-{number}")
    day = f"{number % 28 + 1:02}"
    await test.control("POST", "clock/freeze", {"at": f"2026-10-{day}T00:00:00Z"})
    await test.control("PUT", "seed", {"seed": str(number % 5)})
    rule = {"match": {"operation": "list-reports"}, "fault": {"kind": "status", "status": 503}}
    await test.control("POST", "faults", {**rule, "uses": number % 3 + 1})
    for _ in range(number % 4):
        await test.vonage("POST", REPORTS, ORDER)
    statuses = [(await test.vonage("GET", LISTING)).status_code for _ in range(4)]
    last = (await test.vonage("GET", LISTING)).json()
    await test.control("POST", "clock/advance", {"minutes": number})
    return {
        "failed": statuses.count(503),
        "reports": len(last["reports"]),
        **await found(test, number),
    }


async def found(test: Visitor, number: int) -> dict[str, Any]:
    journal = (await test.control("GET", "journal"))["exchanges"]
    wanted = {"match": {"operation": "create-async-report"}, "exactly": number % 4}
    answered = [header for one in journal for header in one["answer"]["headers"]]
    return {
        "asked": len(journal),
        "sessions": {one["session"] for one in journal},
        "seeds": {header["value"] for header in answered if header["name"] == "mock-seed"},
        "clock": (await test.control("GET", "clock"))["now"],
        "passed": (await test.control("POST", "verify", wanted))["passed"],
    }


def expected(number: int) -> dict[str, Any]:
    return {
        "failed": number % 3 + 1,
        "reports": number % 4,
        "asked": number % 4 + 5,
        "sessions": {f"many-{number}"},
        "seeds": {str(number % 5)},
        "clock": f"2026-10-{number % 28 + 1:02}T00:{number:02}:0{number % 4 + 5}.000000Z",
        "passed": True,
    }
