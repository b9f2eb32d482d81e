"""The journal: the last exchanges of each session, as they came and went.

It is in the memory of this process, and holds what was said as it was said: whoever shows it to
anybody takes the secrets out (`web/redaction.py`). It is written for every request, so it keeps
what is there anyway, and nothing is worked out before somebody looks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mock_server.faults.matching import Facts
from mock_server.faults.rules import Settled
from mock_server.spec.operation import Operation
from mock_server.web.asked import Asked, Whole

if TYPE_CHECKING:  # plans have journals, and routes have plans
    from mock_server.web.site import Route

MOST_EXCHANGES = 1_000
"""Of a session, where the settings say nothing else."""

MOST_BODY = 64 * 1024
"""Bytes of a body that are kept; the rest is only counted."""

MOST_OF_A_SESSION = 8 * 1024 * 1024
MOST_OF_ALL = 64 * 1024 * 1024
"""Bytes, more or less; our own bounds. The sessions that were quiet for longest make room."""

WEIGHT = 1_200
"""Bytes that an exchange takes beside its texts, about."""


class Streamed:
    """How many bytes of an answer were sent while it was made."""

    __slots__ = ("size",)

    def __init__(self) -> None:
        self.size = 0

    def counting(self, pieces: Iterator[bytes]) -> Generator[bytes, None, None]:
        try:
            for piece in pieces:
                self.size += len(piece)
                yield piece
        finally:
            if isinstance(pieces, Generator):
                pieces.close()


class Exchange(NamedTuple):
    """A request and its answer.

    Args:
        number: among those of the process, in order.
        at: by the session's clock, when the answer was settled.
        duration_s: from the request's arrival until its answer was due.
        asked: the request, with the beginning of its body; `size` is that of all of it.
        vendor: the API that was meant; empty when none was.
        route: None where no operation was found.
        settled: what befell it.
        head: the status line and the headers of the answer.
        body: its beginning; `answered` is the size of all of it.
        streamed: counts it instead, of an answer that was made while it was sent.
    """

    number: int
    at: datetime
    duration_s: float
    session: str
    asked: Asked
    size: int
    vendor: str
    route: Route | None
    settled: Settled
    head: bytes
    body: bytes
    answered: int
    streamed: Streamed | None

    @property
    def status(self) -> int:
        return int(self.head[9:12])

    @property
    def path(self) -> str:
        """Below the API's prefix."""
        prefix = f"/{self.vendor}/"
        path = self.asked.path
        return path[len(prefix) - 1 :] if path.startswith(prefix) else path

    @property
    def operation(self) -> Operation | None:
        return None if self.route is None else self.route.plan.operation

    @property
    def facts(self) -> Facts:
        """What a rule or a verification may ask of the request."""
        operation, asked = self.operation, self.asked
        return Facts(
            vendor=self.vendor,
            operation=operation.id if operation else "",
            method=asked.method,
            template=operation.path if operation else "",
            path=self.path,
            query=asked.query,
            headers=asked.named,
            body=asked.body,
        )


Ended: TypeAlias = "tuple[datetime, float, str, Route | None, Settled, Whole, Streamed | None]"
"""What a request came to: `at`, `duration_s`, `vendor`, `route`, `settled`, head and body of the
answer, and `streamed`, as in `Exchange`. Plain tuples: they are made for every request."""

Heard: TypeAlias = tuple[str, str, bytes, bytes, int, bytes, str, str]
"""A request in few objects, which costs less to keep: method, path, query, its headers as one text
and how many there are, the beginning of its body, scheme and root."""

Kept: TypeAlias = tuple[int, int, Heard, int, Ended, int]
"""Its weight and its number, the request and the size of its body, what it came to, and the size
of the answer's body."""

BETWEEN = b"\n"
"""Stands between the names and values of headers, in which no server lets it be."""


def exchange_of(kept: Kept, session: str) -> Exchange:
    _, number, heard, size, ended, answered = kept
    at, duration_s, vendor, route, settled, (head, body), streamed = ended
    return Exchange(
        number, at, duration_s, session, asked_of(heard), size, vendor, route, settled,
        head, body, answered, streamed,
    )  # fmt: skip


def asked_of(heard: Heard) -> Asked:
    """The request again; without headers, should they not be told apart."""
    method, path, query, joined, count, body, scheme, root = heard
    texts = joined.split(BETWEEN)
    whole = count and len(texts) == 2 * count
    headers = list(zip(texts[::2], texts[1::2], strict=True)) if whole else []
    return Asked(method, path, query, headers, dict(headers), body, scheme, root)


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
        return [exchange_of(kept, self.session) for kept in list(self._kept)]

    @property
    def last(self) -> int:
        """The number of the newest."""
        return self._kept[-1][1] if self._kept else 0

    def add(self, kept: Kept) -> int:
        """How much heavier it is for it: less than nothing, when others had to go."""
        self._kept.append(kept)
        more = kept[0]
        while len(self._kept) > self._most or self.weight + more > MOST_OF_A_SESSION:
            more -= self._kept.popleft()[0]
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
        self._count = 0

    def of(self, session: str) -> Journal:
        """A session's; one that is empty where nothing was asked yet."""
        return self._by_session.get(session) or Journal(session, self.most)

    def all(self) -> list[Exchange]:
        """Of all sessions, from the oldest to the newest."""
        found = [one for journal in list(self._by_session.values()) for one in journal.exchanges]
        return sorted(found, key=lambda exchange: exchange.number)

    def clear(self, session: str) -> None:
        journal = self._by_session.pop(session, None)
        self.weight -= journal.weight if journal else 0

    def add(self, session: str, asked: Asked, ended: Ended) -> None:
        """Keep an exchange, and let go of others for it."""
        if not self.most:
            return
        body, (head, told) = asked.body, ended[5]
        size, answered = len(body), len(told)
        if size > MOST_BODY:
            body = body[:MOST_BODY]
        if answered > MOST_BODY:
            told = told[:MOST_BODY]
            ended = (*ended[:5], (head, told), ended[6])
        headers = asked.headers
        joined = BETWEEN.join(chain.from_iterable(headers))
        heard = (asked.method, asked.path, asked.query, joined, len(headers), body, asked.scheme,
                 asked.root)  # fmt: skip
        texts = len(asked.path) + len(asked.query) + len(joined) + len(body)
        weight = WEIGHT + texts + len(head) + len(told)
        self._count = number = self._count + 1
        journal = self._by_session.get(session)
        if journal is None:
            journal = self._by_session[session] = Journal(session, self.most)
        self.weight += journal.add((weight, number, heard, size, ended, answered))
        if self.weight > MOST_OF_ALL:
            self._make_room(journal)

    def _make_room(self, spared: Journal) -> None:
        others = [journal for journal in self._by_session.values() if journal is not spared]
        for journal in sorted(others, key=lambda one: one.last):
            if self.weight <= MOST_OF_ALL:
                return
            self.clear(journal.session)
