"""One journal of several processes, through the store that they share.

Each process writes what it was asked into the store, without secrets, a moment later. Who wants to
know asks all of them to come up to date, and waits until they have: so it hears of every request
that was answered before. A process that says nothing for a second is taken to be gone.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import TypeVar

from mock_server.errors import MockServerError
from mock_server.state.kind import Kind
from mock_server.state.pages import Pages
from mock_server.state.store import MOST, State, Store
from mock_server.web.clock import system_clock
from mock_server.web.exchanges import Exchange
from mock_server.web.journal import MOST_OF_A_SESSION, MOST_OF_ALL, Journals
from mock_server.web.redaction import Secrets
from mock_server.web.seen import Seen, read, written

T = TypeVar("T")

logger = logging.getLogger("understudy")

SPACE = "understudy:journal"
"""No session can have its name."""

ASKED = "asked"
"""Counts how often somebody wanted all to come up to date."""

FLUSH_S = 0.2
"""Between two looks at what is new, and at who wants to know."""

PATIENCE_S = 1.0
"""For all to come up to date; five times as long as they take, if they are alive."""

STEP_S = 0.02

AT_ONCE = 200
"""Exchanges in one transaction: others wait for it some milliseconds. Our own bound."""

MOST_STREAMS = 100
"""Answers on their way whose size will be told when they are out; of more it stays as it was."""


@dataclass(frozen=True, slots=True)
class Present:
    """A process that writes here, and what it has last answered of what was asked of all."""

    id: str
    answered: int


PRESENT = Kind("understudy.present", Present)


@dataclass(frozen=True, slots=True)
class Streaming:
    """An exchange that was written while its answer was still being sent."""

    exchange: Exchange
    number: int


class SharedWitness:
    """Knows what all processes were asked that use the store; see `seen.Witness`."""

    def __init__(self, store: Store, journals: Journals, secrets: Secrets) -> None:
        self._store, self._journals, self._secrets = store, journals, secrets
        self._name = os.urandom(8).hex()
        self._is_present = False
        self._answered = 0
        self._written = 0
        """The number of the last exchange of ours that is in the store."""
        self._streaming: deque[Streaming] = deque(maxlen=MOST_STREAMS)
        self._turn = Lock()
        self._end = Event()

    # What it knows.

    def of(self, session: str) -> list[Seen]:
        return [read(one) for one in self._known(lambda pages: pages.of(session))]

    def all(self) -> list[Seen]:
        return [read(one) for one in self._known(lambda pages: pages.all())]

    def count(self, session: str) -> int:
        return self._known(lambda pages: pages.count(session))

    def clear(self, session: str) -> None:
        self._journals.clear(session)
        with self._store.transaction(SPACE) as state:
            self._pages(state).clear(session, system_clock())

    def _known(self, look: Callable[[Pages], T]) -> T:
        """What is in the store once all have come up to date."""
        with self._store.transaction(SPACE) as state:
            wanted = state.ordinal(ASKED)
        self.write()
        until_s = monotonic() + PATIENCE_S
        while (late := self._late(wanted)) and monotonic() < until_s:
            sleep(STEP_S)
        with self._store.transaction(SPACE) as state:
            for one in late:
                state.delete(PRESENT, one)
            return look(self._pages(state))

    def _late(self, wanted: int) -> list[str]:
        """The others who have not answered yet."""
        with self._store.transaction(SPACE) as state:
            present = state.page(PRESENT, limit=MOST)
        return [one.id for one in present if one.answered < wanted and one.id != self._name]

    # What it writes.

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write what is new meanwhile, and all of it at the end."""
        self._is_present = True
        self._try(self.write)  # others know of this process before it is asked anything
        thread = Thread(target=self._run, name="understudy journal", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._end.set()
            thread.join(PATIENCE_S)

    def _run(self) -> None:
        while not self._end.wait(FLUSH_S):
            self._try(self.write)
        self._try(self._leave)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except MockServerError as error:
            logger.warning("The journal could not be written into the store: %s", error.why)
        except Exception:
            logger.exception("The journal could not be written into the store")

    def _leave(self) -> None:
        self._is_present = False
        self.write()
        with self._store.transaction(SPACE) as state:
            state.delete(PRESENT, self._name)

    def write(self) -> None:
        """Bring the store up to date with this process, and answer who asked for that."""
        with self._turn:
            with self._store.transaction(SPACE) as state:
                asked = state.counted(ASKED)
                me = state.get(PRESENT, self._name)
            self._write_streams()
            self._write_new()
            if self._is_present and (me is None or me.answered < asked):
                with self._store.transaction(SPACE) as state:
                    state.put(PRESENT, Present(self._name, asked))

    def _write_new(self) -> None:
        new = self._journals.since(self._written)
        for begin in range(0, len(new), AT_ONCE):
            some = new[begin : begin + AT_ONCE]
            self._write(some)
            self._written = some[-1].number

    def _write(self, exchanges: Sequence[Exchange]) -> None:
        since_s = beginning_s()
        by_session = groupby(sorted(exchanges, key=_session), key=_session)
        groups = {session: list(group) for session, group in by_session}
        kept = {
            session: [written(one, self._secrets, arrived_us(one, since_s)) for one in group]
            for session, group in groups.items()
        }
        now = system_clock()
        with self._store.transaction(SPACE) as state:
            pages = self._pages(state)
            numbers = {name: pages.add(name, entries, now) for name, entries in kept.items()}
        for session, group in groups.items():
            for one, number in zip(group, numbers[session], strict=True):
                if number and one.streamed is not None:
                    self._streaming.append(Streaming(one, number))

    def _write_streams(self) -> None:
        """The sizes of answers that are out by now."""
        over = [one for one in self._streaming if one.exchange.is_out]
        if not over:
            return
        since_s = beginning_s()
        with self._store.transaction(SPACE) as state:
            for one in over:
                exchange = one.exchange
                entry = written(exchange, self._secrets, arrived_us(exchange, since_s))
                self._pages(state).change(exchange.session, one.number, entry)
        for one in over:
            self._streaming.remove(one)

    def _pages(self, state: State) -> Pages:
        return Pages(state, self._journals.most, MOST_OF_A_SESSION, MOST_OF_ALL)


def _session(exchange: Exchange) -> str:
    return exchange.session


def beginning_s() -> float:
    """When the monotonic clock was 0, in seconds since 1970: the best of some attempts.

    The processes of a machine have one such clock, so their exchanges come in order.
    """
    readings = [(monotonic(), system_clock(), monotonic()) for _ in range(5)]
    before, at, after = min(readings, key=lambda one: one[2] - one[0])
    return at.timestamp() - (before + after) / 2


def arrived_us(exchange: Exchange, since_s: float) -> int:
    return round((since_s + exchange.began_s) * 1e6)
