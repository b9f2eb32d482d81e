"""A customer of the Reports API, over a socket, and the server that has enough records for one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx

from tests.serving import UNDERSTUDY, Server, serving

KEY = "abcd1234"
WEEK = {"account_id": KEY, "product": "SMS", "direction": "outbound"}
"""Without dates the last seven days are meant."""

PATIENCE_S = 600.0
"""For the first byte of an answer: a file is made whole before its last part is sent."""


def playing(
    folder: Path, port: int, rows: int, report_speed: str | int
) -> AbstractContextManager[Server]:
    """Vonage, remembering in a file of the folder, where a WEEK has so many rows or a few more."""
    speed = f'"{report_speed}"' if isinstance(report_speed, str) else report_speed
    settings = folder / "understudy.toml"
    settings.write_text(
        f'store = "sqlite:///{folder}/store.db"\n[accounts]\n{KEY} = {rows // 3}\n'
        f"[vendors.vonage]\nreport_speed = {speed}\n"
    )
    command = (UNDERSTUDY, "serve", "vonage", "--config", str(settings), "--port", str(port))
    return serving(command, port=port)


@dataclass(frozen=True, slots=True)
class Customer:
    """One who asks at most five times a second, as is allowed."""

    client: httpx.Client

    def order(self, **more: str) -> Any:
        return self.client.post("/v2/reports", json={**WEEK, **more}).raise_for_status().json()

    def report(self, report_id: str) -> Any:
        time.sleep(0.25)
        return self.client.get(f"/v2/reports/{report_id}").raise_for_status().json()

    def reports(self) -> Any:
        """The ids of all reports in whatever state."""
        time.sleep(0.25)
        asked = {"account_id": KEY, "status": "PENDING,PROCESSING,SUCCESS"}
        listed = self.client.get("/v2/reports", params=asked).raise_for_status().json()
        return [one["request_id"] for one in listed["reports"]]

    def awaited(self, report_id: str, status: str, wait_s: float = 60.0) -> Any:
        """The report, as soon as it is in a state."""
        deadline = time.monotonic() + wait_s
        while (report := self.report(report_id))["request_status"] != status:
            assert time.monotonic() < deadline, report
        return report

    def save(self, link: str, path: Path, notice: Callable[[int], None] = lambda _: None) -> None:
        """Save a file, or only the rest of it when some is there already.

        Args:
            notice: told how much is there, as it grows; bytes.
        """
        begin = path.stat().st_size if path.exists() else 0
        part = {"Range": f"bytes={begin}-"} if begin else {}
        with self.client.stream("GET", link, headers=part) as answer, path.open("ab") as file:
            assert answer.status_code == (206 if begin else 200)
            for piece in answer.iter_raw():
                file.write(piece)
                notice(file.tell())


@contextmanager
def customer(url: str, key: str = KEY) -> Iterator[Customer]:
    with httpx.Client(auth=(key, "any"), base_url=url, timeout=PATIENCE_S) as client:
        yield Customer(client)


def rows_in(archive: Path) -> int:
    """Rows of the one file in an archive, beside its header; its checksum is looked at."""
    with ZipFile(archive) as opened:
        (name,) = opened.namelist()
        with opened.open(name) as file:
            return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b"")) - 1
