"""Exchanges as the control API looks at them, of this process or of another one."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from mock_server.faults.matching import Facts
from mock_server.web import shown
from mock_server.web.exchanges import Exchange
from mock_server.web.journal import Journals
from mock_server.web.redaction import Secrets
from mock_server.web.shown import Json


@dataclass(frozen=True, slots=True)
class Seen:
    """An exchange.

    Args:
        facts: what a verification may ask of the request.
        head_size: bytes of the answer's status line and headers.
        told: all of it as JSON, without secrets; worked out when it is asked for.
    """

    number: int
    at: datetime
    status: int
    facts: Facts
    head_size: int
    told: Callable[[], Json]


class Witness(Protocol):
    """Who knows what was asked."""

    def of(self, session: str) -> list[Seen]:
        """The last exchanges of a session, the oldest first."""

    def all(self) -> list[Seen]:
        """Those of all sessions."""

    def count(self, session: str) -> int: ...

    def clear(self, session: str) -> None: ...


@dataclass(frozen=True, slots=True)
class OwnWitness:
    """Knows what this process was asked; enough where there is no other."""

    journals: Journals
    secrets: Secrets

    def of(self, session: str) -> list[Seen]:
        return [self._seen(one) for one in self.journals.of(session).exchanges]

    def all(self) -> list[Seen]:
        return [self._seen(one) for one in self.journals.all()]

    def count(self, session: str) -> int:
        return len(self.journals.of(session))

    def clear(self, session: str) -> None:
        self.journals.clear(session)

    def _seen(self, one: Exchange) -> Seen:
        def told() -> Json:
            return shown.exchange(one, self.secrets)

        return Seen(one.number, one.at, one.status, one.facts, head_size(one), told)


def head_size(one: Exchange) -> int:
    return len(one.head) + len("\r\n")


def written(one: Exchange, secrets: Secrets, arrived_us: int) -> Json:
    """An exchange as it is kept for other processes: without secrets.

    Args:
        arrived_us: when the request came, in microseconds since 1970, by which all are in order.
    """
    facts = one.facts
    return {
        "arrived_us": arrived_us,
        "template": facts.template,
        "path": facts.path,
        "head_size": head_size(one),
        "told": shown.exchange(one, secrets),
    }


def read(kept: Mapping[str, Any]) -> Seen:
    """What was written."""
    told = {**kept["told"], "id": kept["number"]}
    asked = told["request"]
    facts = Facts(
        vendor=told["vendor"],
        operation=told["operation"],
        method=asked["method"],
        template=kept["template"],
        path=kept["path"],
        query=asked["url"].partition("?")[2].encode("latin-1"),
        headers={
            one["name"].lower().encode("latin-1"): one["value"].encode("latin-1")
            for one in asked["headers"]
        },
        body=content(asked["body"]),
    )
    at = datetime.fromisoformat(told["at"])
    return Seen(told["id"], at, told["answer"]["status"], facts, kept["head_size"], lambda: told)


def content(body: Mapping[str, Any]) -> bytes:
    """The beginning of a body, as it is told."""
    if "base64" in body:
        return b64decode(body["base64"])
    return str(body.get("text", "")).encode()
