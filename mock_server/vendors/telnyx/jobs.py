"""Reports that are made after they were ordered: what is kept of them, and what time does to it.

One kind of job stands behind all of Telnyx's dialects, which differ in words and columns alone.
Only the order is stored. What a report holds is worked out from the ledger whenever somebody asks,
as of the moment at which it was finished.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import takewhile
from typing import Any, Literal, TypeAlias
from uuid import UUID

from mock_server.exchange import Rejection, Request
from mock_server.ledger.dataset import Dataset
from mock_server.state.kind import Kind, microseconds
from mock_server.state.store import State
from mock_server.vendor import Context
from mock_server.vendors.telnyx.moments import moment_at, ms_of
from mock_server.vendors.telnyx.refusals import not_found

Stage: TypeAlias = Literal["pending", "complete", "failed", "expired"]

Dialect: TypeAlias = Literal[
    "mdr_usage", "legacy_mdr_usage", "legacy_cdr_usage", "number_lookup", "mdr_batch", "cdr_batch",
    "stt_batch", "wireless", "billing_group", "sub_numbers", "invoice",
]  # fmt: skip

BASE_S = (5.3, 11.0)
"""Seconds that a small report takes, at least and at most. Source: two examples of S, as moments
of creation and of the last change."""

PER_MILLION_S = (300.0, 600.0)
"""Seconds that a million rows take on top. ASSUMED: Telnyx tells none; another vendor's figure."""

LASTS = timedelta(days=30)
"""How long a file can be fetched. Source: D, the first version of these reports; that it holds for
all of them is ASSUMED."""

REMEMBERED = timedelta(days=90)
"""How long an order is known at all. ASSUMED."""

SWEPT = 10
"""Old jobs that go when a new one comes: more than come, so that they do not heap up."""

LISTED = 500
"""Lines of a list that are read at once."""


@dataclass(frozen=True, slots=True)
class Job:
    """An order, and when it is done.

    Args:
        id: a UUID.
        account_id: who ordered it.
        parameters: what was ordered, as JSON; its form is the dialect's own.
        seed, fingerprint: of the dataset that it is about.
        fails: whether it fails instead of being done; only when somebody asked for that.
    """

    id: str
    dialect: Dialect
    account_id: str
    parameters: Mapping[str, Any]
    seed: str
    fingerprint: str
    created_at: datetime
    finished_at: datetime
    fails: bool = False

    def stage_at(self, now: datetime) -> Stage:
        if now < self.finished_at:
            return "pending"
        if self.fails:
            return "failed"
        return "complete" if now < self.finished_at + LASTS else "expired"

    def updated_at(self, now: datetime) -> datetime:
        """When it last changed."""
        changes = (self.created_at, self.finished_at, self.finished_at + LASTS)
        return max(at for at in changes if at <= max(now, self.created_at))

    @property
    def as_of_ms(self) -> int:
        """The moment at which its records are looked at."""
        return ms_of(self.finished_at)

    @property
    def file(self) -> str:
        """The name of its file under `/downloads`."""
        return f"{self.dialect}_{self.id}.csv"

    def url_at(self, now: datetime, base_url: str) -> str | None:
        """Where its file is; None when there is none yet, or no longer."""
        is_there = self.stage_at(now) == "complete"
        return f"{base_url}/v2/downloads/{self.file}" if is_there else None


def _forgotten_at(job: Job) -> datetime:
    return job.created_at + REMEMBERED


JOB = Kind("telnyx.job", Job, due_of=_forgotten_at)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in the list of an account's jobs of a dialect, in order of creation."""

    id: str
    job_id: str


ENTRY = Kind("telnyx.job_entry", Entry)


def ordered(
    request: Request,
    context: Context,
    dialect: Dialect,
    parameters: Mapping[str, Any],
    rows: int = 0,
) -> Job:
    """Take an order that is good.

    Args:
        rows: about how many records it is about: they take time.
    """
    now = moment_at(ms_of(context.clock()))
    dataset = context.backing.dataset(request.start)
    with context.backing.state() as state:
        drawn = _drawn(request.seed, state.ordinal(JOB.name))
        job = Job(
            id=str(UUID(bytes=drawn[:16], version=4)),
            dialect=dialect,
            account_id=request.account,
            parameters=parameters,
            seed=request.start.decode("latin-1"),
            fingerprint=dataset.fingerprint,
            created_at=now,
            finished_at=now + _duration(drawn[16:], rows, context.backing.settings["report_speed"]),
            fails=context.order_fails(),
        )
        _forget_old(state, now)
        state.put(JOB, job)
        state.put(ENTRY, _entry(job))
    return job


