"""The server as one test has it: a session of its own, and what a test does with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Any

import httpx

from mock_server.catalogue import Served
from mock_server.errors import ConfigError
from mock_server.faults.reading import dated, read_rules
from mock_server.session import Session
from mock_server.testing.call import Call, call
from mock_server.testing.stage import Stage
from mock_server.testing.transport import AsyncTransport, SyncTransport
from mock_server.testing.wishes import Wishes, duration, latency_text, moment, pace, reachable
from mock_server.web.clock import system_clock
from mock_server.web.entering import PREFIX
from mock_server.web.targets import check_match, check_rules

ORIGIN = "http://mock.test"
"""Of clients in this process; nobody can own a name under `test`. Source: RFC 6761, 6.2."""

OF_RULES = ("id", "name", "probability", "nth", "every", "begins", "ends", "expires_s")
"""What is said of a rule; all else that a fault is described with is the fault's own."""

OF_MATCHES = ("vendor", "operation", "method", "path", "query", "body")
"""What is said of requests; headers are a fault's where they stand beside it."""

Asked = str | Mapping[str, Any]
"""Which requests: an operation, as its operationId or "GET /path" (`*` and `?` stand for others),
or several things at once, as a rule's `match` has them."""


class MockServer:
    """Plays the vendors' APIs for one test. Other tests do not see what this one does."""

    def __init__(self, stage: Stage, session: Session, wishes: Wishes) -> None:
        self._stage, self._session, self._wishes = stage, session, wishes
        self._clients: list[httpx.Client] = []
        self._set_up()

    def __repr__(self) -> str:
        return f"<MockServer, session {self._session.name!r}>"

    # Ways to it.

    def client(self, vendor: str = "", **options: Any) -> httpx.Client:
        """A client of an API, in this process. It is closed after the test.

        Args:
            vendor: the one of the marker, or the only one, when none is named.
            options: of `httpx.Client`, such as `auth`, `headers` or `timeout`. Without `timeout` it
                waits for as long as it takes: a busy machine is not what is tested.
        """
        options.setdefault("timeout", None)
        options.setdefault("base_url", ORIGIN + self._path(vendor))
        transport = SyncTransport(self._stage, self._session.name)
        client = httpx.Client(transport=transport, **options)
        self._clients.append(client)
        return client

    def async_client(self, vendor: str = "", **options: Any) -> httpx.AsyncClient:
        """The same for asynchronous code, on asyncio or trio; nothing has to be closed."""
        options.setdefault("timeout", None)
        options.setdefault("base_url", ORIGIN + self._path(vendor))
        transport = AsyncTransport(self._stage, self._session.name)
        return httpx.AsyncClient(transport=transport, **options)

    def url(self, vendor: str = "") -> str:
        """Where an API is to be had on a port of this machine, for whatever speaks HTTP.

        The port is opened when the first test asks for it; the session is a part of the path.
        """
        return self._stage.live.url + PREFIX + self._session.name + self._path(vendor)

    # Time and chance.

    @property
    def now(self) -> datetime:
        """The moment that it is here."""
        return self._session.clock()

    def freeze(self, at: datetime | str | None = None) -> None:
        """Let time stand still, at a moment or as it is now."""
        stop = self.now if at is None else moment(at, "mock_server.freeze")
        self._session.set_time(stop, 0)

    def advance(self, by: timedelta | float = 0.0, **units: float) -> None:
        """Let time pass: seconds, a timedelta, or units of one such as `hours=2`."""
        ahead = reachable(self.now + duration(by, units), "mock_server.advance")
        self._session.set_time(ahead, self._speed)

    def speed(self, times: float) -> None:
        """Let time go so many times as fast as the real one; 0 stops it."""
        self._session.set_time(self.now, pace(times, "mock_server.speed"))

    @property
    def _speed(self) -> float:
        time = self._session.conditions.time
        return 1.0 if time is None else time.speed

    @property
    def seed(self) -> str:
        """What answers are drawn from; empty for the server's own seed."""
        return self._session.conditions.seed

    @seed.setter
    def seed(self, seed: str | int) -> None:
        self._session.change(lambda now: replace(now, seed=str(seed)))

    # What goes wrong.

    def fail(
        self, what: Asked = "*", kind: str | int = "status", *, times: int = 0, **more: Any
    ) -> str:
        """Let requests meet a fault.

        Args:
            what: which requests.
            kind: a kind of fault, such as "status", "reset" or "malformed"; a number is a status.
            times: how often; 0 for always.
            more: what the fault takes (`status=503`, `retry_after_s=2`, `lost="response"`), when it
                is a request's turn (`nth`, `every`, `probability`, `begins`, `ends`), and which
                requests else (`vendor`, `operation`, `method`, `path`, `query`, `body`).

        Returns:
            The id of the rule.

        Raises:
            ConfigError: nothing here is meant by that, or it makes no sense.
        """
        rule, match = taken(OF_RULES, more), {**asked(what), **taken(OF_MATCHES, more)}
        meant = {"kind": kind} if isinstance(kind, str) else {"kind": "status", "status": kind}
        return self._add_rules(({**rule, "match": match, "uses": times, "fault": meant | more},))[0]

    def slow(
        self, what: Asked = "*", latency: str | float = "1s", *, times: int = 0, **more: Any
    ) -> str:
        """Let answers take time: a number of seconds, or a text such as "200ms..400ms".

        Args:
            more: whose turn it is, and which requests else, as for `fail`.

        Returns, Raises: as `fail`.
        """
        match = {**asked(what), **taken(OF_MATCHES, more)}
        rule = {**more, "match": match, "uses": times, "latency": latency_text(latency)}
        return self._add_rules((rule,))[0]

    def scenario(
        self, what: Asked, *steps: Mapping[str, Any], repeats: bool = False, name: str = ""
    ) -> str:
        """Let requests meet one thing after the other; see `docs/pytest.md`.

        Args:
            what: which requests; a step may have a `match` of its own.
            steps: what they meet: `fault`, `latency`, or neither, and how many `times`.

        Returns, Raises: as `fail`.
        """
        scenario = {
            "match": asked(what), "steps": steps, "repeats": repeats, "name": name,
        }  # fmt: skip
        check_rules(read_rules((), (scenario,)), self._stage.served)
        kept = dated((scenario,), system_clock(), None)
        self._session.change(lambda now: replace(now, scenarios=(*now.scenarios, *kept)))
        return str(kept[0]["id"])

    def _add_rules(self, rules: Sequence[Mapping[str, Any]]) -> list[str]:
        check_rules(read_rules(rules), self._stage.served)
        kept = dated(rules, system_clock(), None)
        self._session.change(lambda now: replace(now, rules=(*now.rules, *kept)))
        return [str(rule["id"]) for rule in kept]

    # What happened.

    def calls(self, operation: str = "", /, **match: Any) -> list[Call]:
        """The requests of this test so far, in order, with their answers.

        Args:
            operation: only those for it; patterns as for `fail`.
            match: further things that they must be, as a rule's `match` has them.

        Raises:
            ConfigError: no vendor or operation here is meant.
        """
        wished = {"operation": operation, **match} if operation else match
        wanted = read_rules(({"match": wished, "latency": "none"},)).rules[0].match
        check_match(wanted, self._stage.served)
        found = self._stage.exchanges(self._session.name)
        return [call(exchange) for exchange in found if wanted(exchange.facts)]

    def reset(self) -> None:
        """Be as the test began: what was created, set and asked since is forgotten."""
        self._session.forget()
        self._stage.forget_exchanges(self._session.name)
        self._set_up()

    def close(self) -> None:
        """End the test's session."""
        for client in self._clients:
            client.close()
        self._session.forget()
        self._stage.forget_exchanges(self._session.name)

    def _set_up(self) -> None:
        wishes = self._wishes
        if wishes.seed:
            self.seed = wishes.seed
        if wishes.clock:
            self.freeze(wishes.clock)
        if wishes.rules:
            self._add_rules(wishes.rules)

    def _path(self, vendor: str) -> str:
        served = self._served(vendor)
        return f"/{served.vendor.name}{served.base_path}"

    def _served(self, vendor: str) -> Served:
        name = vendor or self._wishes.vendor
        played = self._stage.played(name)
        if played is None:
            raise _no_vendor(name, [one.vendor.name for one in self._stage.served])
        return played


def asked(what: Asked) -> Mapping[str, Any]:
    """A rule's `match` for it."""
    if isinstance(what, str):
        return {} if what == "*" else {"operation": what}
    if isinstance(what, Mapping):
        return what
    raise ConfigError(
        "That does not say which requests",
        where="mock_server",
        why=f"{what!r:.80} is neither an operation nor a table of what requests must be",
        fix='name the operation first, as in fail("GET /balance", 503), or "*" for all',
    )


def taken(names: Sequence[str], given: dict[str, Any]) -> dict[str, Any]:
    """What is given by these names, which is given no longer then."""
    return {name: given.pop(name) for name in names if name in given}


def _no_vendor(name: str, known: Sequence[str]) -> ConfigError:
    close = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    fix = f"did you mean {close[0]!r}?" if close and name else f"name one of {', '.join(known)}"
    what = f"There is no vendor {name!r} here" if name else "No vendor is named, and there are more"
    return ConfigError(
        what, where="mock_server", why=f"the vendors here are {', '.join(known)}", fix=fix
    )
