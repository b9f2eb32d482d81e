"""However strange the other side is, an exchange ends in time and takes up little room."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.live.live import Bounds
from contracts.live.wire import TooMuch
from tests.contracts.live.guarded import guarded
from tests.contracts.live.vendor import Said, Vendor, listening

REPORT = "/v2/reports/some-id"
SHORT = Bounds(answer_s=0.5, answer_bytes=10_000, patience_s=60, retries=3)

Write = Callable[[bytes], Any]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def drip(write: Write) -> None:
    for _ in range(40):
        write(b"H")
        time.sleep(0.05)


def drip_of_a_body(write: Write) -> None:
    write(HEAD + b"Content-Length: 1000\r\n\r\n")
    drip(write)


def endless(write: Write) -> None:
    write(HEAD + b"\r\n")
    for _ in range(10_000):
        write(b"x" * 1000)


def endless_head(write: Write) -> None:
    write(HEAD)
    for number in range(10_000):
        write(b"X-%d: y\r\n" % number)


def endless_chunks(write: Write) -> None:
    write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(10_000):
        write(b"3e8\r\n" + b"x" * 1000 + b"\r\n")


def endless_promises(write: Write) -> None:
    for _ in range(40):
        write(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)


def half(write: Write) -> None:
    write(HEAD + b"Content-Length: 9\r\n\r\nx")


STRANGE: dict[str, tuple[Callable[[Write], Any], type[httpx.TransportError]]] = {
    "silence": (lambda write: time.sleep(1), httpx.ReadTimeout),
    "a head byte by byte": (drip, httpx.RemoteProtocolError),
    "a body byte by byte": (drip_of_a_body, httpx.ReadTimeout),
    "an endless body": (endless, TooMuch),
    "an endless head": (endless_head, httpx.RemoteProtocolError),
    "endless chunks": (endless_chunks, TooMuch),
    "only promises": (endless_promises, httpx.ReadTimeout),
    "nothing": (lambda write: None, httpx.RemoteProtocolError),
    "no HTTP": (lambda write: write(b"SSH-2.0-x\r\n\r\n"), httpx.RemoteProtocolError),
    "half": (half, httpx.RemoteProtocolError),
}


@pytest.mark.parametrize("name", STRANGE)
def test_whatever_comes_back_the_run_goes_on_within_its_time(
    name: str, vendor: Vendor, tmp_path: Path
) -> None:
    raw, error = STRANGE[name]
    vendor.script = lambda heard: Said(raw=raw)
    at = guarded("vonage", vendor.wire, tmp_path, bounds=SHORT)

    begun = time.monotonic()
    with pytest.raises(httpx.TransportError) as came:
        at.get(REPORT)

    assert time.monotonic() - begun < SHORT.answer_s + 1
    assert isinstance(came.value, (error, httpx.ReadTimeout))
    assert len(vendor.heard) == 1


def test_what_is_compressed_though_nobody_asked_is_not_unpacked(
    vendor: Vendor, tmp_path: Path
) -> None:
    bomb = gzip.compress(b"0" * 1_000_000)
    vendor.script = lambda heard: Said(body=bomb, headers=(("Content-Encoding", "gzip"),))
    at = guarded("vonage", vendor.wire, tmp_path)

    with pytest.raises(httpx.RemoteProtocolError, match="compressed"):
        at.get(REPORT)


def test_a_host_that_is_not_there_is_no_answer(tmp_path: Path, pem: Path) -> None:
    with listening(pem, lambda heard: Said()) as vendor:
        wire = vendor.wire
    at = guarded("vonage", wire, tmp_path)

    with pytest.raises(httpx.NetworkError, match="ConnectionRefusedError"):
        at.get(REPORT)