def listed(request: Request, context: Context, dialect: Dialect) -> list[Job]:
    """The caller's jobs of a dialect, the newest first."""
    with context.backing.state() as state:
        found = (state.get(JOB, job_id) for job_id in _ids(state, request.account, dialect))
        return [job for job in found if job is not None]


def found(request: Request, context: Context, dialect: Dialect, missing: int = 404) -> Job:
    """The caller's job that the path names.

    Args:
        missing: the status that says there is none: some operations have no 404.

    Raises:
        Rejection: there is none.
    """
    with context.backing.state() as state:
        return _found(state, request, dialect, missing)


def deleted(request: Request, context: Context, dialect: Dialect, missing: int = 404) -> Job:
    """Forget the caller's job that the path names; what it was.

    Raises:
        Rejection: there is none.
    """
    with context.backing.state() as state:
        job = _found(state, request, dialect, missing)
        _forget(state, job)
    return job


def of_file(context: Context, file: str) -> Job:
    """The job whose file has this name, for anybody who has the link.

    Raises:
        Rejection: 404, there is none, it is not ready, or it is too old.
    """
    job_id = file.removesuffix(".csv").rpartition("_")[2]
    with context.backing.state() as state:
        job = state.get(JOB, job_id)
    if job is None or job.file != file or job.stage_at(context.clock()) != "complete":
        raise not_found()
    return job


def dataset_of(job: Job, context: Context) -> Dataset:
    """The dataset that a job is about.

    Raises:
        Rejection: 404, this server can no longer make those records.
    """
    dataset = context.backing.dataset(job.seed.encode("latin-1"))
    if dataset.fingerprint != job.fingerprint:
        why = "Its records cannot be made again: the server's settings have changed since."
        raise Rejection("not_found", 404, why)
    return dataset


def _found(state: State, request: Request, dialect: Dialect, missing: int) -> Job:
    job_id = next(iter(request.path.values()), "")
    job = state.get(JOB, str(job_id).lower())
    if job is None or (job.dialect, job.account_id) != (dialect, request.account):
        raise not_found(missing)
    return job


def _ids(state: State, account_id: str, dialect: Dialect) -> Iterator[str]:
    begin = _list_of(account_id, dialect)
    place: str | None = f"{begin}~"  # after all digits
    while place is not None:
        lines = state.page(ENTRY, place, LISTED, descending=True)
        ours = list(takewhile(lambda line: line.id.startswith(begin), lines))
        yield from (line.job_id for line in ours)
        place = ours[-1].id if len(ours) == LISTED else None


def _entry(job: Job) -> Entry:
    place = f"{_list_of(job.account_id, job.dialect)}{microseconds(job.created_at):020d}"
    return Entry(f"{place}.{job.id}", job.id)


def _list_of(account_id: str, dialect: Dialect) -> str:
    # An account is named by whoever asks: not every such text can be a key.
    account = blake2b(account_id.encode(errors="replace"), digest_size=16).hexdigest()
    return f"{account}.{dialect}."


def _forget_old(state: State, now: datetime) -> None:
    for old in state.due(JOB, now, SWEPT):
        _forget(state, old)


def _forget(state: State, job: Job) -> None:
    state.delete(JOB, job.id)
    state.delete(ENTRY, _entry(job).id)


def _drawn(seed: bytes, ordinal: int) -> bytes:
    """32 bytes of chance, others for every order."""
    return blake2b(b"%b\0%d" % (seed, ordinal), digest_size=32, person=b"telnyx job").digest()


def _duration(chance: bytes, rows: int, speed: str | int) -> timedelta:
    """How long it takes, `speed` times faster than the vendor's; "instant" takes no time."""
    if speed == "instant":
        return timedelta()
    base, slowness = (int.from_bytes(chance[at : at + 8]) / 2**64 for at in (0, 8))
    small_s = BASE_S[0] + (BASE_S[1] - BASE_S[0]) * base
    per_million_s = PER_MILLION_S[0] + (PER_MILLION_S[1] - PER_MILLION_S[0]) * slowness
    seconds = (small_s + per_million_s * rows / 1_000_000) / max(1, int(speed))
    return timedelta(milliseconds=max(1, round(seconds * 1000)))
