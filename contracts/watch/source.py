"""An API whose golden requests can be sent, whoever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import httpx

from contracts.api import Api
from contracts.contract import Contract
from contracts.drift.reading.text import without_secrets
from contracts.errors import CheckError, Denied, RunEnded
from contracts.lattice.watching import Golden as Asked
from contracts.lattice.watching import Silence
from contracts.live.golden import golden, golden_request
from contracts.live.identity import check_identity
from contracts.live.live import Golden
from contracts.live.reading import golden_in, live_names, live_of
from contracts.live.wish import Wish
from contracts.live.words import NothingLearned, Words
from contracts.observed import Json, Observed
from contracts.targets.live import Edge, agreed, lacking, opened_live
from contracts.targets.target import Wanted, opened


@dataclass(frozen=True, slots=True)
class Watched:
    """What somebody wants watched.

    Args:
        target: "mock:NAME", "live:NAME", or a URL with `specs`.
        golden: a file of golden requests, where they are not those of a vendor's live file.
        wish: for vendors' own APIs.
    """

    target: str
    specs: tuple[Path, ...] = ()
    golden: Path | None = None
    account: str = ""
    seed: int = 0
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    wish: Wish = field(default_factory=Wish)


@dataclass(frozen=True, slots=True)
class Ways:
    """How one API is asked.

    Args:
        asked: its golden requests.
        request: builds the request of one.
        see: is shown every answer, and raises where no more may be asked.
    """

    asked: tuple[Golden, ...]
    request: Callable[[Golden, Words], httpx.Request]
    see: Callable[[Golden, Observed], None] = lambda one, observed: None


@dataclass(frozen=True)
class Source:
    """An open API with its golden requests.

    Args:
        asked: in the order in which they are to be sent: later ones may need what earlier learned.
    """

    name: str
    contract: Contract
    asked: tuple[Asked, ...]


@contextmanager
def opened_source(watched: Watched, edge: Edge | None = None) -> Iterator[Source | None]:
    """The API, ready to be asked; None where it is a vendor's own and there are no credentials.

    Raises:
        MockServerError: what is wanted makes no sense.
    """
    if watched.target.startswith("live:"):
        with _live(watched, edge or Edge()) as source:
            yield source
        return
    wanted = Wanted(
        watched.target, watched.specs, watched.seed, watched.headers, account=watched.account
    )
    with opened(wanted) as api:
        asked = golden_of(watched, api.contract)
        words = Words(watched.account or api.account, api.now, {})
        yield asked_of(
            api, without_secrets(watched.target), words, Ways(asked, partial(_request, api))
        )


def golden_of(watched: Watched, contract: Contract) -> tuple[Golden, ...]:
    """The golden requests for an API that is not a vendor's own: from a file, or as the vendor's.

    Raises:
        CheckError: there are none, or one is for no operation of the contract.
    """
    if watched.golden is not None:
        asked = golden_in(watched.golden)
    elif contract.name in live_names():
        asked = golden(live_of(contract.name))
    else:
        raise CheckError(
            "There are no golden requests for this API",
            where=without_secrets(watched.target),
            why="it is none of the vendors whose requests are known",
            fix="write some, and name their file: --golden FILE",
        )
    for one in asked:
        if one.operation not in contract.promises:
            raise CheckError(
                f"The golden request {one.name!r} is for no operation",
                where=str(watched.golden or without_secrets(watched.target)),
                why=f"the documents have no {one.operation}",
                fix="name it as the document does, such as GET /things/{id}",
            )
    return tuple(asked)


def asked_of(api: Api, name: str, words: Words, ways: Ways) -> Source:
    """The golden requests as calls that remember what later ones need."""
    learned: dict[str, Json] = {}
    over: list[str] = []

    def asking(one: Golden) -> Asked:
        def ask() -> Observed | Silence:
            if over:
                return Silence(over[0])
            promise = api.contract.promises[one.operation]
            try:
                request = ways.request(one, replace(words, learned=learned))
                observed = api.exchange(promise, request, source="golden")
                ways.see(one, observed)
            except NothingLearned as nothing:
                return Silence(str(nothing))
            except Denied as denied:
                return Silence(f"not sent: {denied.why}")
            except RunEnded as end:
                over.append(f"nothing more was sent: {end.why}")
                return Silence(over[0])
            except httpx.TransportError as error:
                return Silence(f"no answer: {error or type(error).__name__}")
            learned[one.name] = observed.json
            return observed

        return Asked(one.name, ask, one.expect, one.operation)

    return Source(name, api.contract, tuple(asking(one) for one in ways.asked))


def _request(api: Api, one: Golden, words: Words) -> httpx.Request:
    """A golden request for an API at another address than the vendor's, with its credentials."""
    promise = api.contract.promises[one.operation]
    made = golden_request("anywhere.invalid", promise, one, words)
    path = made.url.raw_path.decode("ascii")
    sent = api.client.build_request(
        made.method, path if api.based else path.removeprefix(promise.base), content=made.content
    )
    if one.anonymous:
        for name in ("authorization", "cookie"):
            sent.headers.pop(name, None)
    return sent


@contextmanager
def _live(watched: Watched, edge: Edge) -> Iterator[Source | None]:
    about = agreed(watched.target.removeprefix("live:"), watched.wish, edge)
    if lacking(about, edge):
        yield None
        return
    with opened_live(about, edge, watched.seed) as target:

        def request(one: Golden, words: Words) -> httpx.Request:
            promise = about.contract.promises[one.operation]
            return golden_request(about.live.host, promise, one, words)

        ways = Ways(
            golden(about.live, about.orders),
            request,
            partial(check_identity, about.live, about.wish.account),
        )
        yield asked_of(target.api, watched.target, about.words, ways)
