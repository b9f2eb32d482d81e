"""`--workers`: processes that serve one port, as users start them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from mock_server.session import Session, Sessions
from mock_server.state.store import open_store
from mock_server.web.clock import system_clock
from tests.hooks import Hooks, listening
from tests.serving import UNDERSTUDY
from tests.web.crew import crew, remote_ports, wait_until

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ORDER = {"account_id": "abcd1234", "product": "SMS", "direction": "outbound"}


def ordered(client: httpx.Client, **more: str) -> str:
    answer = client.post("/v2/reports", json={**ORDER, **more}).raise_for_status()
    return str(answer.json()["request_id"])


@contextmanager
def session_in(folder: Path, name: str) -> Iterator[Session]:
    """A session as a process of ours sees it, which serves nobody."""
    with closing(open_store(store_in(folder))) as store:
        yield Sessions(store, system_clock).named(name)


def store_in(folder: Path) -> str:
    return f"sqlite:///{folder}/store.db"


def test_what_one_worker_was_told_the_others_know(tmp_path: Path) -> None:
    with crew(tmp_path, number=3) as running, running.client_of_each() as clients:
        first, *others = clients.values()

        report = ordered(first)
        read = [other.get(f"/v2/reports/{report}").json()["request_id"] for other in others]

    assert read == [report, report]


def test_the_start_tells_how_many_there_are_and_where_they_remember(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with crew(tmp_path) as running:
        said, folders = running.said, list(tmp_path.glob("understudy-*"))

    assert "2 workers serve the port and remember together." in said
    assert "in a file of theirs, which is gone when they are" in said
    assert len(folders) == 1
    assert list(tmp_path.glob("understudy-*")) == []


def test_what_is_set_for_a_session_holds_at_all_workers_within_a_second(tmp_path: Path) -> None:
    with (
        crew(tmp_path, "--store", store_in(tmp_path)) as running,
        running.client_of_each() as clients,
    ):
        headers = {"Mock-Session": "mine"}

        def seeds() -> set[str]:
            answers = [one.get("/v2/reports/zzz", headers=headers) for one in clients.values()]
            return {answer.headers["mock-seed"] for answer in answers}

        before = seeds()
        with session_in(tmp_path, "mine") as session:
            session.change(lambda now: replace(now, seed="77"))
        took_s = wait_until(lambda: seeds() == {"77"})

    assert before == {"0"}
    assert took_s < 1.5  # a second, and the time to ask


def test_a_limit_counts_what_all_workers_answered(tmp_path: Path) -> None:
    with session_in(tmp_path, "still") as session:
        session.set_time(NOON, speed=0.0)  # all of it is in one second

    with (
        crew(tmp_path, "--store", store_in(tmp_path)) as running,
        running.client_of_each() as clients,
    ):
        asked = {"account_id": "abcd1234", "status": "SUCCESS"}
        statuses = [
            client.get("/v2/reports", params=asked, headers={"Mock-Session": "still"}).status_code
            for _ in range(4)
            for client in clients.values()
        ]

    assert statuses == [200] * 5 + [429] * 3


def test_every_worker_tells_what_all_were_asked_also_one_that_was_killed(tmp_path: Path) -> None:
    wanted = {"match": {"path": "/v2/reports/never"}, "exactly": 6}
    with crew(tmp_path) as running:
        with running.client_of_each() as clients:
            for client in list(clients.values()) * 3:
                client.get("/v2/reports/never")
            asked = [client.post("/_mock/verify", json=wanted) for client in clients.values()]
            os.kill(min(clients), signal.SIGKILL)
        wait_until(lambda: "another one takes its place" in running.said)
        asked.append(httpx.post(f"{running.server.url}/_mock/verify", json=wanted, timeout=20))

    verdicts = [answer.json() for answer in asked]
    assert [(it["passed"], it["actual"]) for it in verdicts] == [(True, 6)] * 3


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_forgotten(tmp_path: Path) -> None:
    with crew(tmp_path) as running:
        before = running.workers
        with running.client_of_each() as clients:
            victim = min(clients)
            report = ordered(clients[victim])
            os.kill(victim, signal.SIGKILL)
            # A client that sees the end of its connection first takes another worker's.
            with suppress(httpx.TransportError):
                clients[victim].get(f"/v2/reports/{report}")

        wait_until(lambda: len(running.workers - {victim}) == 2)
        with running.client_of_each() as clients:
            read = [one.get(f"/v2/reports/{report}").status_code for one in clients.values()]
            after = running.workers

    assert len(after & before) == 1
    assert read == [200, 200]
    assert f"(process {victim}) was killed by signal 9; another one takes its place" in running.said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda it: it.name)
def test_a_stop_finishes_what_all_workers_have_begun_within_5_seconds(
    tmp_path: Path, number: signal.Signals
) -> None:
    with crew(tmp_path, "--latency", "1500ms") as running:
        parent = running.server.process
        with running.client_of_each() as clients, ThreadPoolExecutor() as threads:
            workers = [psutil.Process(pid) for pid in clients]
            asked = [threads.submit(one.get, "/v2/reports/zzz") for one in clients.values()]
            time.sleep(0.5)  # so that they are under way, and take another second
            began_s = time.monotonic()
            parent.send_signal(number)
            statuses = [one.result().status_code for one in asked]
        status = parent.wait(10)
        took_s = time.monotonic() - began_s

    assert 400 <= statuses[0] < 500  # an answer of the API, to a report that nobody ordered
    assert len(set(statuses)) == 1
    assert status == 0
    assert 0.5 < took_s < 5
    assert not any(worker.is_running() for worker in workers)
    with pytest.raises(httpx.ConnectError):
        httpx.get(running.server.url)


def test_a_stop_takes_no_longer_than_5_seconds_whatever_was_begun(tmp_path: Path) -> None:
    with (
        crew(tmp_path, "--latency", "30s") as running,
        running.client_of_each() as clients,
        ThreadPoolExecutor() as threads,
    ):
        asked = [threads.submit(one.get, "/v2/reports/zzz") for one in clients.values()]
        time.sleep(0.5)
        began_s = time.monotonic()
        running.server.process.terminate()
        running.server.process.wait(10)
        took_s = time.monotonic() - began_s
        cut_off = [isinstance(one.exception(), httpx.TransportError) for one in asked]

    assert took_s < 5
    assert cut_off == [True, True]


def test_workers_do_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    with crew(tmp_path) as running:
        workers = [psutil.Process(pid) for pid in running.workers]
        running.server.process.kill()

        gone, alive = psutil.wait_procs(workers, timeout=10)

    assert (len(gone), alive) == (2, [])


def test_a_callback_whose_sender_is_killed_is_sent_by_another_worker(tmp_path: Path) -> None:
    """In a session whose time is fast: a sender is waited for two seconds instead of thirty."""
    with session_in(tmp_path, "fast") as session:
        session.set_time(system_clock(), speed=15.0)

    with (
        listening() as hooks,
        crew(tmp_path, "--store", store_in(tmp_path)) as running,
        httpx.Client(base_url=running.server.url, auth=("abcd1234", "any")) as client,
    ):
        hooks.pause_s = 1.0
        client.headers["Mock-Session"] = "fast"
        ordered(client, callback_url=hooks.url)
        port = httpx.URL(hooks.url).port
        senders: set[int] = set()

        def is_called() -> bool:
            senders.update(pid for pid in running.workers if port in remote_ports(pid))
            return bool(senders)

        wait_until(is_called)
        os.kill(senders.pop(), signal.SIGKILL)
        hooks.pause_s = 0.0
        wait_until(lambda: len(hooks.marks) == 2)

    (one, first), (same, second) = hooks.marks
    assert hooks.heard[0] == hooks.heard[1]
    assert one == same
    assert (first, second) == ("1", "2")


def test_to_kill_all_workers_between_any_two_requests_loses_nothing_that_was_accepted(
    tmp_path: Path,
) -> None:
    with session_in(tmp_path, "fast") as session:
        session.set_time(system_clock(), speed=15.0)

    with listening() as hooks, crew(tmp_path, "--store", store_in(tmp_path)) as running:
        options: Any = {"headers": {"Mock-Session": "fast"}, "auth": ("abcd1234", "any")}
        reports, statuses = [], []
        for _ in range(3):
            with httpx.Client(base_url=running.server.url, timeout=20, **options) as client:
                reports.append(ordered(client, callback_url=hooks.url))
            kill(running.workers)
        for report in reports:
            with httpx.Client(base_url=running.server.url, timeout=20, **options) as client:
                answer = client.get(f"/v2/reports/{report}").raise_for_status()
            statuses.append(answer.json()["request_status"])
            kill(running.workers)
        wait_until(lambda: told(hooks) == set(reports))

    assert statuses == ["SUCCESS"] * 3
    assert len(set(hooks.marks)) == len(hooks.marks)  # who is called again is told so


def kill(workers: set[int]) -> None:
    for pid in workers:
        os.kill(pid, signal.SIGKILL)


def told(hooks: Hooks) -> set[str]:
    """The reports of which the end was told."""
    return {json.loads(body)["request_id"] for _, _, body in list(hooks.heard)}


REFUSED = {
    "following documents": (("--reload",), "--reload does not go together"),
    "granian": (("--server", "granian"), "--server granian does not go together"),
    "none": (("--workers", "0"), "not between 1 and 64"),
    "a store that cannot be": (("--store", "sqlite:////no/such/place"), "cannot use the file"),
}


@pytest.mark.parametrize(("more", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_several_processes_cannot_do_is_refused(more: tuple[str, ...], why: str) -> None:
    command = (UNDERSTUDY, "serve", "vonage", "--workers", "2", "--port", "0", *more)

    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert ended.returncode == 2
    assert why in ended.stderr.replace("\n", " ")
    assert "Traceback" not in ended.stderr


def test_a_port_that_others_serve_is_refused_also_to_workers(tmp_path: Path) -> None:
    with crew(tmp_path) as running:
        taken = str(running.server.port)
        command = (UNDERSTUDY, "serve", "vonage", "--workers", "2", "--port", taken)
        ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    assert ended.returncode == 2
    assert "stop what listens there" in ended.stderr
