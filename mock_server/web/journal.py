"""The journal: the last exchanges of each session, as they came and went.

It is in the memory of this process, and holds what was said as it was said: whoever shows it to
anybody takes the secrets out (`web/redaction.py`). It is written for every request, so it keeps
what is there anyway in as few objects as can be (a new object in memory that is no longer in the
processor's caches costs more than all that is done with it), and works out nothing before somebody
looks. Exchanges are sorted by session, and weighed, some at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from itertools import chain, count, groupby, takewhile
from operator import itemgetter
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias, cast

from starlette.types import Message

from mock_server.conventions.problem import title
from mock_server.faults.rules import Settled
from mock_server.web.asked import Asked, Parts, Whole, asked_in
from mock_server.web.bounds import header_lines
from mock_server.web.entering import take_prefix
from mock_server.web.exchanges import Exchange, Streamed

if TYPE_CHECKING:  # plans have journals, and routes have plans
    from mock_server.web.site import Route

MOST_EXCHANGES = 1_000
"""Of a session, where the settings say nothing else."""

MOST_BODY = 64 * 1024
"""Bytes of a body that are kept; the rest is only counted."""

MOST_OF_A_SESSION = 8 * 1024 * 1024
MOST_OF_ALL = 64 * 1024 * 1024
"""Bytes, more or less; our own bounds. The sessions that were quiet for longest make room."""

WEIGHT = 2_000
"""Bytes that an exchange takes beside its request and the body of its answer, about."""

FRESH = 64
"""Exchanges that wait to be sorted and weighed, if they are small."""

SMALL = 8 * 1024
"""Bytes of a request as it was read and of the body of its answer, together."""


Left: TypeAlias = Whole | Parts
"""An answer as it travels: its head, or what begins it in ASGI, and its body."""

Ended: TypeAlias = (
    "tuple[datetime, float, str, Route | None, Settled, Left, Streamed | None, float]"
)
"""What a request came to: `at`, `duration_s`, `vendor`, `route`, `settled`, head and body of the
answer, `streamed` and `began_s`, as in `Exchange`. Plain tuples: each request makes one."""

Heard: TypeAlias = bytes | tuple[str, str, bytes, bytes, int, bytes, str, str]
"""A request in few objects: as it was read; or method, path, query, its headers as one text and
how many there are, the beginning of its body, scheme and root."""

Kept: TypeAlias = tuple[int, str, Heard, Ended, tuple[int, int] | None, int]
"""The number and the session, the request, what it came to, how large both bodies were where only
the beginning of one is kept, and its weight: the bytes that it takes, about and no fewer."""

SESSION_OF, WEIGHT_OF = itemgetter(1), itemgetter(5)

BETWEEN = b"\n"
"""Stands between the names and values of headers, in which no server lets it be."""


def exchange_of(kept: Kept) -> Exchange:
    number, session, heard, ended, sizes, _ = kept
    at, duration_s, vendor, route, settled, (head, body), streamed, began_s = ended
    asked = asked_of(heard)
    size, answered = sizes or (len(asked.body), len(body))
    return Exchange(
        number, at, duration_s, session, asked, size, vendor, route, settled,
        head_of(head), body, answered, streamed, began_s,
    )  # fmt: skip


def head_of(head: bytes | Message) -> bytes:
    """The status line and the headers of an answer."""
    if isinstance(head, bytes):
        return head
    status = head["status"]
    return b"HTTP/1.1 %d %b\r\n" % (status, title(status).encode()) + header_lines(head["headers"])


def heard_of(asked: Asked) -> Heard:
    """A request in parts: it did not come in one piece, or is long."""
    joined = BETWEEN.join(chain.from_iterable(asked.headers))
    return (
        asked.method, asked.path, asked.query, joined, len(asked.headers), asked.body[:MOST_BODY],
        asked.scheme, asked.root,
    )  # fmt: skip


def asked_of(heard: Heard) -> Asked:
    """The request again; without headers, should they not be told apart."""
    if isinstance(heard, bytes):
        asked = asked_in(heard)
        take_prefix(asked)
        return asked
    method, path, query, joined, lines, body, scheme, root = heard
    texts = joined.split(BETWEEN)
    whole = lines and len(texts) == 2 * lines
    headers = list(zip(texts[::2], texts[1::2], strict=True)) if whole else []
    return Asked(method, path, query, headers, dict(headers), body, scheme, root)


def weight_of(heard: Heard, left: Left) -> int:
    size = len(heard) if isinstance(heard, bytes) else sum(map(len, heard[1:4])) + len(heard[5])
    return WEIGHT + size + len(left[1])


class Journal:
    """The last exchanges of one session."""

    __slots__ = ("_kept", "_most", "session", "weight")

    def __init__(self, session: str, most: int) -> None:
        self.session = session
        self._most = most
        self._kept: deque[Kept] = deque()
        self.weight = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def exchanges(self) -> list[Exchange]:
        """From the oldest to the newest, as they are at this moment: from any thread."""
        return [exchange_of(kept) for kept in list(self._kept)]

    def since(self, number: int) -> list[Exchange]:
        """Those after the one of a number, the newest first."""
        if self.last <= number:
            return []
        new = takewhile(lambda kept: kept[0] > number, reversed(list(self._kept)))
        return [exchange_of(kept) for kept in new]

    @property
    def last(self) -> int:
        """The number of the newest."""
        return self._kept[-1][0] if self._kept else 0

    def add(self, new: Sequence[Kept]) -> int:
        """How much heavier it is for them: less than nothing, when others had to go."""
        kept = self._kept
        kept.extend(new)
        more: int = sum(map(WEIGHT_OF, new)) - sum(
            map(WEIGHT_OF, [kept.popleft() for _ in range(len(kept) - self._most)])
        )
        while self.weight + more > MOST_OF_A_SESSION:
            more -= WEIGHT_OF(kept.popleft())
        self.weight += more
        return more


class Journals:
    """The journals of all sessions.

    Args:
        most: exchanges in each; 0 keeps none.
    """

    def __init__(self, most: int = MOST_EXCHANGES) -> None:
        self.most = most
        self.weight = 0
        self._by_session: dict[str, Journal] = {}
        self._numbers = count(1)
        self._fresh: deque[Kept] = deque()
        self._sorting = Lock()

    def of(self, session: str) -> Journal:
        """A session's; one that is empty where nothing was asked yet."""
        self._sort()
        return self._by_session.get(session) or Journal(session, self.most)

    def all(self) -> list[Exchange]:
        """Of all sessions, from the oldest to the newest."""
        self._sort()
        found = [one for journal in list(self._by_session.values()) for one in journal.exchanges]
        return sorted(found, key=lambda exchange: exchange.number)

    def since(self, number: int) -> list[Exchange]:
        """Of all sessions those after the one of a number, from the oldest to the newest."""
        self._sort()
        new = [one for journal in list(self._by_session.values()) for one in journal.since(number)]
        return sorted(new, key=lambda exchange: exchange.number)

    def clear(self, session: str) -> None:
        self._sort()
        self._drop(session)

    def add(self, session: str, asked: Asked, ended: Ended) -> None:
        """Keep an exchange, and let go of others for it."""
        if not self.most:
            return
        heard = asked.raw if 0 < len(asked.raw) <= SMALL else heard_of(asked)
        weight = weight_of(heard, ended[5])
        if weight <= WEIGHT + SMALL:  # nearly all
            self.add_again(session, heard, weight, ended)
        else:
            cut_off, sizes = cut(asked, ended)
            weight = weight_of(heard, cut_off[5])
            self._fresh.append((next(self._numbers), session, heard, cut_off, sizes, weight))
            self._sort()

    def add_again(self, session: str, heard: Heard, weight: int, ended: Ended) -> None:
        """Keep a small exchange, of which all is known; its request may be that of another, too."""
        if self.most:
            self._fresh.append((next(self._numbers), session, heard, ended, None, weight))
            if len(self._fresh) >= FRESH:
                self._sort()

    def _sort(self) -> None:
        """Put what was added lately into the journals of its sessions."""
        with self._sorting:
            fresh, journal = self._fresh, None
            new = [fresh.popleft() for _ in range(len(fresh))]
            for session, some in groupby(new, SESSION_OF):
                journal = self._by_session.get(session)
                if journal is None:
                    journal = self._by_session[session] = Journal(session, self.most)
                self.weight += journal.add(list(some))
            if journal is not None and self.weight > MOST_OF_ALL:
                self._make_room(journal)

    def _drop(self, session: str) -> None:
        journal = self._by_session.pop(session, None)
        self.weight -= journal.weight if journal else 0

    def _make_room(self, spared: Journal) -> None:
        others = [journal for journal in self._by_session.values() if journal is not spared]
        for journal in sorted(others, key=lambda one: one.last):
            if self.weight <= MOST_OF_ALL:
                return
            self._drop(journal.session)


def cut(asked: Asked, ended: Ended) -> tuple[Ended, tuple[int, int]]:
    """What a request came to, with the beginning of the answer alone, and both sizes."""
    head, body = ended[5]
    sizes = len(asked.body), len(body)
    left = cast("Left", (head, body[:MOST_BODY]))
    return (*ended[:5], left, *ended[6:]), sizes
