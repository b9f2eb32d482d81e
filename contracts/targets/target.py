"""From the words of a command line to what is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from contracts.api import Api
from contracts.contract import Contract
from contracts.errors import TargetError
from contracts.targets.address import address_client, address_contract
from contracts.targets.between import named_between
from contracts.targets.played import played, played_contract


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants judged; plain values, so that any process can open it for itself.

    Args:
        target: "mock:NAME", "live:NAME" or a URL; NAME may be a document's path for a mock.
        specs: documents, for a URL.
        seed: of the mock and of the cases.
        headers: sent with every request to a mock or URL, such as credentials; never shown.
        account: whose data is asked for; "" for whomever the target knows.
        between: what stands between judge and target, as "package.module:function" that makes an
            httpx transport of one; for experiments on the judge itself.
    """

    target: str
    specs: tuple[Path, ...] = ()
    seed: int = 0
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    account: str = ""
    between: str = ""

    @property
    def kind(self) -> str:
        scheme = self.target.partition(":")[0]
        return scheme if scheme in ("mock", "live") else "url"

    @property
    def shown(self) -> str:
        """The target as it may be told: an address without its password."""
        if self.kind != "url":
            return self.target
        return str(httpx.URL(self.target).copy_with(username=None, password=None))

    @property
    def name(self) -> str:
        """Of the vendor or document behind "mock:" and "live:"."""
        return self.target.partition(":")[2]


def wanted_contract(wanted: Wanted) -> Contract:
    """The documents that the target is to be judged by.

    Raises:
        MockServerError: they cannot be found or read.
    """
    if wanted.kind == "mock" and wanted.specs:
        raise TargetError(
            "--spec means nothing here",
            where=f"understudy check {wanted.target}",
            why="a mock is judged by the documents that it plays",
            fix="leave it out, or judge mock:openapi.yaml, or an address with --spec",
        )
    if wanted.kind == "mock":
        return played_contract(wanted.name)
    if wanted.kind == "url":
        return address_contract(wanted.target, wanted.specs)
    raise TargetError(
        "A vendor's own API is not asked this way",
        where=wanted.target,
        why="it is asked alone, within its budget of a day",
        fix="judge it with `understudy check live:NAME`, or name mock:NAME or an address here",
    )


@contextmanager
def opened(wanted: Wanted) -> Iterator[Api]:
    """The target, ready to be asked; whatever was started for it ends with the context."""
    contract = wanted_contract(wanted)
    between = named_between(wanted.between)
    if wanted.kind == "mock":
        with played(contract, wanted.name, wanted.seed, wanted.headers, between) as api:
            yield api
    else:
        with address_client(wanted.target, wanted.headers, between) as client:
            yield Api(contract, client, "url", based=False, account=wanted.account, now=today())


def today() -> datetime:
    """The day's start, in UTC: equal seeds send equal requests all day."""
    now = datetime.now(UTC)  # noqa: TID251 - an edge: what is asked of a real API is about today
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
