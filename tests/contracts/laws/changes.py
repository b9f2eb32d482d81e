"""Ways to spoil what is asked or answered."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx

from contracts.api import Api
from tests.contracts.laws.breaking import answering, asking, bytes_of, json_of, param, status_of

Change = Callable[[Api], Api]


def body(path: str, change: Callable[[Any], None]) -> Change:
    """Answers at a path that ends like this, changed in place."""
    return lambda api: answering(api, json_of(path, lambda told, request: change(told)))


def sent(path: str, name: str, change: Callable[[str], str | None]) -> Change:
    """A parameter that is sent to a path that ends like this."""
    return lambda api: asking(api, param(path, name, change))


def status(method: str, path: str, code: int, when: str = "") -> Change:
    return lambda api: answering(api, status_of(method, path, code, when))


def file(path: str, change: Callable[[bytes], bytes]) -> Change:
    return lambda api: answering(api, bytes_of(path, change))


def by_turns(path: str, change: Callable[[Any], None]) -> Change:
    """Every second answer at a path."""

    def spoilt(api: Api) -> Api:
        numbers = count()
        return body(path, lambda told: change(told) if next(numbers) % 2 else None)(api)

    return spoilt


def request(path: str, change: Callable[[httpx.QueryParams], httpx.QueryParams]) -> Change:
    """The parameters of requests for a path that ends like this."""

    def changed(one: httpx.Request) -> httpx.Request:
        if not one.url.path.endswith(path):
            return one
        url = one.url.copy_with(params=change(one.url.params))
        return httpx.Request(one.method, url, headers=one.headers, content=one.content)

    return lambda api: asking(api, changed)


def cent_more(*pointer: str | int) -> Callable[[Any], None]:
    """Adds a cent to an amount, where it is."""

    def change(told: Any) -> None:
        try:
            for part in pointer[:-1]:
                told = told[part]
            value = told[pointer[-1]]
        except (LookupError, TypeError):
            return
        more = round(float(value) + 0.01, 8)
        told[pointer[-1]] = f"{more:.8f}" if isinstance(value, str) else more

    return change


def one_more(*names: str) -> Callable[[Any], None]:
    """Adds one to a number, where it is."""

    def change(told: Any) -> None:
        for name in names[:-1]:
            told = told[name]
        if names[-1] in told:
            told[names[-1]] += 1

    return change


def shorter(name: str) -> Callable[[Any], None]:
    """A list of several without its last element."""

    def change(told: Any) -> None:
        if isinstance(told[name], list) and len(told[name]) > 1:
            told[name].pop()

    return change


def emptied(name: str) -> Callable[[Any], None]:
    def change(told: Any) -> None:
        if isinstance(told[name], list):
            told[name].clear()

    return change


def next_one(number: str) -> str:
    return str(int(number) + 1)


def at_most_two(number: str) -> str:
    return str(min(int(number), 2))


def second_later(moment: str) -> str:
    at = datetime.fromisoformat(moment.replace("Z", "+00:00")) + timedelta(seconds=1)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def left_out(value: str) -> None:
    """For a parameter that the API does not look at."""


def without_last_row(content: bytes) -> bytes:
    return b"\n".join(content.splitlines()[:-1]) + b"\n"


def other_columns(content: bytes) -> bytes:
    """The first two names of columns change places."""
    header, _, rest = content.partition(b"\n")
    first, second, *others = header.split(b",")
    return b",".join((second, first, *others)) + b"\n" + rest


def in_zip(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            name = archive.namelist()[0]
            inner = archive.read(name)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, change(inner))
        return out.getvalue()

    return changed


def bit_flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
