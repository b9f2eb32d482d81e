"""What may be asked of one vendor's own API, as its live file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Scheme = Literal["bearer", "basic"]


@dataclass(frozen=True, slots=True)
class Amounts:
    """What requests cost.

    Args:
        money: in the vendor's currency.
    """

    requests: int = 0
    records: int = 0
    money: Decimal = Decimal(0)

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.requests + other.requests,
            self.records + other.records,
            self.money + other.money,
        )

    def __sub__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.requests - other.requests,
            self.records - other.records,
            self.money - other.money,
        )

    def within(self, most: Amounts) -> bool:
        """Whether none of them is more than allowed."""
        return (
            self.requests <= most.requests
            and self.records <= most.records
            and self.money <= most.money
        )


@dataclass(frozen=True, slots=True)
class Price:
    """Of one record, in a currency."""

    record: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so many requests in so many seconds."""

    requests: int
    seconds: float

    @property
    def interval_s(self) -> float:
        """Between two requests that are evenly spread."""
        return self.seconds / self.requests


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one exchange and of a run's waiting.

    Args:
        answer_s: until an answer is whole, from the first packet on.
        answer_bytes: of its body.
        patience_s: that a whole run waits because the vendor asks it to.
        retries: of one request that is answered 429.
    """

    answer_s: float
    answer_bytes: int
    patience_s: float
    retries: int


@dataclass(frozen=True, slots=True)
class Secrets:
    """Which variables of the environment hold the credentials; never what is in them.

    Args:
        variables: one for "bearer"; name and password for "basic".
        secret: those of them that nobody may see in an answer.
    """

    scheme: Scheme
    variables: tuple[str, ...]
    secret: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Two parameters that say from when to when, and how far apart they may be.

    Args:
        unless: a parameter that names records one by one, so that no window is needed.
    """

    since: str
    until: str
    minutes: int
    unless: str


@dataclass(frozen=True, slots=True)
class Billing:
    """How an operation's records are counted.

    Args:
        records: JSON pointer of their list in an answer.
        most: that one answer can hold.
        each: a parameter whose comma-separated values bring at most one record each; "" for none.
        free: values of parameters for which nothing is charged.
    """

    records: str
    most: int
    each: str
    free: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Allowed:
    """One operation that may be asked, and the limits within which.

    Args:
        key: method and path as the document has them.
        must: parameters of path or query that must be there, once, with this value.
        most: parameters of the query that must be there, once, with at most this number.
        never: parameters of the query that must not be there.
        pace: its own, beside the vendor's.
        cases: whether generated requests may ask it too.
    """

    key: str
    must: Mapping[str, str]
    most: Mapping[str, int]
    never: frozenset[str]
    window: Window | None
    billing: Billing | None
    pace: Pace | None
    cases: bool

    @property
    def method(self) -> str:
        return self.key.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.key.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Golden:
    """A request that is always the same, but for its moments and the account.

    Args:
        says: what it is for.
        expect: the statuses that answer it; any other tells nothing of the contract.
        path, query: may hold words, see `contracts.live.words`.
        anonymous: goes without credentials.
        data: JSON pointer of what must not be empty for the answer to say something; "" for none.
        order: the name by which its cost must be allowed, for what creates something.
        body: what is created; only with `order`.
        source: who made it, as in `contracts.observed.Observed`.
    """

    name: str
    operation: str
    says: str
    expect: frozenset[int]
    path: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    anonymous: bool = False
    data: str = ""
    order: str = ""
    body: Mapping[str, str] | None = None
    source: str = "golden"

    @staticmethod
    def generated(name: str, operation: str) -> Golden:
        """Stands for a generated request, which any status answers."""
        return Golden(name, operation, "", frozenset(), {}, (), source="coverage")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose credentials they are: asked first, where requests do not name the account.

    Args:
        golden: the request that tells.
        pointer: of the account in its answer.
    """

    golden: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Live:
    """One vendor's live file.

    Args:
        account_is: for people: what `--account` means here.
        daily: what may be spent on one day (UTC) unless somebody says otherwise.
        reset_header: seconds until the limit is lifted, where 429 carries no Retry-After; "" for
            none.
    """

    name: str
    host: str
    account_is: str
    secrets: Secrets
    price: Price
    pace: Pace
    bounds: Bounds
    daily: Amounts
    allowed: tuple[Allowed, ...]
    golden: tuple[Golden, ...]
    identity: Identity | None
    reset_header: str

    def allowance(self, key: str) -> Allowed | None:
        return next((one for one in self.allowed if one.key == key), None)
