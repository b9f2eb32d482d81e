"""One journal of servers that share a store: each tells what all of them were asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from mock_server.state.store import Store, open_store
from mock_server.web.gate import Gate
from mock_server.web.redaction import Secrets
from mock_server.web.sharing import PATIENCE_S, SPACE, SharedWitness
from tests.web.control.asking import ORDER, REPORTS, Mock

MATCH = {"match": {"operation": "get-records"}}


class Pair:
    """Two servers on one file. The second one writes as servers do that run."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "store.db"
        self.stores = [self.opened() for _ in range(2)]
        self.one, self.two = (Mock(store=store) for store in self.stores)

    def opened(self) -> Store:
        return open_store(f"sqlite:///{self.file}")

    @contextmanager
    def running(self) -> Iterator[SharedWitness]:
        witness = SharedWitness(self.stores[1], self.two.behaviour.journals, Secrets())
        with witness.writing():
            yield witness


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair(tmp_path)
    with made.running():
        yield made
    for mock in (made.one, made.two):
        mock.close()
    for store in made.stores:
        store.close()


def test_each_tells_what_all_were_asked_in_order(pair: Pair) -> None:
    for server, product in ((pair.one, "A"), (pair.two, "B"), (pair.one, "C"), (pair.two, "D")):
        server.ask("GET", f"/vonage/{product}")

    told = [pair.one.told("listJournal"), pair.one.told("listJournal")]
    urls = [one["request"]["url"][-1] for one in told[0]["exchanges"]]

    assert urls == ["D", "C", "B", "A"]
    assert told[0] == told[1]
    assert len({one["id"] for one in told[0]["exchanges"]}) == 4
    assert pair.one.told("getSession")["exchanges"] == 4


def test_a_verification_counts_the_requests_of_all(pair: Pair) -> None:
    for server in (pair.one, pair.two, pair.two):
        server.vonage()

    verdict = pair.one.told("verify", {**MATCH, "exactly": 3})
    other = pair.one.told("verify", {**MATCH, "exactly": 2})

    assert (verdict["passed"], verdict["actual"]) == (True, 3)
    assert (other["passed"], other["actual"]) == (False, 3)


def test_what_is_told_is_the_same_as_one_process_tells_of_itself(pair: Pair) -> None:
    alone = Mock()
    for server in (alone, pair.two):
        server.vonage("POST", REPORTS, ORDER, User_Agent="a-test")
        server.vonage("POST", REPORTS, b"\xff\xfe\x00")
        server.ask("GET", "/telnyx/v2/nothing?token=x&a=%C3%A9", None, Cookie="a=b")

    def told(server: Mock) -> Any:
        exchanges = server.told("listJournal")["exchanges"]
        entries = server.told("exportJournal")["log"]["entries"]
        return [without_chance(one) for one in (*exchanges, *entries)]

    expected, found = told(alone), told(pair.one)
    alone.close()

    assert found == expected


def without_chance(one: dict[str, Any]) -> dict[str, Any]:
    """Durations are those of this machine, and what was created has an id of its own."""
    left = {key: value for key, value in one.items() if key not in {"duration_s", "time"}}
    left.pop("timings", None)
    return left


@pytest.mark.parametrize(
    ("match", "actual"),
    [
        ({"method": "POST", "path": "/v2/reports"}, 1),
        ({"operation": "POST /v2/reports"}, 1),
        ({"body": {"/product": "S?S"}}, 1),
        ({"headers": {"user-agent": "a-*"}}, 1),
        ({"headers": {"authorization": "Basic *"}}, 2),
        ({"headers": {"authorization": "Basic YWJ*"}}, 0),
        ({"query": {"limit": "2"}}, 1),
        ({"vendor": "vonage"}, 2),
    ],
    ids=str,
)
def test_everything_but_secrets_can_be_asked_of_requests(
    pair: Pair, match: dict[str, Any], actual: int
) -> None:
    pair.two.vonage("POST", REPORTS, ORDER, User_Agent="a-test")
    pair.two.vonage()

    assert pair.one.told("verify", {"match": match, "exactly": 0})["actual"] == actual


