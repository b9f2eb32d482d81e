"""Three servers on one database behind a load balancer; one of them is killed in the middle."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from telnyx import BadRequestError, NotFoundError, Telnyx

from tests.hooks import Hooks, listening
from tests.serving import UNDERSTUDY, Server, free_port, serving
from tests.state.balancer import RoundRobin
from tests.state.postgres import Database

KILLED_AT = 30
"""Of some sixty requests."""

ROUNDS = 4
AWAY = "http://load.balancer"
KEYS = tuple(f"abcd12{number}" for number in range(30, 30 + ROUNDS))
PATIENCE_S = 60.0


@contextmanager
def replicas(database: Database, folder: Path, number: int = 3) -> Iterator[list[Server]]:
    file = folder / "understudy.toml"
    file.write_text('[vendors.vonage]\nreport_speed = "instant"\n')
    options = ("--store", database.url, "--config", str(file), "--port")
    with ExitStack() as opened:
        yield [
            opened.enter_context(
                serving((UNDERSTUDY, "serve", *options, str(port)), port=port, wait_s=60)
            )
            for port in (free_port() for _ in range(number))
        ]


def billing_groups(transport: httpx.BaseTransport, key: str) -> str:
    """What Telnyx's own client remembers there and finds again; its name at the end."""
    http = httpx.Client(transport=transport)
    with Telnyx(api_key=f"KEY_{key}", base_url=f"{AWAY}/telnyx/v2", http_client=http) as api:
        made = api.billing_groups.create(name="North").data
        assert made is not None
        assert made.id is not None
        named = api.billing_groups.update(made.id, name="South").data
        read = api.billing_groups.retrieve(made.id).data
        listed = [one.id for one in api.billing_groups.list()]
        with suppress(NotFoundError):  # the client asks again when the answer was lost
            api.billing_groups.delete(made.id)
        with pytest.raises(NotFoundError):
            api.billing_groups.retrieve(made.id)
        assert api.balance.retrieve().data is not None
    assert named == read
    assert made.id in listed
    return str(read.name if read else None)


def usage_reports(transport: httpx.BaseTransport, key: str) -> list[str]:
    """A report of Telnyx's, from its order to its deletion."""
    http = httpx.Client(transport=transport)
    with Telnyx(api_key=f"KEY_{key}", base_url=f"{AWAY}/telnyx/v2", http_client=http) as api:
        resource = api.reports.mdr_usage_reports
        made = resource.create(
            start_date="2026-07-01T00:00:00Z",
            end_date="2026-07-02T00:00:00Z",
            aggregation_type="NO_AGGREGATION",
            profiles="My profile",
        ).data
        assert made is not None
        assert made.id is not None
        read = resource.retrieve(made.id).data
        listed = [one.id for one in resource.list()]
        with suppress(BadRequestError):
            resource.delete(made.id)
        with pytest.raises(BadRequestError):  # which this API says instead of 404
            resource.retrieve(made.id)
    assert made.id in listed
    return [str(made.id), str(read.id if read else None)]


def vonage_report(transport: httpx.BaseTransport, key: str, hooks: Hooks) -> dict[str, Any]:
    """A report of Vonage's, from its order to its file; its last state."""
    order = {"account_id": key, "product": "SMS", "direction": "outbound"}
    with httpx.Client(
        transport=transport, base_url=f"{AWAY}/vonage", auth=(key, "any"), timeout=PATIENCE_S
    ) as client:
        ordered = until_answered(
            lambda: client.post("/v2/reports", json={**order, "callback_url": hooks.url})
        ).json()
        path = f"/v2/reports/{ordered['request_id']}"
        report: dict[str, Any] = until_answered(lambda: client.get(path)).json()
        link = httpx.URL(report["_links"]["download_report"]["href"])
        file = until_answered(lambda: client.get(f"{AWAY}{link.path}"))
    with ZipFile(io.BytesIO(file.content)) as archive:
        rows = archive.read(archive.namelist()[0]).count(b"\n") - 1
    assert rows == report["items_count"]
    return report


def until_answered(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The first answer that is neither broken off nor limited, as a client would wait for it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            answer = ask()
        except httpx.TransportError:
            continue
        if answer.status_code != 429:
            return answer.raise_for_status()
        time.sleep(0.2)
    raise AssertionError("no answer in time")


def test_the_vendors_journeys_pass_while_one_of_three_is_killed(
    database: Database, tmp_path: Path
) -> None:
    with (
        listening() as hooks,
        replicas(database, tmp_path) as running,
        ThreadPoolExecutor(4) as threads,
    ):
        balancer = RoundRobin(running, {KILLED_AT: running[0]})
        groups = [threads.submit(billing_groups, balancer, key) for key in KEYS]
        orders = [threads.submit(vonage_report, balancer, key, hooks) for key in KEYS]
        usages = [threads.submit(usage_reports, balancer, key) for key in KEYS]
        names = [one.result() for one in groups]
        reports = [one.result() for one in orders]
        ids = [one.result() for one in usages]
        told = told_of({one["request_id"] for one in reports}, hooks)
        is_dead = running[0].process.wait(10) < 0
        balancer.end()

    assert is_dead
    assert names == ["South"] * ROUNDS
    assert [one["request_status"] for one in reports] == ["SUCCESS"] * ROUNDS
    assert all(made == read for made, read in ids)
    assert told >= {one["request_id"] for one in reports}
    assert all(balancer.answered[one.port] > 0 for one in running)


def told_of(reports: set[str], hooks: Hooks) -> set[str]:
    """Reports whose end was told, once all of these are among them."""
    deadline = time.monotonic() + PATIENCE_S
    told: set[str] = set()
    while not told >= reports and time.monotonic() < deadline:
        told = {json.loads(body)["request_id"] for _, _, body in list(hooks.heard)}
        time.sleep(0.05)
    return told
