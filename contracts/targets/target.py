"""From the words of a command line to what is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from contracts.api import Api
from contracts.contract import Contract
from contracts.errors import TargetError
from contracts.targets.address import address_client, address_contract
from contracts.targets.played import played_client, played_contract


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants judged; plain values, so that any process can open it for itself.

    Args:
        target: "mock:NAME", "live:NAME" or a URL; NAME may be a document's path for a mock.
        specs: documents, for a URL.
        seed: of the mock.
        headers: sent with every request to a mock or URL, such as credentials; never shown.
    """

    target: str
    specs: tuple[Path, ...] = ()
    seed: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        scheme = self.target.partition(":")[0]
        return scheme if scheme in ("mock", "live") else "url"

    @property
    def name(self) -> str:
        """Of the vendor or document behind "mock:" and "live:"."""
        return self.target.partition(":")[2]


def wanted_contract(wanted: Wanted) -> Contract:
    """The documents that the target is to be judged by.

    Raises:
        MockServerError: they cannot be found or read.
    """
    if wanted.kind == "mock":
        return played_contract(wanted.name)
    if wanted.kind == "url":
        return address_contract(wanted.target, wanted.specs)
    raise TargetError(
        "Vendors' own APIs cannot be judged yet",
        where=wanted.target,
        why="what guards the requests to them is not built",
        fix="judge mock:NAME, or a URL with --spec",
    )


@contextmanager
def opened(wanted: Wanted) -> Iterator[Api]:
    """The target, ready to be asked; whatever was started for it ends with the context."""
    contract = wanted_contract(wanted)
    if wanted.kind == "mock":
        with played_client(wanted.name, wanted.seed, wanted.headers) as client:
            yield Api(contract, client, "mock")
    else:
        with address_client(wanted.target, wanted.headers) as client:
            yield Api(contract, client, "url", based=False)
