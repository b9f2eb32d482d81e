from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.errors import SpecError
from mock_server.web.lifespan import Running
from mock_server.web.reload import Reloading
from tests.web.connection import PATIENCE_S, served
from tests.web.small_app import answer, lifespan


class Workshop:
    """Builds applications that answer with what a file holds, and keeps what happened."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "document.yaml"
        self.file.write_text("first")
        self.also: list[Path] = []
        self.told: list[str] = []
        self.events: list[str] = []
        self.may_answer = asyncio.Event()
        self.while_building: Callable[[], None] = lambda: None

    def build(self) -> tuple[ASGIApp, Sequence[Path]]:
        try:
            text = " ".join(path.read_text() for path in (self.file, *self.also))
        except FileNotFoundError as error:
            raise broken(str(error)) from error
        self.while_building()
        if text.startswith("broken"):
            raise broken(text)
        if text == "bug":
            raise ValueError(text)
        return self.app(text), (self.file, *self.also)

    def app(self, text: str) -> ASGIApp:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "lifespan":
                self.events.append(f"{text} starts")
                if text == "refusing":
                    await send({"type": "lifespan.startup.failed", "message": "no store"})
                    return
                await lifespan(receive, send)
                self.events.append(f"{text} ends")
                return
            if scope["path"] == "/wait":
                await self.may_answer.wait()
            await answer(send, text.encode())

        return app

    def reloading(self) -> Reloading:
        return Reloading(self.build, self.told.append)


def broken(why: str) -> SpecError:
    return SpecError("The document is broken", where="document.yaml", why=why, fix="mend it")


async def asked(app: ASGIApp, path: str = "/") -> str:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        return (await client.get(path)).text


async def looked_twice(app: Reloading) -> bool:
    """One look meets a change, the next acts on it."""
    return [await app.check(), await app.check()] == [False, True]


def run(conversation: Callable[[Workshop], Coroutine[Any, Any, None]], folder: Path) -> Workshop:
    async def begin() -> Workshop:
        shop = Workshop(folder)
        await conversation(shop)
        return shop

    return asyncio.run(begin())


def test_a_changed_file_is_served(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        assert await asked(app) == "first"

        shop.file.write_text("second")

        assert await looked_twice(app)
        assert await asked(app) == "second"

    assert run(conversation, tmp_path).told == ["Now serving the changed document.yaml"]


def test_nothing_is_built_while_nothing_changes(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()

        assert [await app.check() for _ in range(5)] == [False] * 5

    assert run(conversation, tmp_path).told == []


def test_a_file_that_is_still_being_written_is_left_until_it_rests(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        looks = []
        for text in ("broken by half", "broken still, longer", "whole at last"):
            shop.file.write_text(text)
            looks.append(await app.check())

        assert looks == [False, False, False]
        assert await app.check()
        assert await asked(app) == "whole at last"

    assert run(conversation, tmp_path).told == ["Now serving the changed document.yaml"]


def test_a_file_replaced_by_another_of_the_same_size_and_time_is_a_change(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        other = tmp_path / "document.yaml.new"
        other.write_text("later")
        copy_times(shop.file, other)
        other.replace(shop.file)

        assert await looked_twice(app)
        assert await asked(app) == "later"

    run(conversation, tmp_path)


def copy_times(source: Path, target: Path) -> None:
    status = source.stat()
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_file_that_is_away_for_a_moment_is_no_error(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        shop.file.rename(tmp_path / "document.yaml~")
        assert not await app.check()

        shop.file.write_text("second")

        assert await looked_twice(app)

    assert run(conversation, tmp_path).told == ["Now serving the changed document.yaml"]


@pytest.mark.parametrize(
    ("text", "named"),
    [("broken", "The document is broken"), ("bug", "ValueError: bug")],
)
def test_what_cannot_be_served_is_told_once_and_the_former_stays(
    tmp_path: Path, text: str, named: str
) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        shop.file.write_text(text)

        assert [await app.check() for _ in range(4)] == [False] * 4
        assert await asked(app) == "first"

        shop.file.write_text("mended")

        assert await looked_twice(app)
        assert await asked(app) == "mended"

    complaint, success = run(conversation, tmp_path).told

    assert named in complaint
    assert success == "Now serving the changed document.yaml"


def test_a_missing_file_is_found_when_it_comes(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        shop.also.append(tmp_path / "other.yaml")
        shop.file.write_text("second")
        assert [await app.check() for _ in range(3)] == [False] * 3

        shop.also[0].write_text("other")

        assert await looked_twice(app)
        assert await asked(app) == "second other"

    assert "other.yaml" in run(conversation, tmp_path).told[0]


def test_files_that_come_with_a_change_are_watched_from_then_on(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        shop.also.append(tmp_path / "other.yaml")
        shop.also[0].write_text("other")
        shop.file.write_text("second")
        assert await looked_twice(app)

        shop.also[0].write_text("changed other")

        assert await looked_twice(app)
        assert await asked(app) == "second changed other"

    run(conversation, tmp_path)


def test_a_change_during_a_build_is_not_missed(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        shop.file.write_text("second")
        shop.while_building = lambda: write_third_once(shop)
        assert await looked_twice(app)

        assert await looked_twice(app)
        assert await asked(app) == "third"

    run(conversation, tmp_path)


def write_third_once(shop: Workshop) -> None:
    shop.while_building = lambda: None
    shop.file.write_text("third")


def test_a_request_in_flight_ends_on_the_application_that_it_began_with(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        async with living(app):
            waiting = asyncio.create_task(asked(app, "/wait"))
            await asyncio.sleep(0)
            shop.file.write_text("second")
            assert await looked_twice(app)
            assert await asked(app) == "second"
            assert shop.events == ["first starts", "second starts"]

            shop.may_answer.set()

            assert await waiting == "first"

    shop = run(conversation, tmp_path)

    assert shop.events == ["first starts", "second starts", "first ends", "second ends"]


@contextlib.asynccontextmanager
async def living(app: ASGIApp) -> AsyncIterator[None]:
    """Within the lifespan of the application, as a server holds it."""
    life = Running(app)
    await life.start()
    yield
    await life.stop()


def test_each_application_is_started_and_ended(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        app = shop.reloading()
        async with living(app):
            shop.file.write_text("second")
            assert await looked_twice(app)
            shop.file.write_text("refusing")
            await app.check()
            await app.check()

    shop = run(conversation, tmp_path)

    assert any("no store" in told for told in shop.told)
    assert sorted(shop.events) == [
        *("first ends", "first starts", "refusing starts", "second ends", "second starts"),
    ]


def test_the_first_build_has_to_succeed(tmp_path: Path) -> None:
    async def conversation(shop: Workshop) -> None:
        shop.file.write_text("broken")

        with pytest.raises(SpecError):
            shop.reloading()

    run(conversation, tmp_path)


def test_a_served_document_changes_by_itself(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)

    with served(shop.reloading()) as listening, httpx.Client(base_url=listening.url) as client:
        before = client.get("/").text
        shop.file.write_text("second")
        deadline_s = time.monotonic() + PATIENCE_S
        while (after := client.get("/").text) == before and time.monotonic() < deadline_s:
            time.sleep(0.02)

    assert (before, after) == ("first", "second")