def test_no_secret_is_written(pair: Pair) -> None:
    secret = "s3cret-of-this-test"
    pair.one.vonage("POST", REPORTS, {**ORDER, "password": secret}, Authorization=secret)
    pair.two.ask("GET", f"/telnyx/v2/balance?api_key={secret}", None, Authorization=secret)

    told = pair.one.told("listJournal")["exchanges"]

    assert len(told) == 2
    for file in pair.file.parent.iterdir():
        assert secret.encode() not in file.read_bytes()


def test_to_clear_or_reset_leaves_nothing_of_any_process(pair: Pair) -> None:
    seen = []
    for operation in ("clearJournal", "reset"):
        for server in (pair.one, pair.two):
            server.vonage()
        pair.one.told(operation)
        pair.two.vonage()
        seen.append(pair.one.told("verify", {**MATCH, "exactly": 1})["actual"])
        pair.one.told("clearJournal")

    assert seen == [1, 1]


def test_sessions_are_apart(pair: Pair) -> None:
    for name in ("one", "two"):
        pair.two.vonage(Mock_Session=name)
    pair.one.vonage(Mock_Session="two")

    def count(query: str) -> int:
        return len(pair.one.told("listJournal", query=query)["exchanges"])

    assert [count(f"?session={name}") for name in ("one", "two", "*")] == [1, 2, 3]


def test_the_size_of_an_answer_that_was_being_sent_is_told_when_it_is_out(pair: Pair) -> None:
    server = pair.two
    server.told("freezeClock", {})
    ordered = server.vonage("POST", REPORTS, ORDER).json()["request_id"]
    server.advance(hours=1)
    links = server.vonage(target=f"{REPORTS}/{ordered}").json()["_links"]
    href = links["download_report"]["href"].removeprefix("http://127.0.0.1")

    file = server.vonage(target=href)

    def told() -> Any:
        return pair.one.told("listJournal", query="?limit=1")["exchanges"][0]["answer"]["body"]

    assert wait_until(lambda: told()["size"] == len(file.content))


def test_a_process_that_is_gone_is_waited_for_once(tmp_path: Path) -> None:
    with ExitStack() as ended:
        pair = Pair(tmp_path)
        for mock in (pair.one, pair.two):
            ended.callback(mock.close)
        with pair.running():
            pair.two.vonage()
            pair.one.told("listJournal")
        with pair.stores[0].transaction(SPACE) as state:
            left = state._open.count("understudy.present")
            state._open.put("understudy.present", "dead", b'{"id":"dead","answered":0}', None)

        began_s = monotonic()
        first = pair.one.told("verify", {**MATCH, "exactly": 1})
        first_s = monotonic() - began_s
        pair.one.told("verify", {**MATCH, "exactly": 1})
        second_s = monotonic() - began_s - first_s

    assert left == 0
    assert first["passed"]
    assert PATIENCE_S <= first_s < 2 * PATIENCE_S
    assert second_s < PATIENCE_S


def test_many_who_ask_at_once_all_hear_the_truth(pair: Pair) -> None:
    witness = SharedWitness(pair.stores[0], pair.one.behaviour.journals, Secrets())
    counts: list[int] = []
    with witness.writing():
        for _ in range(5):
            pair.two.vonage()
        asking = [
            threading.Thread(target=lambda: counts.append(witness.count("default")))
            for _ in range(8)
        ]
        for each in asking:
            each.start()
        for each in asking:
            each.join()

    assert counts == [5] * 8


def test_a_server_without_a_control_api_or_journal_writes_nothing(tmp_path: Path) -> None:
    for behaviour in ({"gate": Gate(closed=("off", "on"))}, {"journal": 0}):
        store = open_store(f"sqlite:///{tmp_path}/store.db")
        mock = Mock(store=store, **behaviour)
        mock.vonage()
        mock.ask("GET", "/_mock/journal")
        with store.transaction(SPACE) as state:
            assert state.counted("asked") == 0
        mock.close()
        store.close()


def wait_until(happened: Callable[[], bool], wait_s: float = 5.0) -> bool:
    until_s = monotonic() + wait_s
    while not happened():
        if monotonic() > until_s:
            return False
        sleep(0.02)
    return True
