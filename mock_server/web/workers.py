"""Several processes that serve one port: begun, begun again when they die, and ended together.

They are forked off a parent that has loaded what they need and does not serve: what nobody changes
is in memory once. The parent may have no event loop, no other thread and no open store.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from threading import Thread
from time import monotonic
from typing import TypeAlias

from mock_server.errors import ConfigError, MockServerError
from mock_server.web.servers import Listening, signals_calling

logger = logging.getLogger("understudy")

STOP_S = 4.8
"""For all to finish what they have begun, before they are killed: with what it takes to end, the
whole stop takes less than five seconds."""

STEADY_S = 10.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 10.0
"""Whoever served so long is replaced at once; whoever dies sooner, after a pause that doubles each
time: a worker that cannot live must not keep a processor busy with dying. Our own bounds."""

Work: TypeAlias = Callable[[int, Callable[[Listening], None]], None]
"""Serves in a seat (0, 1, ...) until stopped, and tells what it was given once it is ready."""

_STOP = 255
"""Among the seats that are ready, told through one pipe."""


class Seat:
    """A place among the workers, and who has it now."""

    __slots__ = ("begun_s", "deaths", "due_s", "number", "process")

    def __init__(self, number: int) -> None:
        self.number = number
        self.process: ForkProcess | None = None
        self.begun_s = self.due_s = 0.0
        self.deaths = 0
        """One soon after the other."""

    def vacate(self) -> float:
        """Nobody has it any more; after how many seconds the next one is due."""
        now_s = monotonic()
        self.deaths = 0 if now_s - self.begun_s > STEADY_S else self.deaths + 1
        doubled_s = FIRST_PAUSE_S * 2.0 ** min(self.deaths - 1, 10)
        pause_s = min(LONGEST_PAUSE_S, doubled_s) if self.deaths else 0.0
        self.process, self.due_s = None, now_s + pause_s
        return pause_s


class Workers:
    """So many processes that do the same work.

    Args:
        work: what each of them does.
        number: how many there are, fewer than 255.
        on_ready: told once, when all of them serve.
        on_stop: called before they are told to stop.
    """

    def __init__(
        self,
        work: Work,
        number: int,
        on_ready: Callable[[], None],
        on_stop: Callable[[], None],
    ) -> None:
        self._work = work
        self._on_ready, self._on_stop = on_ready, on_stop
        self._seats = tuple(map(Seat, range(number)))
        self._not_ready = set(range(number))
        self._is_stopping = False
        self._hear, self._tell = os.pipe()
        # Nothing is ever written to this one: it ends when the parent does, however it ends.
        self._until_end, self._end = os.pipe()

    def run(self) -> None:
        """Keep all seats taken until SIGINT, SIGTERM or `stop`.

        Raises:
            ConfigError: one of the first workers ended before all of them served.
        """
        try:
            with signals_calling(self.stop):
                while not self._is_stopping:
                    self._look()
        finally:
            self._on_stop()
            os.close(self._end)
            self._wait_for_all()
            for each in (self._hear, self._tell, self._until_end):
                os.close(each)

    def stop(self) -> None:
        """Returns at once; may be called from any thread, and in a signal handler."""
        os.write(self._tell, bytes([_STOP]))

    # In the parent.

    def _look(self) -> None:
        """Fill the seats that are due, then act on the next thing that happens."""
        for seat in self._seats:
            if seat.process is None and seat.due_s <= monotonic():
                self._begin(seat)
        happened = wait([self._hear, *self._sentinels()], self._patience_s())
        if self._hear in happened:
            self._listen(os.read(self._hear, 1024))
        if not self._is_stopping:
            for seat in self._seats:
                if seat.process is not None and seat.process.sentinel in happened:
                    self._replace(seat, seat.process)

    def _begin(self, seat: Seat) -> None:
        name = f"understudy worker {seat.number + 1}"
        seat.process = get_context("fork").Process(target=self._live, args=(seat,), name=name)
        seat.begun_s = monotonic()
        seat.process.start()

    def _sentinels(self) -> Iterable[int]:
        return (seat.process.sentinel for seat in self._seats if seat.process)

    def _patience_s(self) -> float | None:
        """Until the next seat is to be filled; None when all are taken."""
        due_s = [seat.due_s for seat in self._seats if seat.process is None]
        return max(0.0, min(due_s) - monotonic()) if due_s else None

    def _listen(self, told: bytes) -> None:
        self._is_stopping = _STOP in told
        if self._not_ready and not self._is_stopping:
            self._not_ready.difference_update(told)
            if not self._not_ready:
                self._on_ready()

    def _replace(self, seat: Seat, dead: ForkProcess) -> None:
        dead.join()
        how = f"Worker {seat.number + 1} (process {dead.pid}) {_end_of(dead)}"
        if self._not_ready:
            raise ConfigError(
                "The workers did not start",
                where="--workers",
                why=f"{how} before all of them served",
                fix="see what it said, or try without --workers",
            )
        pause_s = seat.vacate()
        when = f"in {pause_s:g} s" if pause_s else "now"
        logger.warning("%s; another one takes its place %s", how, when)

    def _wait_for_all(self) -> None:
        until_s = monotonic() + STOP_S
        for seat in self._seats:
            if seat.process is not None:
                seat.process.join(max(0.0, until_s - monotonic()))
                if seat.process.is_alive():
                    logger.warning("Worker %d did not end in time and is killed", seat.number + 1)
                    seat.process.kill()
                    seat.process.join()

    # In a worker.

    def _live(self, seat: Seat) -> None:
        os.close(self._end)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        try:
            self._work(seat.number, lambda listening: self._say_ready(seat, listening))
        except MockServerError as error:
            logger.error("%s", error)  # noqa: TRY400 - it is told as the command tells it
            sys.exit(2)

    def _say_ready(self, seat: Seat, listening: Listening) -> None:
        Thread(target=self._stop_at_end, args=(listening.stop,), daemon=True).start()
        os.write(self._tell, bytes([seat.number]))

    def _stop_at_end(self, stop: Callable[[], None]) -> None:
        os.read(self._until_end, 1)
        stop()


def _end_of(dead: ForkProcess) -> str:
    status = dead.exitcode or 0
    return f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
